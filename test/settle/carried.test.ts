import { describe, expect, it } from "vitest";
import type { CarriedPermission, Event } from "../../worker/events/event.ts";
import type { Db } from "../../worker/platform/db.ts";
import { profileOfEmail } from "../../worker/profiles/person.ts";
import { readPerson } from "../../worker/profiles/store.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { event, NOON } from "../support/events.ts";
import { permission } from "../support/permission.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();

const store = (db: Db, ...events: Event[]) =>
  settle(db, [{ kind: "events", id: events[0]!.id, events }], playbook, NOON);

const list = async (db: Db, sql: string): Promise<unknown[]> => (await db.read([sql]))[0]!.rows.map((row) => row[0]);

describe("a permission carried over", () => {
  const status = async (db: Db) =>
    (await readPerson(db, profileOfEmail("ann@acme.example")))!.state.permissions["news"];
  const carry = (...carried: CarriedPermission[]): Event =>
    event("identify", NOON, {
      visitor: null,
      profile: profileOfEmail("ann@acme.example"),
      identity: { email: "ann@acme.example" },
      carried,
    });

  it("holds, with its own time and proof, and causes no mail", async () => {
    const { open } = await freshDatabase();
    await store(open(), carry(permission("confirmed", NOON - 100)));
    expect(await status(open())).toBe("confirmed");
    expect(await list(open(), "SELECT at FROM permissions")).toEqual([NOON - 100]);
    expect(await list(open(), "SELECT count(*) FROM messages")).toEqual([0]);
  });

  it("never undoes what was withdrawn later, and gives way to a later word", async () => {
    const { open } = await freshDatabase();
    await store(open(), carry(permission("withdrawn", NOON - 50)));
    await store(open(), carry(permission("confirmed", NOON - 100)));
    expect(await status(open())).toBe("withdrawn");
    await store(open(), carry(permission("confirmed", NOON - 10)));
    expect(await status(open())).toBe("confirmed");
  });

  it("is no permission where a yes and a no are told of the same moment, whichever comes first", async () => {
    for (const order of [
      ["confirmed", "withdrawn"],
      ["withdrawn", "confirmed"],
    ] as const) {
      const { open } = await freshDatabase();
      for (const answer of order) await store(open(), carry(permission(answer, NOON - 10)));
      expect(await status(open())).toBe("withdrawn");
    }
  });
});
