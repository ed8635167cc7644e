import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import type { Message } from "../../worker/events/message.ts";
import type { Db } from "../../worker/platform/db.ts";
import { erase } from "../support/erase.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { event, NOON, PROFILE, view, blank } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();
const message = (...events: Event[]): Message => ({ kind: "events", id: events[0]!.id, events });
const pricing = (n: number, more: Partial<Event> = {}): Event => view(playbook, "/pricing/", NOON + n * 1000, more);

async function number(db: Db, sql: string): Promise<number> {
  const [result] = await db.read([sql]);
  return Number(result!.rows[0]![0]);
}

describe("settling a batch", () => {
  it("takes one read and one write, whatever is in it", async () => {
    const { open } = await freshDatabase();
    const events = Array.from({ length: 300 }, (_, i) => pricing(i, { profile: PROFILE.replace("1", String(i % 7)) }));
    const db = open();
    await settle(
      db,
      events.map((one) => message(one)),
      playbook,
      NOON,
    );
    expect(db.roundTrips).toBe(2);
    expect(await number(open(), "SELECT count(*) FROM events WHERE data->>'$.properties.by' IS NULL")).toBe(300);
    expect(await number(open(), "SELECT sum(state->>'$.views') FROM profiles")).toBe(300);
  });

  it("twice changes nothing but the count of duplicates", async () => {
    const { open } = await freshDatabase();
    const batch = [
      message(pricing(1), pricing(2)),
      message(event("form_submit", NOON, { submission: asking("a@b.example") })),
    ];
    await settle(open(), batch, playbook, NOON);
    const dump = async () =>
      (
        await open().read([
          "SELECT * FROM profiles",
          "SELECT * FROM events ORDER BY id",
          "SELECT * FROM permissions ORDER BY id",
          "SELECT * FROM messages",
          "SELECT * FROM sessions",
          "SELECT * FROM profile_segments ORDER BY segment",
        ])
      ).map((result) => result.rows.map((row) => ({ ...row, version: null })));
    const before = await dump();
    await settle(open(), batch, playbook, NOON + 5);
    expect(await dump()).toEqual(before);
    expect(await number(open(), "SELECT value FROM counters WHERE name = 'duplicate'")).toBe(3);
  });

  it("by many at once loses no event and doubles none: whoever loses the race folds again", async () => {
    const { open } = await freshDatabase();
    const events = Array.from({ length: 24 }, (_, i) => pricing(i));
    const shared = events.slice(0, 6);
    await Promise.all(events.map((one, i) => settle(open(), [message(one, shared[i % 6]!)], playbook, NOON)));
    expect(await number(open(), "SELECT count(*) FROM events WHERE data->>'$.properties.by' IS NULL")).toBe(24);
    expect(await number(open(), "SELECT state->>'$.views' FROM profiles")).toBe(24);
    expect(await number(open(), "SELECT value FROM counters WHERE name = 'lostRaces'")).toBeGreaterThan(0);
  });

  it("keeps what cannot be processed as a dead letter, with the reason, and stores the rest", async () => {
    const { open } = await freshDatabase();
    const lost = event("form_submit", NOON, { submission: { ...asking("a@b.example"), form: "gone" } });
    await settle(open(), [message(pricing(1), lost, pricing(2))], playbook, NOON);
    const [letters] = await open().read(["SELECT id, reason, body FROM dead_letters"]);
    expect(letters!.rows).toMatchObject([{ id: lost.id, reason: 'the playbook has no form "gone"' }]);
    expect(JSON.parse(String(letters!.rows[0]!["body"]))).toEqual(JSON.parse(JSON.stringify(lost)));
    expect(await number(open(), "SELECT count(*) FROM events WHERE data->>'$.properties.by' IS NULL")).toBe(2);
  });

  it("keeps nothing more of an erased person, not even a dead letter", async () => {
    const { open } = await freshDatabase();
    const asked = event("form_submit", NOON, { submission: asking("a@b.example"), traits: { company: "Acme" } });
    await settle(open(), [message(pricing(1), asked)], playbook, NOON);
    await erase(open(), PROFILE, NOON);
    const again = event("form_submit", NOON + 1, { submission: asking("a@b.example"), traits: { company: "Acme" } });
    await settle(open(), [message(pricing(2), again)], playbook, NOON);
    const [tables] = await open().read([
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    ]);
    const dump = await open().read(tables!.rows.map((row) => `SELECT * FROM "${String(row["name"])}"`));
    expect(JSON.stringify(dump.map((result) => result.rows))).not.toMatch(/a@b\.example|Acme|pricing/);
    expect(await number(open(), "SELECT value FROM counters WHERE name = 'refused.erased'")).toBe(2);
  });

  it("adds a sum once, however often its message comes", async () => {
    const { open } = await freshDatabase();
    const seen = { day: "2026-11-02", path: "/", referrer: "direct", country: "DK", device: "mobile" };
    const views: Message = { kind: "views", id: "v1", views: [seen, seen, { ...seen, path: "/x/" }] };
    const counts: Message = { kind: "counts", id: "c1", counts: { "refused.bot": 4 } };
    await settle(open(), [views, counts, views], playbook, NOON);
    await settle(open(), [counts, views], playbook, NOON);
    const [totals] = await open().read(["SELECT path, views FROM totals ORDER BY path"]);
    expect(totals!.rows).toMatchObject([
      { path: "/", views: 2 },
      { path: "/x/", views: 1 },
    ]);
    expect(await number(open(), "SELECT value FROM counters WHERE name = 'refused.bot'")).toBe(4);
  });

  it("keeps sessions, segments and the stage as the fold has them", async () => {
    const { open } = await freshDatabase();
    const minute = 60_000;
    const pages = [0, 1, 2, 3, 4].map((n) => view(playbook, `/products/pick/${n}/`, NOON + n * minute));
    const later = [pricing(7200), pricing(7260)];
    await settle(open(), [message(...pages), message(...later)], playbook, NOON);
    const [sessions, segments, profile] = await open().read([
      "SELECT started_at, views, landing FROM sessions ORDER BY started_at",
      "SELECT segment FROM profile_segments ORDER BY segment",
      "SELECT stage FROM profiles",
    ]);
    expect(sessions!.rows).toMatchObject([
      { started_at: NOON, views: 5, landing: "/products/pick/0/" },
      { started_at: NOON + 7_200_000, views: 2, landing: "/pricing/" },
    ]);
    expect(segments!.rows.map((row) => row["segment"])).toEqual(["evaluating", "hot", "hot-pickers", "pickers"]);
    expect(profile!.rows[0]!["stage"]).toBe("evaluate");
  });
});

describe("confirming in the database", () => {
  it("merges the anonymous profile into the known one, moves all along, and leaves a signpost", async () => {
    const { open } = await freshDatabase();
    const [known, phone] = [PROFILE, PROFILE.replaceAll("1", "3")];
    const ask = (profile: string, at: number): Event =>
      event("form_submit", at, { profile, visitor: null, submission: asking("a@b.example"), who: "x" });
    const confirm = (asked: Event): Event =>
      event("permission_confirmed", asked.at + 1, {
        profile: asked.profile,
        name: "paper",
        permission: { submission: asked.id, topics: ["paper"] },
      });
    const [first, second] = [ask(known, NOON), ask(phone, NOON + 10)];
    await settle(open(), [message(pricing(1), first)], playbook, NOON);
    await settle(open(), [message(confirm(first))], playbook, NOON);
    await settle(open(), [message(pricing(2, { profile: phone, visitor: phone }), second)], playbook, NOON);
    await settle(open(), [message(confirm(second))], playbook, NOON);
    await settle(open(), [message(pricing(3, { profile: phone, visitor: phone }))], playbook, NOON);

    const [people, events, merges] = await open().read([
      "SELECT id, email, merged_into, state->>'$.views' AS views FROM profiles ORDER BY id",
      "SELECT DISTINCT profile_id FROM events",
      "SELECT from_id, into_id FROM merges",
    ]);
    expect(people!.rows).toMatchObject([
      { id: known, email: "a@b.example", merged_into: null, views: 3 },
      { id: phone, email: null, merged_into: known },
    ]);
    expect(events!.rows).toMatchObject([{ profile_id: known }]);
    expect(merges!.rows).toMatchObject([{ from_id: phone, into_id: known }]);
  });
});

function asking(email: string): NonNullable<Event["submission"]> {
  const evidence = { version: "1", text: "t", locale: "en", url: "u", form: "paper", ip: null, userAgent: "" };
  return {
    ...blank,
    form: "paper",
    locale: "en",
    url: "https://x.example/",
    email,
    permissions: [{ topic: "paper", evidence }],
  };
}
