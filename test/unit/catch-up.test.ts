import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { begin, missing, recall } from "../../worker/profiles/catch-up.ts";
import { foldWith } from "../../worker/profiles/fold.ts";
import { newPerson } from "../../worker/profiles/person.ts";
import { type Compiled, compile, Playbook } from "../../worker/playbook/index.ts";
import { needNames } from "../../worker/playbook/needs.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { DAY, event, NOON, PROFILE, view } from "../support/events.ts";
import { document } from "../support/playbook.ts";

const order = { did: "Order Completed" };
const pricing = { did: "page_view", where: { "page.class": "pricing" } };
const asked = Object.entries({
  buyers: { ...order, sum: "properties.total", gte: 400 },
  "buyers-now": { ...order, sum: "properties.total", gte: 200, within: "5d" },
  wide: { did: "page_view", distinct: "page.path", atLeast: 3, within: "4d" },
  // oxlint-disable-next-line unicorn/no-thenable -- what an author writes; nobody awaits it
  sequence: { ...pricing, then: { ...order, within: "2d" }, within: "6d" },
  again: { ...pricing, since: "stage", atLeast: 2 },
  "became-picker": { did: "segment_entered", where: { name: "pickers" } },
  danes: { country: "DK" },
}).map(([name, when]) => [name, { title: name, when }]);

const first = Playbook.parse(document);
const second = Playbook.parse({
  ...document,
  segments: { ...document.segments, ...Object.fromEntries(asked) },
  scoring: {
    ...document.scoring,
    behaviour: document.scoring.behaviour.map((rule) => (rule.id === "pricing" ? { ...rule, capPerDay: 15 } : rule)),
  },
});
const known = new Set(needNames(first));
const since = Object.fromEntries(needNames(second).map((need) => [need, known.has(need) ? 1 : 2]));
const [before, after] = [compile(first, 1), compile(second, 2, since)];

const history = fc
  .array(
    fc.record({
      path: fc.constantFrom("/", "/pricing/", "/blog/one/", "/products/pick/1/", "/products/pick/2/", "order"),
      wait: fc.integer({ min: 1_000, max: 2 * DAY }),
      total: fc.integer({ min: 0, max: 300 }),
      country: fc.constantFrom("DK", "SE"),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((steps) => {
    let clock = NOON;
    return steps.map(({ path, wait, total, country }): Event => {
      clock += wait;
      const place = { country };
      if (path === "order") return event("track", clock, { name: "Order Completed", properties: { total }, place });
      return view(after, path, clock, { place });
    });
  });

/** The state, and all that was stored on the way. */
function lived(events: Event[], playbook: Compiled, state: State): { state: State; stored: Event[] } {
  const stored: Event[] = [];
  let current = state;
  for (const one of events) {
    const folded = foldWith(current, one, playbook, one.receivedAt);
    current = folded.state;
    stored.push(one, ...folded.events);
  }
  return { state: current, stored };
}

const kept = ({ counters, rules, around, classes }: State): Partial<State> => ({ counters, rules, around, classes });

describe("what a playbook begins to ask", () => {
  it("is answered from history as if it had been asked all along, whenever it begins", () => {
    fc.assert(
      fc.property(history, fc.nat({ max: 30 }), (events, cut) => {
        const [past, coming] = [events.slice(0, cut), events.slice(cut)];
        const { state, stored } = lived(past, before, emptyState("interest", NOON, 1));
        const lacking = missing(state.revision, after);
        const person = begin({ ...newPerson(PROFILE, before, NOON), state }, lacking, after);
        const recalled = stored.reduce((told, one) => recall(told, one, lacking, after), person.state);
        expect(recalled.revision).toBe(2);
        const always = lived(events, after, emptyState("interest", NOON, 2));
        expect(kept(lived(coming, after, recalled).state)).toEqual(kept(always.state));
      }),
      { numRuns: 300 },
    );
  });
});
