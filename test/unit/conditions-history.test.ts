import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { type Compiled, compile, Condition } from "../../worker/playbook/index.ts";
import { Document } from "../../worker/playbook/document.ts";
import { needNames } from "../../worker/playbook/needs.ts";
import { fold } from "../../worker/profiles/fold.ts";
import { readPerson } from "../../worker/profiles/store.ts";
import { caughtUp } from "../../worker/settle/history.ts";
import { settle } from "../../worker/settle/settle.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { freshDatabase } from "../support/database.ts";
import { eventsOf, steps } from "../support/histories.ts";
import { document } from "../support/playbook.ts";
import { writtenCondition } from "../support/written-conditions.ts";

const SEED = 20261122;

const MORE_RULES = [
  { id: "visit", title: "t", on: { did: "page_view" }, points: 0.37, capPerDay: 2, halfLife: "90m" },
  {
    id: "big",
    title: "t",
    on: { did: "Order Completed", where: { "properties.total": { gte: 12 } } },
    points: 4,
    cap: 9,
  },
  {
    id: "read",
    title: "t",
    on: { did: "page_view" },
    tiers: [
      { pages: 2, points: 3 },
      { pages: 4, points: 9 },
    ],
  },
];
const before = Document.parse(document);

/** What follows from a playbook is told only while it is in force, so that is not asked. */
const FOLLOWS = /"(segment|stage)_(entered|left)"|"score_changed"/;

function playbooks(conditions: unknown[]): [old: Compiled, renewed: Compiled] {
  const asked = Object.fromEntries(conditions.map((when, i) => [`c${i}`, { title: `c${i}`, when }]));
  const after = Document.parse({
    ...document,
    scoring: { ...document.scoring, behaviour: [...document.scoring.behaviour.slice(1), ...MORE_RULES] },
    segments: { ...document.segments, ...asked },
  });
  const known = new Set(needNames(before));
  const since = Object.fromEntries(needNames(after).flatMap((need) => (known.has(need) ? [] : [[need, 2]])));
  return [compile(before, 1), compile(after, 2, since)];
}

const folded = (events: Event[], playbook: Compiled): State =>
  events.reduce(
    (state, event) => fold(state, event, playbook, event.receivedAt),
    emptyState("interest", events[0]!.at, playbook.revision),
  );

describe("a state of an earlier playbook, caught up", () => {
  it("is what it would be had the new one always been in force", async () => {
    const { open } = await freshDatabase();
    const db = open();
    let run = 0;
    const cases = fc.tuple(
      fc.array(writtenCondition, { minLength: 12, maxLength: 16 }),
      steps(60, {
        late: false,
        kinds: ["view", "view", "order", "order", "signed", "form", "identify", "consent", "click"],
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([written, told]) => {
        const kept = written.filter((one) => Condition.safeParse(one).success && !FOLLOWS.test(JSON.stringify(one)));
        const [old, renewed] = playbooks(kept);
        // Of one person with one address, no two at the same time.
        const one = told.map((step) => ({
          ...step,
          who: 0,
          pick: step.kind === "form" ? 0 : step.pick,
          wait: step.wait + 1,
        }));
        const events = eventsOf(one, old, String(++run));
        await settle(db, [{ kind: "events", id: events[0]!.id, events }], old, events.at(-1)!.receivedAt);
        const person = (await readPerson(db, events[0]!.profile))!;
        const [caught] = await caughtUp(db, [person], renewed);
        const wanted = folded(events, renewed);
        expect(caught!.state.revision).toBe(2);
        expect(only(caught!.state, renewed)).toEqual(only(wanted, renewed));
      }),
      { numRuns: 50, seed: SEED },
    );
    console.log(`seed ${SEED}`);
  }, 60_000);
});

/** What the new playbook keeps of history. */
const only = ({ counters, rules }: State, { keys }: Compiled) => ({
  counters: Object.fromEntries(Object.entries(counters).filter(([key]) => keys.counters.has(key))),
  rules: Object.fromEntries(Object.entries(rules).filter(([key]) => keys.rules.has(key))),
});
