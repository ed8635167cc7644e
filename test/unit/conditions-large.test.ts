/* oxlint-disable unicorn/no-thenable -- what an author writes; nobody awaits it */
import { describe, expect, it } from "vitest";
import { TooLarge, toSql } from "../../worker/conditions/sql/index.ts";
import { Condition } from "../../worker/playbook/index.ts";
import { freshDatabase } from "../support/database.ts";
import { NOON } from "../support/events.ts";

const asked = { now: NOON, timeZone: "UTC" };
const state = JSON.stringify({ segments: [], traits: { city: "ПРИВЕТ" }, lastSeen: 0 });

async function holds(when: unknown): Promise<unknown> {
  const { sql, args } = toSql(Condition.parse(when), asked);
  const { open } = await freshDatabase();
  const [, answer] = await open().write([
    {
      sql: `INSERT INTO profiles (id, version, traits, state, stage, first_seen, last_seen) VALUES ('p', 1, '{}', ?, 'x', 0, 0)`,
      args: [state],
    },
    { sql: `SELECT ${sql} AS holds FROM profiles AS p`, args },
  ]);
  return answer!.rows[0]!["holds"];
}

const sequence = {
  did: "a",
  where: { "properties.x": { contains: "åæø" }, "page.path": ["/a", "/b"] },
  then: [1, 2, 3].map((n) => ({ did: `b${n}`, where: { "properties.x": "åæøéüö" }, within: "7d" })),
};

describe("a large condition", () => {
  it("of 60 levels is asked like any other", async () => {
    let when: unknown = { not: sequence };
    for (let i = 0; i < 28; i++)
      when = { all: [{ not: { any: [{ segment: "x" }, { visits: { gte: 9 } }, { not: when }] } }] };
    expect(await holds(when)).toBe(1);
  });

  it("that is wide at every level is asked, too", async () => {
    let when: unknown = { not: { segment: "s" } };
    for (let i = 0; i < 29; i++) {
      const others = Array.from({ length: 49 }, (_, j) => ({ segment: `s${j}` }));
      when = i % 2 ? { all: [when, ...others.map((not) => ({ not }))] } : { any: [when, ...others] };
    }
    expect(await holds(when)).toBe(1);
  });

  it("that names every letter of an alphabet is asked without regard to case", async () => {
    const alphabet = Array.from({ length: 32 }, (_, i) => String.fromCharCode(0x430 + i)).join("");
    expect(await holds({ trait: "city", in: [alphabet, "привет", "æøå"] })).toBe(1);
    expect(await holds({ trait: "city", in: [alphabet, "приве", "æøå"] })).toBe(0);
  });

  it("of more values than a statement takes is refused", () => {
    let many = 0;
    const when = {
      any: Array.from({ length: 50 }, () => ({
        any: Array.from({ length: 50 }, () => ({
          any: Array.from({ length: 10 }, () => ({ trait: `t${many++}`, startsWith: `x${many}` })),
        })),
      })),
    };
    expect(() => toSql(Condition.parse(when), asked)).toThrow(TooLarge);
  });
});
