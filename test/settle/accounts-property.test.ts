import { expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { evaluate } from "../../worker/conditions/index.ts";
import { erase } from "../support/erase.ts";
import { toPerson } from "../../worker/profiles/store.ts";
import { behaviourPoints } from "../../worker/scoring/index.ts";
import { settle } from "../../worker/settle/settle.ts";
import type { State } from "../../worker/state/state.ts";
import { accountsPlaybook, COMPANIES, decided, identified, readPrices, worker } from "../support/accounts.ts";
import { freshDatabase } from "../support/database.ts";
import { DAY, event, NOON } from "../support/events.ts";
import { rowsOf } from "../support/ranges.ts";

const playbook = accountsPlaybook();
const HOUR = DAY / 24;
const PEOPLE = 12;
const DOMAINS = ["acme.dk", "beta.dk", "gamma.dk"];

/** Numbers below `n` that look random and are the same each time. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** Something that may happen to people or companies. */
function anything(roll: (n: number) => number, at: number): Event {
  const n = 1 + roll(PEOPLE);
  const domain = DOMAINS[roll(DOMAINS.length)]!;
  const groupId = String(roll(2));
  const who = { ...worker(n), visitor: null };
  switch (roll(8)) {
    case 0:
      return identified(n, `p${roll(PEOPLE)}@${domain}`, {}, at);
    case 1:
      return identified(n, `p${n}@${domain}`, { traits: { source: ["chief", "floor", "other"][roll(3)]! } }, at);
    case 2:
      return event("group", at, { ...who, company: { groupId } });
    case 3:
      return event("group", at, { ...who, company: { groupId, domain, traits: { employees: roll(200) } } });
    case 4:
      return identified(
        n,
        `p${n}@${domain}`,
        { identity: { email: `p${n}@${domain}`, was: [worker(1 + roll(PEOPLE)).profile], alias: roll(2) === 0 } },
        at,
      );
    default:
      return readPrices(n, playbook, at);
  }
}

it.each([1, 2, 3, 4, 5, 6])(
  "whatever happens, what is stored of companies is what their people add up to, and people know of it (%i)",
  async (seed) => {
    const { open } = await freshDatabase();
    const roll = dice(seed);
    let now = NOON;
    for (let round = 0; round < 12; round++) {
      now += roll(30) * HOUR;
      const batch = () => Array.from({ length: 1 + roll(5) }, () => anything(roll, now));
      const batches = Array.from({ length: 1 + roll(3) }, batch);
      await Promise.all(
        batches.map((events) => settle(open(), [{ kind: "events", id: events[0]!.id, events }], playbook, now)),
      );
      if (roll(6) === 0) await erase(open(), worker(1 + roll(PEOPLE)).profile, now);
      // Twice: what people are told may make points, which their company hears of in turn.
      for (let ticks = 0; ticks < 3; ticks++) await decided(open(), playbook, now);
      await same(now);
    }

    async function same(at: number): Promise<void> {
      const db = open();
      const companies = await rowsOf(db, "SELECT id, name, domain, traits, facts, score FROM companies");
      const [found] = await db.read(["SELECT p.*, NULL AS employer FROM profiles AS p WHERE company_id IS NOT NULL"]);
      const people = found!.rows.map(toPerson);
      for (const { id, name, facts: text, score } of companies) {
        const facts = JSON.parse(String(text));
        const theirs = people.filter(({ companyId }) => companyId === id);
        const points = theirs.map(({ state }) => behaviourPoints(state, playbook.scoring, at));
        const having = (role: string): number => theirs.filter(({ state }) => state.role === role).length;
        expect(facts).toMatchObject({
          name,
          people: theirs.length,
          "roles.decider": having("decider"),
          "roles.user": having("user"),
        });
        expect(facts.score).toBe(score);
        // Between two looks, a day at most, points have faded.
        const sum = points.reduce((total, one) => total + one, 0);
        expect(facts.score).toBeGreaterThanOrEqual(Math.round(sum * 100) / 100);
        expect(sum).toBeGreaterThan(facts.score * 0.5 ** (1 / 7) - 0.1);
        expect(facts.hottest).toBeGreaterThanOrEqual(Math.max(0, ...points));
        expect(facts.segments).toEqual(segments(facts));
        const stored = await rowsOf(
          db,
          "SELECT segment FROM company_segments WHERE company_id = ? ORDER BY segment",
          String(id),
        );
        expect(stored.map(({ segment }) => segment)).toEqual(facts.segments.toSorted());
        for (const { state } of theirs) expect(isColleague(state)).toBe(isHot(facts) && behaviourOf(state, at) < 30);
      }
      for (const { companyId } of people) expect(companies.map(({ id }) => id)).toContain(companyId);
      const orphans = "SELECT company_id FROM company_segments WHERE company_id NOT IN (SELECT id FROM companies)";
      expect(await rowsOf(db, orphans)).toEqual([]);
    }
  },
);

const isHot = (facts: { segments: string[] }): boolean => facts.segments.includes("hot");
const isColleague = ({ segments }: State): boolean => segments.includes("colleagues-of-hot");
const behaviourOf = (state: State, at: number): number => behaviourPoints(state, playbook.scoring, at);

function segments(company: Record<string, string[]>): string[] {
  const known = Object.entries(playbook.companies.segments);
  const facts = { state: null, surroundings: { company }, now: NOON, timeZone: "UTC", score: () => undefined as never };
  expect(known.map(([name]) => name)).toEqual(Object.keys(COMPANIES.segments));
  return known.filter(([, { when }]) => evaluate(when, facts)).map(([name]) => name);
}
