import type { Event } from "../../worker/events/event.ts";
import { settleDown } from "../../worker/profiles/changes.ts";
import { dueAt } from "../../worker/profiles/due.ts";
import { foldWith } from "../../worker/profiles/fold.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { DAY, event, NOON, PROFILE, view, blank } from "./events.ts";
import { examplePlaybook } from "./example.ts";

export const playbook = await examplePlaybook();

/** What somebody did after so many days: read a page, or an event. */
export type Deed = [day: number, what: string | (Partial<Event> & Pick<Event, "type">)];

/** A life until a day: events as they come, and between them every moment at which time alone decides. */
export function live(deeds: Deed[], until = deeds.at(-1)?.[0] ?? 0): { state: State; told: Event[]; now: number } {
  const told: Event[] = [];
  let state = emptyState("interest", NOON, playbook.revision);
  let now = NOON;
  const sleep = (end: number): void => {
    for (let due = dueAt(state, playbook, now); due !== null && due <= end; due = dueAt(state, playbook, now)) {
      now = due;
      const settled = settleDown(state, state, { id: `${now}`, profile: PROFILE, at: now, by: "time" }, playbook);
      told.push(...settled.events);
      ({ state } = settled);
    }
    now = end;
  };
  for (const [i, [day, what]] of deeds.entries()) {
    const at = NOON + day * DAY + i;
    sleep(at);
    const one = typeof what === "string" ? view(playbook, what, at) : { ...event(what.type, at), ...what };
    const folded = foldWith(state, one, playbook, at);
    told.push(...folded.events);
    ({ state } = folded);
  }
  sleep(Math.max(now, NOON + until * DAY));
  return { state, told, now };
}

export const PICK = ["overview", "wave-planning", "voice-picking", "pick-by-light", "mobile-scanning"];
export const pick = (pages: number): Deed[] =>
  Array.from({ length: pages }, (_, i) => [0, `/products/pick/${PICK[i] ?? `page-${i}`}/`]);
export const times = (n: number, ...deed: Deed): Deed[] => Array.from({ length: n }, () => deed);
export const traits = (traits: Event["traits"] & object): Deed => [
  0,
  { type: "identify", traits, identity: { email: "karin@lindqvist.example" } },
];
export const asked: Deed[1] = {
  type: "form_submit",
  submission: { ...blank, form: "whitepaper", locale: "en", url: "https://x.example/white-paper/", permissions: [] },
};
export const clicked: Deed[1] = { type: "email_clicked", name: "welcome" };
export const unsubscribed: Deed[1] = {
  type: "permission_withdrawn",
  permission: { submission: "s", topics: ["newsletter"] },
};
export const rejected: Deed[1] = { type: "lead_rejected" };
export const did = (name: string, properties: Event["properties"] = {}): Deed[1] => ({
  type: "track",
  name,
  properties,
});
