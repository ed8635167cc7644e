import type { Event } from "../../worker/events/event.ts";
import { accounts, colleagues } from "../../worker/jobs/accounts.ts";
import { doChores } from "../../worker/jobs/chore.ts";
import { republish } from "../../worker/jobs/republish.ts";
import { wake } from "../../worker/jobs/wake.ts";
import type { Db } from "../../worker/platform/db.ts";
import { settle } from "../../worker/settle/settle.ts";
import { compile, type Compiled, Playbook } from "../../worker/playbook/index.ts";
import { event, NOON, view } from "./events.ts";
import { freshDatabase } from "./database.ts";
import { document } from "./playbook.ts";
import { rowsOf } from "./ranges.ts";

/** Groups of companies, roles, and a segment of people that looks at where they work. */
export const COMPANIES = {
  segments: {
    large: { title: "Large", when: { company: { employees: { gte: 100 } } } },
    hot: { title: "Hot", when: { company: { score: { gte: 30 } } } },
    "no-decider": {
      title: "Hot without a decider",
      when: { all: [{ company: { segments: ["hot"] } }, { not: { company: { "roles.decider": { gte: 1 } } } }] },
    },
  },
  roles: {
    decider: { title: { en: "Decider", da: "Beslutningstager" }, when: { trait: "source", eq: "chief" } },
    user: { title: "User", when: { trait: "source", eq: "floor" } },
  },
};

export const SEGMENTS = {
  ...document.segments,
  "colleagues-of-hot": {
    title: "Colleagues of somebody hot",
    when: { all: [{ company: { segments: "hot" } }, { not: { score: { behaviour: { gte: 30 } } } }] },
  },
};

/** The test playbook with {@link COMPANIES}; `change` edits a copy of the document first. */
export function accountsPlaybook(change: (copy: Record<string, object>) => void = () => undefined, revision = 1) {
  const copy = structuredClone({ ...document, companies: COMPANIES, segments: SEGMENTS });
  change(copy);
  return compile(Playbook.parse(copy), revision);
}

/** One tick's decisions: companies, whom they concern, people. */
export async function decided(db: Db, playbook: Compiled, now: number): Promise<void> {
  for (const chore of [accounts, colleagues, wake, republish]) {
    const failures = await doChores([chore], { db, now, playbook }, { slices: 500 });
    if (failures.length > 0) throw failures[0];
  }
}

const idOf = (n: number): string => `${String(n).padStart(8, "0")}-1111-4111-8111-111111111111`;

/** Somebody's profile and browser. */
export const worker = (n: number): { profile: string; visitor: string } => ({
  profile: idOf(n),
  visitor: idOf(n).replaceAll("1111", "2222"),
});

/** The server says who somebody is, and so where they work. */
export const identified = (n: number, email: string, more: Partial<Event> = {}, at = NOON): Event =>
  event("identify", at, { ...worker(n), visitor: null, identity: { email }, ...more });

/** Ten points, up to 30. */
export const readPrices = (n: number, playbook: Compiled, at = NOON): Event =>
  view(playbook, "/pricing", at, worker(n));

/** A database of the test's own, and what happens there and is found there. */
export async function accountsWorld(playbook: Compiled) {
  const { open } = await freshDatabase();
  const rows = (sql: string, ...args: string[]) => rowsOf(open(), sql, ...args);
  /** How many round trips it takes to store events. */
  const store = async (now: number, ...events: Event[]): Promise<number> => {
    const db = open();
    await settle(db, [{ kind: "events", id: events[0]!.id, events }], playbook, now);
    return db.roundTrips;
  };
  const tick = (now: number, by = playbook): Promise<void> => decided(open(), by, now);
  // oxlint-disable-next-line typescript/no-explicit-any
  const parsed = (row: Record<string, unknown>, name: string): any => JSON.parse(String(row[name]));
  return {
    open,
    rows,
    store,
    tick,
    /** Of all companies, by name. */
    facts: async () => (await rows("SELECT facts FROM companies ORDER BY name")).map((row) => parsed(row, "facts")),
    stateOf: async (n: number) => {
      const [row] = await rows("SELECT state FROM profiles WHERE id = ?", worker(n).profile);
      return parsed(row!, "state");
    },
    memberships: () => rows("SELECT segment, since FROM company_segments ORDER BY segment"),
    signals: () => rows("SELECT at, type, name, by FROM company_events ORDER BY at, type, name"),
    /** Anna (1) reads prices three times; Bo (2), of the same company, does nothing. */
    hotAndCold: async () => {
      await store(NOON, identified(1, "anna@acme.dk"), identified(2, "bo@acme.dk"));
      await tick(NOON);
      await store(NOON + 1, ...[1, 2, 3].map(() => readPrices(1, playbook)));
    },
  };
}
