import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event, Identity } from "../../worker/events/event.ts";
import type { Db } from "../../worker/platform/db.ts";
import { profileOfAnonymous, profileOfUser } from "../../worker/profiles/person.ts";
import { readPerson } from "../../worker/profiles/store.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { event, NOON, view } from "../support/events.ts";
import { permission } from "../support/permission.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();
const MINUTE = 60_000;

const store = (db: Db, ...events: Event[]) =>
  settle(db, [{ kind: "events", id: events[0]!.id, events }], playbook, NOON);

const identify = (userId: string, at: number, identity: Identity = {}, more: Partial<Event> = {}): Event =>
  event("identify", at, {
    visitor: null,
    profile: profileOfUser(userId),
    identity: { userId, ...identity },
    ...more,
  });

const read = (browser: string, path: string, at: number): Event =>
  view(playbook, path, at, { profile: profileOfAnonymous(browser), visitor: profileOfAnonymous(browser) });

const list = async (db: Db, sql: string): Promise<unknown[]> => (await db.read([sql]))[0]!.rows.map((row) => row[0]);

describe("whom a server names", () => {
  it("takes along what was known under the anonymous id, once, and keeps it afterwards", async () => {
    const { open } = await freshDatabase();
    await store(open(), read("b1", "/pricing/", NOON), read("b1", "/blog/x/", NOON + MINUTE));
    await store(
      open(),
      identify("42", NOON + 2 * MINUTE, { was: [profileOfAnonymous("b1")], email: "ann@acme.example" }),
    );
    await store(open(), read("b1", "/pricing/", NOON + 3 * MINUTE));
    const person = await readPerson(open(), profileOfUser("42"));
    expect(person).toMatchObject({ email: "ann@acme.example", externalId: "42", state: { views: 3 } });
    expect(await list(open(), "SELECT DISTINCT profile_id FROM events")).toEqual([person!.id]);
  });

  it("is joined by the address: two ids with one address are one person", async () => {
    const { open } = await freshDatabase();
    await store(open(), identify("42", NOON, { email: "ann@acme.example" }));
    await store(open(), identify("43", NOON + 1, { email: "ann@acme.example" }));
    const [a, b] = [await readPerson(open(), profileOfUser("42")), await readPerson(open(), profileOfUser("43"))];
    expect(a!.id).toBe(b!.id);
    expect(await list(open(), "SELECT count(*) FROM profiles WHERE merged_into IS NULL")).toEqual([1]);
  });

  it("does not take over a browser that somebody else is known by", async () => {
    const { open } = await freshDatabase();
    await store(open(), read("b1", "/pricing/", NOON), identify("42", NOON + 1, { was: [profileOfAnonymous("b1")] }));
    await store(open(), identify("43", NOON + 2, { was: [profileOfAnonymous("b1")] }));
    expect((await readPerson(open(), profileOfUser("42")))!.state.views).toBe(1);
    expect((await readPerson(open(), profileOfUser("43")))!.state.views).toBe(0);
  });

  it("is renamed by an alias, with all that was theirs", async () => {
    const { open } = await freshDatabase();
    await store(open(), identify("old", NOON, { email: "ann@acme.example" }, { traits: { industry: "retail" } }));
    const was = [profileOfUser("old"), profileOfAnonymous("old")];
    await store(open(), { ...identify("new", NOON + 1, { was, alias: true }), type: "alias" });
    const person = await readPerson(open(), profileOfUser("old"));
    expect(person!.id).toBe((await readPerson(open(), profileOfUser("new")))!.id);
    expect(person).toMatchObject({ email: "ann@acme.example", externalId: "new", traits: { industry: "retail" } });
    await store(open(), identify("old", NOON + 2));
    expect((await readPerson(open(), profileOfUser("new")))!.externalId).toBe("new");
  });

  it("may change their address, which does not take the permissions of the old one along", async () => {
    const { open } = await freshDatabase();
    const carried = [permission("confirmed", NOON - 5)];
    await store(open(), identify("42", NOON, { email: "old@acme.example" }, { carried }));
    await store(open(), identify("42", NOON + 1, { email: "new@acme.example" }));
    const person = await readPerson(open(), profileOfUser("42"));
    expect(person).toMatchObject({ email: "new@acme.example", state: { permissions: {} } });
  });

  it("may swap addresses within one batch", async () => {
    const { open } = await freshDatabase();
    await store(open(), identify("1", NOON, { email: "a@x.example" }), identify("2", NOON, { email: "b@x.example" }));
    await store(
      open(),
      identify("1", NOON + 1, { email: "c@x.example" }),
      identify("2", NOON + 1, { email: "a@x.example" }),
    );
    expect((await readPerson(open(), profileOfUser("1")))!.email).toBe("c@x.example");
    expect((await readPerson(open(), profileOfUser("2")))!.email).toBe("a@x.example");
    expect(await list(open(), "SELECT count(*) FROM dead_letters")).toEqual([0]);
  });

  it("and has objected in their browser is left alone where the server brings no choice of its own", async () => {
    const { open } = await freshDatabase();
    const denied = { analytics: false, personalization: false, marketing: false };
    const profile = profileOfUser("42");
    await store(open(), event("consent", NOON, { profile, consent: denied }));
    await store(open(), event("track", NOON + 1, { profile, name: "Opened", visitor: null, unasked: true }));
    expect(await list(open(), "SELECT count(*) FROM events WHERE type = 'track'")).toEqual([0]);
    expect(await list(open(), "SELECT value FROM counters WHERE name = 'refused.no_consent'")).toEqual([1]);
  });
});

describe("who is who", () => {
  it("comes out the same in whatever batches the events arrive, and however often", async () => {
    const events = [
      read("b1", "/pricing/", NOON),
      read("b2", "/blog/a/", NOON + 1),
      identify("1", NOON + 2, { was: [profileOfAnonymous("b1")] }),
      identify("1", NOON + 3, { email: "ann@acme.example" }),
      read("b1", "/news/x/", NOON + 4),
      identify("2", NOON + 5, { was: [profileOfAnonymous("b2")], email: "ann@acme.example" }),
      identify("3", NOON + 6, { email: "bo@acme.example" }),
      read("b2", "/pricing/", NOON + 7),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 8, maxLength: 8 }), async (sizes) => {
        const { open } = await freshDatabase();
        for (let from = 0, i = 0; from < events.length; i++) {
          const batch = events.slice(from, from + sizes[i]!);
          await store(open(), ...batch);
          await store(open(), ...batch);
          from += batch.length;
        }
        const ann = await readPerson(open(), profileOfUser("1"));
        expect((await readPerson(open(), profileOfUser("2")))!.id).toBe(ann!.id);
        expect((await readPerson(open(), profileOfAnonymous("b2")))!.id).toBe(ann!.id);
        expect(ann!.state.views).toBe(4);
        expect(await list(open(), "SELECT count(*) FROM profiles WHERE merged_into IS NULL")).toEqual([2]);
        expect(await list(open(), "SELECT count(*) FROM events WHERE data->>'$.properties.by' IS NULL")).toEqual([8]);
      }),
      { numRuns: 8 },
    );
  });
});

describe("a merge whose event is refused", () => {
  it("stays true: the objection of the browser comes along, and nothing it did is lost", async () => {
    const { open } = await freshDatabase();
    const denied = { analytics: false, personalization: false, marketing: false };
    const profile = profileOfAnonymous("b1");
    await store(open(), read("b1", "/pricing/", NOON), event("consent", NOON + 1, { profile, consent: denied }));
    const track = (at: number, identity: Identity): Event =>
      event("track", at, { profile: profileOfUser("42"), name: "Opened", visitor: null, unasked: true, identity });
    await store(open(), identify("42", NOON + 1));
    await store(open(), track(NOON + 2, { userId: "42", was: [profile] }));
    await store(open(), track(NOON + 3, { userId: "42" }));
    const person = await readPerson(open(), profileOfUser("42"));
    expect(person!.state).toMatchObject({ consent: denied, views: 1 });
    expect(await list(open(), "SELECT count(*) FROM events WHERE type = 'track'")).toEqual([0]);
  });
});

describe("a merge of two addresses", () => {
  it("takes no permission of the one that is given up along", async () => {
    const { open } = await freshDatabase();
    const carried = [permission("confirmed", NOON - 5)];
    await store(open(), identify("1", NOON, { email: "old@acme.example" }, { carried }));
    await store(open(), identify("2", NOON, { email: "new@acme.example" }));
    await store(open(), identify("1", NOON + 1, { email: "new@acme.example" }));
    const person = await readPerson(open(), profileOfUser("1"));
    expect(person).toMatchObject({ email: "new@acme.example", state: { permissions: {} } });
  });
});

describe("somebody who has objected", () => {
  it("keeps their name when a server tells it, and loses what would say where they are and what they read", async () => {
    const { open } = await freshDatabase();
    const denied = { analytics: false, personalization: false, marketing: false };
    await store(open(), event("consent", NOON, { profile: profileOfUser("42"), consent: denied }));
    const told = view(playbook, "/pricing/", NOON + 1, { place: { country: "DK" }, language: "da" });
    const more = {
      page: told.page,
      place: told.place,
      language: "da",
      traits: { industry: "retail" },
      unasked: true,
    } as const;
    await store(open(), identify("42", NOON + 1, {}, more));
    const person = await readPerson(open(), profileOfUser("42"));
    expect(person!.traits).toEqual({ industry: "retail" });
    const [data] = await list(open(), "SELECT data FROM events WHERE type = 'identify'");
    expect(JSON.parse(String(data))).toEqual({ traits: ["industry"] });
  });
});

describe("people who are forgotten while their events are on the way", () => {
  it("begin anew, so that no event is stored for nobody", async () => {
    const { open } = await freshDatabase();
    await store(open(), read("b1", "/pricing/", NOON));
    const db = open();
    let forgotten = false;
    const slow: Db = {
      get roundTrips() {
        return db.roundTrips;
      },
      read: db.read,
      exclusively: db.exclusively,
      compact: db.compact,
      async write(statements) {
        if (!forgotten) await open().write(["DELETE FROM profiles", "DELETE FROM events"]);
        forgotten = true;
        return db.write(statements);
      },
    };
    await store(slow, read("b1", "/terms/", NOON + 1));
    expect(await list(open(), "SELECT json_extract(state, '$.views') FROM profiles")).toEqual([1]);
    expect(await list(open(), "SELECT count(*) FROM events WHERE data->>'$.properties.by' IS NULL")).toEqual([1]);
  });
});

describe("many who are named at once", () => {
  it("are merged in work that grows with their number, not with its square", async () => {
    const { open } = await freshDatabase();
    const people = 1_500;
    const browsers = Array.from({ length: people }, (_, i) => read(`b${i}`, "/pricing/", NOON));
    const names = Array.from({ length: people }, (_, i) =>
      identify(`u${i}`, NOON + 1, { was: [profileOfAnonymous(`b${i}`)], email: `p${i}@acme.example` }),
    );
    await store(open(), ...browsers);
    await store(open(), ...names);
    expect(await list(open(), "SELECT count(*) FROM profiles WHERE merged_into IS NULL")).toEqual([people]);
    expect(
      await list(
        open(),
        "SELECT count(*) FROM events e JOIN profiles p ON p.id = e.profile_id WHERE p.merged_into IS NULL",
      ),
    ).toEqual([2 * people]);
  });
});

describe("aliases that follow each other", () => {
  const alias = (from: string, to: string, at: number): Event => ({
    ...identify(to, at, { was: [profileOfUser(from)], alias: true }),
    type: "alias",
  });
  const chain = (length: number): Event[] => Array.from({ length }, (_, i) => alias(`u${i}`, `u${i + 1}`, NOON + i));

  it("lead to the last of them, however many, in one batch or in many", async () => {
    for (const size of [1, 12]) {
      const { open } = await freshDatabase();
      const events = chain(12);
      for (let i = 0; i < events.length; i += size) await store(open(), ...events.slice(i, i + size));
      await store(open(), identify("u0", NOON + 50, { email: "ann@acme.example" }));
      const person = await readPerson(open(), profileOfUser("u0"));
      expect(person).toMatchObject({ email: "ann@acme.example", mergedInto: null });
      expect(person!.id).toBe((await readPerson(open(), profileOfUser("u12")))!.id);
      expect(await list(open(), "SELECT DISTINCT profile_id FROM events")).toEqual([person!.id]);
    }
  });

  it("and bite their own tail are one person, and hold nobody up", async () => {
    const { open } = await freshDatabase();
    await store(open(), ...chain(12), alias("u12", "u0", NOON + 20));
    expect(await list(open(), "SELECT count(*) FROM profiles WHERE merged_into IS NULL")).toEqual([1]);
    expect(await list(open(), "SELECT count(*) FROM dead_letters")).toEqual([0]);
  });
});
