import { expect, it } from "vitest";
import { chosenEvents, type Chosen, type Chooser } from "../../worker/http/preferences/change.ts";
import { choicesOf } from "../../worker/http/preferences/topics.ts";
import type { Event, Preferences } from "../../worker/events/event.ts";
import { sendMessage } from "../../worker/messages/send.ts";
import { messages } from "../../worker/messages/tables.ts";
import { FOREVER } from "../../worker/permissions/preferences-store.ts";
import type { Context } from "../../worker/platform/context.ts";
import type { Db } from "../../worker/platform/db.ts";
import { settings } from "../../worker/platform/env.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { event, NOON, PROFILE } from "../support/events.ts";
import { permission } from "../support/permission.ts";
import { testPlaybook } from "../support/playbook.ts";

const EMAIL = "anna@acme.example";
const DAY = 86_400_000;
const words = {
  subject: "News {{ site }}",
  html: '<a href="{{ unsubscribe_url }}">End</a>',
  text: "{{ unsubscribe_url }}",
};
const playbook = testPlaybook((copy) => {
  Object.assign(copy.emails, {
    news: { kind: "marketing", topic: "news", locales: { en: words, da: { ...words, subject: "Nyt" } } },
  });
});

async function anna(): Promise<Db> {
  const db = (await freshDatabase()).open();
  await take(db, NOON, [
    event("identify", NOON, { identity: { email: EMAIL }, carried: [permission("confirmed", NOON)], visitor: null }),
  ]);
  return db;
}

const take = (db: Db, now: number, events: Event[]) =>
  settle(db, [{ kind: "events", id: events[0]!.id, events }], playbook, now);

/** What the page posts, of somebody who has `news`. */
function choose(now: number, more: Partial<Chosen>, held: Partial<Preferences> = {}): Event[] {
  const by = { ip: null, userAgent: "" };
  const chooser: Chooser = { profile: PROFILE, email: EMAIL, locale: "en", url: "", by, now };
  const page = crypto.randomUUID();
  const chosen: Chosen = { page, yes: ["news"], shown: ["news"], every: "keep", pause: "keep", locale: null, ...more };
  const nothing = { email: EMAIL, pausedUntil: null, every: null, locale: null, ...held };
  return chosenEvents(chosen, choicesOf(playbook, { news: "confirmed" }, "en"), nothing, chooser);
}

/** Queues a mail and tries to send it at a time; what became of it. */
async function send(db: Db, now: number, id: string, queue = true): Promise<Record<string, unknown>> {
  const row: typeof messages.$inferInsert = {
    id,
    profileId: PROFILE,
    email: EMAIL,
    template: "news",
    kind: "marketing",
    topic: "news",
    locale: "en",
    data: { form: "", submission: "" },
    status: "queued",
    dueAt: now,
    createdAt: now,
  };
  if (queue) await db.write(insertRows(messages, [row]));
  const long = "k".repeat(40);
  const bindings = {
    LOCAL: "1",
    ADMIN_TOKEN: long,
    WRITE_KEY: long,
    LIBSQL_URL: "http://127.0.0.1:1",
    PUBLIC_URL: "https://f.example",
    SEAL_KEYS: long,
  };
  const context: Context = {
    settings: settings({ ...bindings, MAIL: "local" } as unknown as Parameters<typeof settings>[0]),
    sealer: new Sealer([long]),
    db,
    now,
    queues: {},
    waitUntil: () => undefined,
  };
  await sendMessage(context, playbook, id);
  const [found] = await db.read([
    {
      sql: "SELECT m.status, m.reason, m.due_at, b.subject FROM messages AS m LEFT JOIN mailbox AS b ON b.message_id = m.id WHERE m.id = ?",
      args: [id],
    },
  ]);
  return { ...found!.rows[0] };
}

it("a no on the preference page holds for mails that were queued before it", async () => {
  const db = await anna();
  expect(await send(db, NOON + 1, "before")).toMatchObject({ status: "sent" });
  await take(db, NOON + 2, choose(NOON + 2, { yes: [] }));
  expect(await send(db, NOON + 3, "after")).toMatchObject({ status: "refused" });
});

it("a paused mail waits, and goes out when the pause is ended, not a moment before", async () => {
  const db = await anna();
  await take(db, NOON + 1, choose(NOON + 1, { pause: "forever" }));
  expect(await send(db, NOON + 2, "m")).toMatchObject({ status: "queued", due_at: FOREVER });
  expect(await send(db, NOON + 90 * DAY, "m", false)).toMatchObject({ status: "queued", subject: null });
  await take(db, NOON + 91 * DAY, choose(NOON + 91 * DAY, { pause: "none" }, { pausedUntil: FOREVER }));
  expect(await send(db, NOON + 91 * DAY, "m", false)).toMatchObject({ status: "sent" });
});

it("mails come in the language and no more often than was chosen", async () => {
  const db = await anna();
  await take(db, NOON + 1, choose(NOON + 1, { every: "weekly", locale: "da" }));
  expect(await send(db, NOON + 2, "first")).toMatchObject({ status: "sent", subject: "Nyt" });
  expect(await send(db, NOON + DAY, "second")).toMatchObject({ status: "queued", due_at: NOON + 2 + 7 * DAY });
  expect(await send(db, NOON + 2 + 7 * DAY, "second", false)).toMatchObject({ status: "sent" });
});

it("the later word on preferences holds, in whatever order it arrives, and the same word twice is one", async () => {
  const db = await anna();
  const later = choose(NOON + 20, { every: "monthly" });
  await take(db, NOON + 30, later);
  await take(db, NOON + 31, choose(NOON + 10, { every: "weekly" }));
  expect((await take(db, NOON + 32, later)).counts["duplicate"]).toBe(1);
  const [kept] = await db.read(["SELECT every, at FROM preferences"]);
  expect({ ...kept!.rows[0] }).toEqual({ every: 30 * DAY, at: NOON + 20 });
});
