import { describe, expect, it } from "vitest";
import { companies, companyKeys } from "../../worker/companies/tables.ts";
import { deadLetters } from "../../worker/events/tables.ts";
import { standings } from "../../worker/permissions/standing.ts";
import { ledgerOf } from "../../worker/permissions/store.ts";
import { permissions, suppressions } from "../../worker/permissions/tables.ts";
import type { Db } from "../../worker/platform/db.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { profiles } from "../../worker/profiles/tables.ts";
import { eraseAddress } from "../../worker/rights/erase.ts";
import { freshDatabase } from "../support/database.ts";
import { erase, SEALER } from "../support/erase.ts";
import { NOON } from "../support/events.ts";
import { everyRow, profile } from "../support/whole-person.ts";

const EMAIL = "zoe@zoe.example";
const ZOE = { firstName: "Zoë", lastName: "Ølgaard", phone: "+45 31 41 59 26" };

async function withPeople(...people: (typeof profiles.$inferInsert)[]): Promise<Db> {
  const db = (await freshDatabase()).open();
  await db.write(insertRows(profiles, people));
  return db;
}

async function column(db: Db, sql: string): Promise<unknown[]> {
  const [found] = await db.read([sql]);
  return found!.rows.map((row) => Object.values(row)[0]);
}

const alive = (db: Db): Promise<unknown[]> => column(db, "SELECT id FROM profiles WHERE erased_at IS NULL ORDER BY id");

describe("an address that several profiles carry", () => {
  const claims = [profile("claim-1", { email: EMAIL }), profile("claim-2", { email: EMAIL })];
  const confirmed = profile("owner", { email: EMAIL, emailConfirmedAt: NOON });

  it("goes with its owner, from all of them", async () => {
    const db = await withPeople(...claims, confirmed, profile("other", { email: "bob@bob.example" }));
    expect(await erase(db, "owner", NOON)).toBe("owner");
    expect(await alive(db)).toEqual(["other"]);
    expect(await column(db, "SELECT value FROM counters WHERE name = 'erased'")).toEqual([3]);
    expect(await column(db, "SELECT hash FROM rights")).toEqual([SEALER.fingerprint(EMAIL)]);
  });

  it("stays its owner's when somebody is erased who only typed it in", async () => {
    const db = await withPeople(...claims, confirmed);
    expect(await erase(db, "claim-1", NOON)).toBe("claim-1");
    expect(await alive(db)).toEqual(["claim-2", "owner"]);
    expect(await column(db, "SELECT hash FROM suppressions")).toEqual([]);
    expect(await column(db, "SELECT hash FROM rights")).toEqual([null]);
  });

  it("is erased by its name alone: everybody who has it, and once more when nobody has", async () => {
    const db = await withPeople(...claims, confirmed);
    const context = { db, sealer: SEALER, now: NOON };
    expect(await eraseAddress(context, EMAIL, "person")).toEqual(["owner", "claim-1", "claim-2"]);
    expect(await alive(db)).toEqual([]);
    expect(await eraseAddress(context, EMAIL, "person")).toEqual([]);
    expect(await eraseAddress({ ...context, now: NOON + 1_000 }, EMAIL, "person")).toEqual([]);
    expect(await column(db, "SELECT count(*) FROM rights")).toEqual([2]);
    expect(await column(db, "SELECT max(at) FROM suppressions WHERE reason = 'erased'")).toEqual([NOON + 1_000]);
  });
});

it("a no that was said under somebody's id, of an address that is another's by now, outlives them", async () => {
  const db = await withPeople(
    profile("former", { email: "new@zoe.example", emailConfirmedAt: NOON }),
    profile("owner", { email: EMAIL, emailConfirmedAt: NOON }),
  );
  const said = (profileId: string, status: "confirmed" | "withdrawn", at: number): typeof permissions.$inferInsert => ({
    id: `${profileId}-${status}`,
    profileId,
    email: EMAIL,
    channel: "email",
    topic: "news",
    status,
    at,
    submission: "form",
  });
  await db.write(
    insertRows(permissions, [said("owner", "confirmed", NOON - 2), said("former", "withdrawn", NOON - 1)]),
  );
  await erase(db, "former", NOON);
  const { ledger, suppressions } = await ledgerOf(db, EMAIL, SEALER.fingerprints(EMAIL));
  expect(standings(ledger, suppressions)).toEqual({ news: "withdrawn" });
  expect(await alive(db)).toEqual(["owner"]);
});

it("what was withdrawn or bounced stays suppressed by a hash that does not tell the address", async () => {
  const db = await withPeople(profile("zoe", { email: EMAIL, emailConfirmedAt: NOON }));
  const said = (topic: string, status: "confirmed" | "withdrawn", at: number): typeof permissions.$inferInsert => ({
    id: `${topic}-${at}`,
    profileId: "zoe",
    email: EMAIL,
    channel: "email",
    topic,
    status,
    at,
    submission: "form",
  });
  const hash = SEALER.fingerprint(EMAIL);
  await db.write([
    ...insertRows(permissions, [
      said("news", "confirmed", NOON - 3),
      said("news", "withdrawn", NOON - 2),
      said("offers", "withdrawn", NOON - 3),
      said("offers", "confirmed", NOON - 2),
    ]),
    ...insertRows(suppressions, [{ hash, topic: "*", reason: "bounced", at: NOON - 5 }]),
  ]);
  await erase(db, "zoe", NOON);
  const rows = (await everyRow(db)).get("suppressions")!.map((row) => JSON.parse(row) as unknown[]);
  expect(rows.map(([, ...rest]) => rest)).toEqual(
    expect.arrayContaining([
      ["*", "bounced", NOON - 5],
      ["news", "withdrawn", NOON - 2],
      ["*", "erased", NOON],
    ]),
  );
  expect(rows).toHaveLength(3);
  expect(await column(db, "SELECT DISTINCT hash FROM suppressions")).toEqual([hash]);
});

it("a company that others tell of stays, without the traits that name who is erased", async () => {
  const works = { companyId: "acme" };
  const db = await withPeople(
    profile("zoe", { email: EMAIL, emailConfirmedAt: NOON, traits: ZOE, ...works }),
    profile("bob", works),
  );
  const traits = { contact: "Zoë Ølgaard", billing: `Mail ${EMAIL}`, phone: ZOE.phone, industry: "games" };
  const acme = { id: "acme", name: "Zoë Ølgaard", domain: "acme.example", traits, firstSeen: NOON, lastSeen: NOON };
  await db.write([
    ...insertRows(companies, [acme]),
    ...insertRows(companyKeys, [{ key: "domain:acme.example", companyId: "acme" }]),
  ]);
  await erase(db, "zoe", NOON);
  expect(await column(db, "SELECT name || ' ' || traits FROM companies")).toEqual([
    'acme.example {"industry":"games"}',
  ]);
});

describe("dead letters", () => {
  const event = (more: object): object => ({ type: "form_submit", profile: crypto.randomUUID(), ...more });
  const left = async (bodies: Record<string, object>): Promise<unknown[]> => {
    const db = await withPeople(
      profile("zoe-id", { email: EMAIL, emailConfirmedAt: NOON, externalId: "crm-7", traits: ZOE }),
      profile("somebody", { traits: ZOE }),
    );
    const letters = Object.entries(bodies).map(([id, body]) => ({ id, at: NOON, reason: "?", body }));
    await db.write(insertRows(deadLetters, letters));
    await erase(db, "zoe-id", NOON);
    return column(db, "SELECT id || coalesce(' ' || (body->>'$.events[0].profile'), '') FROM dead_letters ORDER BY id");
  };

  it("go by id, address, the site's own id, phone and whole name, however they are written", async () => {
    const told = { firstName: "ZOË", lastName: "ølgaard" };
    const bodies = {
      id: event({ profile: "zoe-id" }),
      address: event({ submission: { answers: { mail: `Zoe <${EMAIL.toUpperCase()}>` } } }),
      external: event({ identity: { userId: "crm-7" } }),
      phone: event({ traits: { mobile: ZOE.phone } }),
      name: event({ traits: told }),
      "name and address": event({ traits: { ...told, mail: EMAIL } }),
      mixed: { kind: "events", id: "m", events: [event({ profile: "zoe-id" }), event({ profile: "bob" })] },
    };
    expect(await left(bodies)).toEqual(["mixed bob"]);
  });

  it("of somebody else stay: a longer address, another id, the same name with another address, or of a known person", async () => {
    const bodies = {
      "1 address": event({ traits: { mail: `a${EMAIL}`, other: `${EMAIL}.dk` } }),
      "2 external": event({ identity: { userId: "crm-77" }, traits: { ref: "crm-7" } }),
      "3 half a name": event({ traits: { firstName: "Zoë" } }),
      "4 namesake": event({ traits: { firstName: "Zoë", lastName: "Ølgaard", mail: "zoe@other.example" } }),
      "5 known namesake": event({ profile: "somebody", traits: { firstName: "Zoë", lastName: "Ølgaard" } }),
    };
    expect(await left(bodies)).toEqual(Object.keys(bodies));
  });
});
