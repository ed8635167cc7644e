import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, factsOf } from "../../worker/conditions/index.ts";
import { toSql } from "../../worker/conditions/sql/index.ts";
import type { Event } from "../../worker/events/event.ts";
import type { Message } from "../../worker/events/message.ts";
import { milliseconds } from "../../worker/lib/duration.ts";
import type { Db } from "../../worker/platform/db.ts";
import { type Compiled, compile, Condition } from "../../worker/playbook/index.ts";
import { Document } from "../../worker/playbook/document.ts";
import { PERSON, toPerson } from "../../worker/profiles/store.ts";
import { scoreAt } from "../../worker/scoring/index.ts";
import { settle } from "../../worker/settle/settle.ts";
import type { State } from "../../worker/state/state.ts";
import { freshDatabase } from "../support/database.ts";
import { eventsOf, steps } from "../support/histories.ts";
import { document } from "../support/playbook.ts";
import { WINDOWS, writtenCondition } from "../support/written-conditions.ts";

/** Both may be set, to look further than there is time for each day. */
const SEED = Number(process.env["CONDITION_SEED"] ?? 20261122);
const RUNS = Number(process.env["CONDITION_RUNS"] ?? 30);
const TIME_ZONE = "Europe/Copenhagen";

const COMPANIES: State["company"][] = [
  null,
  { name: "Nordvare", employees: 120, segments: ["key", "old"], "a.b": true },
  { name: "x", employees: "49", industry: "Ærø", domain: "x.example" },
];

/** The conditions as segments, so that the state keeps what they ask for. */
function playbookOf(conditions: unknown[]): Compiled {
  const asked = Object.fromEntries(conditions.map((when, i) => [`c${i}`, { title: `c${i}`, when }]));
  const more = [
    { id: "visit", title: "t", on: { did: "page_view" }, points: 0.37, capPerDay: 2, halfLife: "90m" },
    { id: "click", title: "t", on: { did: "click" }, points: -3, cap: 7, halfLife: "1d" },
    { id: "inner", title: "t", on: { did: "segment_entered" }, points: 1 },
  ];
  const fit = [
    ...document.scoring.fit,
    { id: "early", title: "t", when: { time: { from: "00:00", to: "13:00" } }, points: 25 },
    {
      id: "many",
      title: "t",
      when: { all: [{ trait: "orders", gte: 5 }, { not: { knows: "email" } }] },
      points: -12.5,
    },
  ];
  const playbook = compile(
    Document.parse({
      ...document,
      scoring: {
        ...document.scoring,
        behaviour: [...document.scoring.behaviour, ...more],
        fit,
        matrix: { mql: ["A1", "A2", "B1"], nurture: ["B1", "C3", "D4", "D3"] },
      },
      segments: {
        ...document.segments,
        visited: { title: "t", when: { visits: { gte: 1 } } },
        danes: { title: "t", when: { country: "dk" } },
        ...asked,
      },
      companies: { roles: { buyer: { title: "t", when: { knows: "email" } } } },
    }),
    1,
  );
  for (const name of ["country", "region", "city", "language", "device", "campaign", "timeZone"] as const)
    playbook.needs.around.add(name);
  return playbook;
}

async function tell(db: Db, events: Event[], playbook: Compiled): Promise<void> {
  const third = Math.ceil(events.length / 3);
  for (let i = 0; i < events.length; i += third) {
    const batch = events.slice(i, i + third);
    const messages: Message[] = [{ kind: "events", id: batch[0]!.id, events: batch }];
    await settle(db, messages, playbook, Math.max(...batch.map(({ receivedAt }) => receivedAt)));
  }
}

/** Before, at and after the ends of windows, none of them before what was last told. */
function momentsOf(events: Event[], picks: number[]): number[] {
  const last = Math.max(...events.map(({ at, receivedAt }) => Math.max(at, receivedAt)));
  const ends = picks.map((pick) => {
    const { at } = events[pick % events.length]!;
    const window = WINDOWS[(pick >> 4) % WINDOWS.length]!;
    return at + milliseconds(window) + [-1_000, -1, 0, 1, 999, 1_000][(pick >> 8) % 6]!;
  });
  return [...new Set([last, last + 1_000, ...ends.map((end) => Math.max(end, last))])];
}

describe("both executors", () => {
  it(
    "say the same of everybody, whatever was asked, done and merged",
    async () => {
      const { open } = await freshDatabase();
      const db = open();
      const [tables] = await db.read([
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%' AND name NOT LIKE '%migrations%'",
      ]);
      const clear = tables!.rows.map((row) => `DELETE FROM "${String(row["name"])}"`);
      let run = 0;
      const answers = { yes: 0, no: 0 };
      const cases = fc.tuple(
        fc.array(writtenCondition, { minLength: 14, maxLength: 14 }),
        steps(60),
        fc.array(fc.nat(0xffff), { minLength: 2, maxLength: 2 }),
        fc.nat(2),
      );
      await fc.assert(
        fc.asyncProperty(cases, async ([written, told, picks, company]) => {
          const kept = written.filter((one) => Condition.safeParse(one).success);
          const playbook = playbookOf(kept);
          const events = eventsOf(told, playbook, String(++run));
          await db.write(clear);
          await tell(db, events, playbook);
          await db.write([
            {
              sql: "UPDATE profiles SET state = json_set(state, '$.company', json(?)) WHERE rowid % 2 = 0",
              args: [JSON.stringify(COMPANIES[company]!)],
            },
          ]);
          const [rows] = await db.read([`SELECT ${PERSON} FROM profiles AS p WHERE merged_into IS NULL`]);
          const people = rows!.rows.map(toPerson);
          const questions = kept.flatMap((one) =>
            momentsOf(events, picks).map((now) => ({ one, condition: Condition.parse(one), now })),
          );
          const found = await db.read(
            questions.map(({ condition, now }) => {
              const { sql, args } = toSql(condition, { now, timeZone: TIME_ZONE, scoring: playbook.scoring });
              return { sql: `SELECT id, ${sql} AS holds FROM profiles AS p WHERE merged_into IS NULL`, args };
            }),
          );
          for (const [i, { one, condition, now }] of questions.entries()) {
            const inSql = new Map(found[i]!.rows.map((row) => [String(row["id"]), row["holds"]]));
            for (const { id, state } of people) {
              const facts = factsOf(state, now, TIME_ZONE, () => scoreAt(state, playbook.scoring, now));
              const holds = evaluate(condition, facts);
              answers[holds ? "yes" : "no"]++;
              if (inSql.get(id) !== Number(holds))
                expect.fail(
                  `${JSON.stringify(one)} at ${now}: SQL ${String(inSql.get(id))}, memory ${holds} of ${JSON.stringify(state)}`,
                );
            }
          }
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
      console.log(`seed ${SEED}: ${answers.yes} yes, ${answers.no} no`);
      expect(Math.min(answers.yes, answers.no)).toBeGreaterThan(RUNS * 10);
    },
    60_000 + RUNS * 2_000,
  );
});
