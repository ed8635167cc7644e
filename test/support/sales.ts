import type { Event } from "../../worker/events/event.ts";
import type { Db } from "../../worker/platform/db.ts";
import { profileOfAnonymous } from "../../worker/profiles/person.ts";
import { answerEvent, type Answer } from "../../worker/sales/answer.ts";
import { readLead } from "../../worker/sales/store.ts";
import { settle } from "../../worker/settle/settle.ts";
import { NOON, view } from "./events.ts";
import { compile, type Compiled, Playbook } from "../../worker/playbook/index.ts";
import { document } from "./playbook.ts";

/** Three salespeople, the first two Danish. */
export const SALES = {
  when: { did: "page_view", where: { "page.class": "pricing" }, atLeast: 2 },
  due: "8h",
  again: "7d",
  owners: [
    { id: "anna", name: "Anna Ager", email: "anna@testby.example", countries: ["DK"] },
    { id: "bo", name: "Bo Birk", email: "bo@testby.example", countries: ["DK"] },
    { id: "carl", name: "Carl Carlsson", email: "carl@testby.example", countries: ["SE"] },
  ],
  assign: ["round-robin"],
  rejections: { budget: "No budget", student: "A student" },
  losses: { price: "Too dear" },
};

/** The test playbook with sales; whom sales refuses falls back to the first stage. */
export function salesPlaybook(change: Partial<typeof SALES> = {}): Compiled {
  const { stages, ...rest } = structuredClone(document);
  const refused = { fallBackWhen: { did: "lead_rejected", since: "stage" }, fallBackTo: stages[0]!.id };
  const journey = stages.map((stage, i) => (i === 0 ? stage : { ...stage, ...refused }));
  return compile(Playbook.parse({ ...rest, stages: journey, sales: { ...SALES, ...change } }), 1);
}

/** The playbook that those below go by. */
export const playbook = salesPlaybook();
export const HOUR = 3_600_000;

/** Stores events as one message. */
export const store = (db: Db, events: Event[], at = events.at(-1)!.receivedAt, book: Compiled = playbook) =>
  settle(db, [{ kind: "events", id: events[0]!.id, events }], book, at);

/** Reads prices twice, which is what sales wants to know of. */
export const qualifies = (profile: string, at = NOON, more: Partial<Event> = {}): Event[] =>
  [0, 1].map((n) => view(playbook, "/pricing/", at + n, { profile, visitor: profile, ...more }));

export const anonymous = (n: number | string): string => profileOfAnonymous(String(n));

/** All leads, the oldest first. */
export async function leads(db: Db, where = "true"): Promise<Record<string, unknown>[]> {
  const [result] = await db.read([`SELECT * FROM leads WHERE ${where} ORDER BY created_at, id`]);
  return result!.rows.map((row) => ({ ...row }));
}

/** Says something of the first of the leads. */
export async function say(open: () => Db, answer: Answer, at: number, which = "true") {
  const [row] = await leads(open(), which);
  const lead = await readLead(open(), String(row!["id"]));
  return store(open(), [answerEvent(lead!, answer, at)], at);
}
