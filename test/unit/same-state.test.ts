import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { fold } from "../../worker/profiles/fold.ts";
import type { Person } from "../../worker/profiles/person.ts";
import type { Known } from "../../worker/settle/read.ts";
import { apply } from "../../worker/settle/apply.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { MOST_SEALED, openVisitor, sealVisitor } from "../../worker/state/visitor.ts";
import { NOON, PROFILE, VISITOR } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

/** One of each kind of question about history, what asks about what followed, and what only some people are asked. */
const playbook = testPlaybook(({ segments, scoring, stages }) => {
  const order = { did: "Order Completed" };
  const pricing = { did: "page_view", where: { "page.class": "pricing" } };
  const asked = {
    buyers: { ...order, sum: "properties.total", gte: 400 },
    "buyers-now": { ...order, sum: "properties.total", gte: 200, within: "5d" },
    wide: { did: "page_view", distinct: "page.path", atLeast: 3, within: "4d" },
    // oxlint-disable-next-line unicorn/no-thenable -- what an author writes; nobody awaits it
    "read-then-bought": { ...pricing, then: { ...order, within: "2d" }, within: "6d" },
    strangers: { ...pricing, never: true },
    paused: { ...order, notFor: "3d" },
    "again-in-stage": { ...pricing, since: "stage", atLeast: 2 },
    "once-hot": { did: "segment_entered", where: { name: "hot" } },
  };
  for (const [name, when] of Object.entries(asked)) Object.assign(segments, { [name]: { title: name, when } });
  Object.assign(segments, { danes: { title: "Danes", when: { country: "DK" } } });
  Object.assign(scoring.behaviour[1]!, { capPerDay: 15 });
  Object.assign(stages[2]!, {
    fallBackWhen: { did: "Order Completed", where: { "properties.total": { gte: 250 } }, within: "1d" },
  });
});
const sealer = new Sealer(["a key for tests that is long enough"]);

const PATHS = ["/", "/pricing/", "/blog/one/", ...[1, 2, 3, 4, 5, 6].map((n) => `/products/pick/${n}/`)];

/** Some history: events minutes to days apart, some of them late. */
const history = fc
  .array(
    fc.record({
      id: fc.uuid({ version: 4 }),
      kind: fc.constantFrom("view", "order", "identify", "consent"),
      path: fc.constantFrom(...PATHS),
      wait: fc.integer({ min: 0, max: 3 * 86_400_000 }),
      late: fc.constantFrom(0, 0, 0, 3_600_000),
      industry: fc.constantFrom("logistics", "retail", "other"),
      total: fc.integer({ min: 0, max: 300 }),
      country: fc.constantFrom("DK", "SE"),
    }),
    { minLength: 1, maxLength: 35 },
  )
  .map((steps) => {
    let clock = NOON;
    return steps.map(({ id, kind, path, wait, late, industry, total, country }): Event => {
      clock += wait;
      const page = { url: `https://x.example${path}`, path, ...playbook.page(path) };
      const base = { id, at: clock - late, receivedAt: clock, visitor: VISITOR, profile: PROFILE, place: { country } };
      if (kind === "view") return { ...base, type: "page_view", page };
      if (kind === "order") return { ...base, type: "track", name: "Order Completed", properties: { total } };
      if (kind === "identify") return { ...base, type: "identify", traits: { industry } };
      return { ...base, type: "consent", consent: { analytics: true, personalization: total > 100, marketing: false } };
    });
  });

const start = (events: Event[]): State => emptyState("interest", events[0]!.at, playbook.revision);

/** As the request does it: the state goes through the sealed cookie between any two batches. */
async function inRequests(batches: Event[][]): Promise<State> {
  let visitor = { id: VISITOR, profile: PROFILE, syncedAt: NOON, state: start(batches.flat()) };
  for (const batch of batches) {
    const state = batch.reduce((folded, one) => fold(folded, one, playbook, one.receivedAt), visitor.state);
    visitor = (await openVisitor(await sealVisitor({ ...visitor, state }, sealer), sealer))!;
  }
  return visitor.state;
}

/** As the consumer does it: read, apply, write; what was stored is known to the next batch. */
function inConsumer(batches: Event[][]): State {
  let person: Person | undefined;
  const stored = new Set<string>();
  for (const events of batches) {
    const known: Known = {
      persons: new Map(person ? [[PROFILE, structuredClone(person)]] : []),
      byEmail: new Map(),
      events: new Set(stored),
      receipts: new Set(),
      requests: [],
      ledger: [],
      suppressed: [],
      leads: new Map(),
      networks: new Map(),
      companies: { ids: new Map(), grouped: new Set(), facts: new Map() },
      recounted: [],
      revision: 1,
    };
    const work = apply([{ kind: "events", id: "m", events }], known, playbook, NOON);
    for (const { id } of work.events) stored.add(id);
    person = work.persons.get(PROFILE) ?? person;
  }
  return person!.state;
}

function inBatches<T>(items: T[], cuts: number[]): T[][] {
  const at = [...new Set(cuts.map((cut) => cut % items.length))].filter(Boolean).toSorted((a, b) => a - b);
  return [0, ...at].map((from, i) => items.slice(from, at[i]));
}

describe("one history", () => {
  const cases = fc.tuple(history, fc.array(fc.nat(), { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 6 }));

  it("gives one state: in requests and in the consumer, in one batch or many, redelivered or not", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ([events, cuts, again]) => {
        const batches = inBatches(events, cuts);
        const redelivered = batches.flatMap((batch, i) =>
          again.some((n) => n % batches.length === i) ? [batch, batch] : [batch],
        );
        const expected = inConsumer([events]);
        expect(inConsumer(batches)).toEqual(expected);
        expect(inConsumer(redelivered)).toEqual(expected);
        expect(await inRequests([events])).toEqual(expected);
        expect(await inRequests(batches)).toEqual(expected);
        expect(await inRequests(redelivered)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("never outgrows the cookie", async () => {
    await fc.assert(
      fc.asyncProperty(history, async (events) => {
        const visitor = { id: VISITOR, profile: PROFILE, syncedAt: NOON, state: inConsumer([events]) };
        expect((await sealVisitor(visitor, sealer)).length).toBeLessThanOrEqual(MOST_SEALED);
      }),
    );
  });
});
