import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Event, Submission } from "../../worker/events/event.ts";
import { doChores } from "../../worker/jobs/chore.ts";
import { expirePermissions } from "../../worker/jobs/expire-permissions.ts";
import { wordingHash } from "../../worker/permissions/evidence.ts";
import { asOf, standings, unanswered } from "../../worker/permissions/standing.ts";
import { ledgerAround, suppress } from "../../worker/permissions/store.ts";
import { withdrawalEvent } from "../../worker/permissions/withdraw.ts";
import type { Db } from "../../worker/platform/db.ts";
import { profileOfEmail } from "../../worker/profiles/person.ts";
import { readPerson } from "../../worker/profiles/store.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { blank, DAY, event, NOON, PROFILE } from "../support/events.ts";
import { permission } from "../support/permission.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();
const EMAIL = "ann@acme.example";

const evidence = {
  version: "2",
  text: "News, monthly.",
  locale: "en",
  url: "https://www.testby.example/",
  form: "paper",
  ip: "203.0.113.0",
  userAgent: "Form/1",
};

function submit(at: number, more: Partial<Event> & { single?: string[] } = {}): Event {
  const { single = [], ...rest } = more;
  const submission: Submission = {
    ...blank,
    id: randomUUID(),
    form: "paper",
    locale: "en",
    url: "https://www.testby.example/",
    email: EMAIL,
    single,
    permissions: ["paper", "news"].map((topic) => ({ topic, evidence })),
  };
  return event("form_submit", at, { who: "hash-of-ann", submission, ...rest });
}

const confirm = (asked: Event, at: number, topics = ["paper", "news"]): Event =>
  event("permission_confirmed", at, {
    name: "paper",
    language: "en",
    permission: {
      submission: asked.id,
      topics,
      evidence: { ...evidence, text: "", how: "double", message: "m1", ip: "198.51.100.0", userAgent: "Mail/1" },
    },
  });

const store = (db: Db, at: number, ...events: Event[]) =>
  settle(db, [{ kind: "events", id: events[0]!.id, events }], playbook, at);

const tick = (db: Db, now: number, lapses?: number) => {
  const { permission: rules } = playbook.site;
  const site = { ...playbook.site, permission: lapses === undefined ? rules : { ...rules, lapses } };
  return doChores(expirePermissions, { db, now, playbook: { ...playbook, site } }, { slices: 20 });
};

async function list(db: Db, sql: string): Promise<unknown[]> {
  const [result] = await db.read([sql]);
  return result!.rows.map((row) => (result!.columns.length === 1 ? row[0] : Object.values(row)));
}

const ledger = (db: Db) =>
  list(db, "SELECT topic || ' ' || status || ' ' || coalesce(evidence->>'$.how', '') FROM permissions ORDER BY rowid");
const state = async (db: Db, id = PROFILE) => (await readPerson(db, id))!.state.permissions;

describe("a yes by the mail", () => {
  it("has the words that were asked, and who pressed, in which mail", async () => {
    const { open } = await freshDatabase();
    const asked = submit(NOON);
    await store(open(), NOON, asked);
    await store(open(), NOON + 1, confirm(asked, NOON + 1));
    const [proof] = await list(
      open(),
      "SELECT evidence FROM permissions WHERE status = 'confirmed' AND topic = 'news'",
    );
    expect(JSON.parse(String(proof))).toEqual({
      ...evidence,
      hash: wordingHash("News, monthly."),
      how: "double",
      message: "m1",
      ip: "198.51.100.0",
      userAgent: "Mail/1",
    });
    expect(await list(open(), "SELECT data->>'$.permission.evidence' FROM events WHERE type LIKE 'perm%'")).toEqual([
      null,
    ]);
  });

  it("is given once, however often the link is opened, and only for what the mail asked", async () => {
    const { open } = await freshDatabase();
    const asked = submit(NOON);
    await store(open(), NOON, asked);
    const yes = confirm(asked, NOON + 1, ["news"]);
    await store(open(), NOON + 1, yes);
    await store(open(), NOON + 2, { ...yes, at: NOON + 2 });
    expect(await ledger(open())).toEqual(["paper pending ", "news pending ", "news confirmed double"]);
    expect(await state(open())).toEqual({ paper: "pending", news: "confirmed" });
  });
});

describe("a form that is enough by law", () => {
  it("confirms at once, proves no address, and delivers at once", async () => {
    const { open } = await freshDatabase();
    await store(open(), NOON, submit(NOON, { single: ["paper", "news"] }));
    expect(await ledger(open())).toEqual(["paper confirmed single", "news confirmed single"]);
    expect(await list(open(), "SELECT kind FROM messages")).toEqual(["delivery"]);
    expect(await list(open(), "SELECT email_confirmed_at FROM profiles")).toEqual([null]);
    expect((await readPerson(open(), PROFILE))!.state.known).not.toContain("confirmed-email");
  });

  it("asks for the second yes of what needs it", async () => {
    const { open } = await freshDatabase();
    await store(open(), NOON, submit(NOON, { single: ["paper"] }));
    expect(await ledger(open())).toEqual(["paper confirmed single", "news pending "]);
    expect(await list(open(), "SELECT kind FROM messages ORDER BY kind")).toEqual(["confirmation", "delivery"]);
  });

  it.each<[string, (db: Db) => Promise<unknown>]>([
    [
      "whoever has withdrawn",
      (db) =>
        store(
          db,
          NOON,
          event("identify", NOON, {
            profile: profileOfEmail(EMAIL),
            identity: { email: EMAIL },
            carried: [permission("withdrawn", NOON - 1)],
          }),
        ),
    ],
    ["an address that is suppressed", (db) => db.write([suppress("hash-of-ann", "news", "withdrawn", NOON - 1)])],
  ])("is not enough for %s: anybody may type an address in", async (_, before) => {
    const { open } = await freshDatabase();
    await before(open());
    await store(open(), NOON, submit(NOON, { single: ["paper", "news"] }));
    expect((await ledger(open())).slice(-2)).toEqual(["paper confirmed single", "news pending "]);
  });
});

describe("what is said of another address than the person's", () => {
  it("is in the ledger, and not in the person's state", async () => {
    const { open } = await freshDatabase();
    const profile = profileOfEmail(EMAIL);
    await store(open(), NOON, event("identify", NOON, { profile, identity: { email: EMAIL } }));
    const carried = [{ ...permission("withdrawn", NOON), email: "old@acme.example" }];
    await store(open(), NOON, event("permission_withdrawn", NOON, { profile, visitor: null, carried }));
    expect(await list(open(), "SELECT email, status FROM permissions")).toEqual([["old@acme.example", "withdrawn"]]);
    expect(await state(open(), profile)).toEqual({});
  });
});

describe("a request that nobody answers", () => {
  it("runs out once its time is over, and is looked at no more", async () => {
    const { open } = await freshDatabase();
    await store(open(), NOON, submit(NOON));
    await tick(open(), NOON + 7 * DAY - 1);
    expect(await state(open())).toEqual({ paper: "pending", news: "pending" });
    await tick(open(), NOON + 7 * DAY + 60_000);
    await tick(open(), NOON + 7 * DAY + 120_000);
    expect(await ledger(open())).toEqual(["paper pending ", "news pending ", "paper expired ", "news expired "]);
    expect(await state(open())).toEqual({ paper: "expired", news: "expired" });
    expect(await list(open(), "SELECT count(*) FROM permissions WHERE open = 1")).toEqual([0]);
    expect(await list(open(), "SELECT DISTINCT at FROM permissions WHERE status = 'expired'")).toEqual([
      NOON + 7 * DAY,
    ]);
  });

  it("takes nothing back that was answered, or asked anew", async () => {
    const { open } = await freshDatabase();
    const [first, second] = [submit(NOON), submit(NOON + 5 * DAY)];
    await store(open(), NOON, first);
    await store(open(), NOON + DAY, confirm(first, NOON + DAY, ["news"]));
    await store(open(), NOON + 5 * DAY, second);
    await tick(open(), NOON + 8 * DAY);
    expect(await state(open())).toEqual({ paper: "pending", news: "confirmed" });
    expect(await list(open(), "SELECT count(*) FROM permissions WHERE status = 'expired'")).toEqual([0]);
  });

  it("is answered in time, even if a clock that was ahead has said otherwise", async () => {
    const { open } = await freshDatabase();
    const asked = submit(NOON);
    await store(open(), NOON, asked);
    await tick(open(), NOON + 30 * DAY);
    await store(open(), NOON + DAY, confirm(asked, NOON + DAY));
    expect(await state(open())).toEqual({ paper: "confirmed", news: "confirmed" });
    const rows = await ledgerAround(open(), asked.id);
    expect(standings(rows)).toEqual({ paper: "confirmed", news: "confirmed" });
    expect(unanswered(asOf(rows.slice(0, 2), NOON + DAY), asked.id)).toEqual(["paper", "news"]);
  });

  it("is nobody's activity", async () => {
    const { open } = await freshDatabase();
    await store(open(), NOON, submit(NOON));
    await tick(open(), NOON + 8 * DAY);
    expect(await list(open(), "SELECT last_seen FROM profiles")).toEqual([NOON]);
  });

  it("is found by an index, whatever else the ledger holds", async () => {
    const { open } = await freshDatabase();
    const plan = await list(
      open(),
      "EXPLAIN QUERY PLAN SELECT id FROM permissions AS p WHERE p.open = 1 AND p.status = 'pending' AND p.at < 1 ORDER BY p.at LIMIT 5",
    );
    expect(plan.flat().join(" ")).toContain("permissions_open");
  });
});

describe("a permission that lapses", () => {
  it("is used up where the playbook says so, unless it was given anew", async () => {
    const { open } = await freshDatabase();
    const profile = profileOfEmail(EMAIL);
    const carry = (at: number) =>
      event("identify", at, {
        profile,
        identity: { email: EMAIL },
        carried: [{ ...permission("confirmed", at), topic: "paper" }, permission("confirmed", NOON)],
      });
    await store(open(), NOON, carry(NOON));
    await store(open(), NOON + 300 * DAY, carry(NOON + 300 * DAY));
    await tick(open(), NOON + 366 * DAY);
    expect(await state(open(), profile)).toEqual({ paper: "confirmed", news: "confirmed" });
    await tick(open(), NOON + 366 * DAY, 365 * DAY);
    expect(await state(open(), profile)).toEqual({ paper: "confirmed", news: "expired" });
    expect((await ledger(open())).at(-1)).toBe("news expired ");
  });
});

describe("taking a permission back", () => {
  const taken = { profile: PROFILE, email: EMAIL, evidence };
  const rows = (...said: ["confirmed" | "withdrawn" | "pending", string][]) =>
    said.map(([status, topic], i) => ({
      id: `row ${i}`,
      profile: PROFILE,
      email: EMAIL,
      topic,
      status,
      submission: `s${i}`,
      at: NOON + i,
    }));

  it("is one event however often it is said, and another after a new yes", () => {
    const before = rows(["confirmed", "news"]);
    const after = rows(["confirmed", "news"], ["withdrawn", "news"]);
    const anew = rows(["confirmed", "news"], ["withdrawn", "news"], ["confirmed", "news"]);
    const one = withdrawalEvent({ ...taken, topic: "news" }, before, NOON)!;
    expect(withdrawalEvent({ ...taken, topic: "news" }, before, NOON + 5)!.id).toBe(one.id);
    expect(withdrawalEvent({ ...taken, topic: "news" }, after, NOON)).toBeNull();
    expect(withdrawalEvent({ ...taken, topic: "news" }, anew, NOON)!.id).not.toBe(one.id);
  });

  it("of everything is of each topic that was not taken back yet", () => {
    const said = rows(["confirmed", "news"], ["withdrawn", "events"], ["pending", "paper"]);
    const event = withdrawalEvent({ ...taken, topic: "*" }, said, NOON)!;
    expect(event.carried!.map(({ topic }) => topic)).toEqual(["news", "paper"]);
  });
});
