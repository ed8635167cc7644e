import { describe, expect, it } from "vitest";
import { sendMessage } from "../../worker/messages/send.ts";
import { add } from "../../worker/messages/store.ts";
import { personBehind } from "../../worker/permissions/store.ts";
import type { Context } from "../../worker/platform/context.ts";
import type { Db } from "../../worker/platform/db.ts";
import { settings } from "../../worker/platform/env.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { permissions } from "../../worker/permissions/tables.ts";
import { freshDatabase } from "../support/database.ts";
import { DAY, NOON, PROFILE } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const HOUR = 3_600_000;
const KEY = "a key that is long enough to be taken";
const playbook = testPlaybook((copy) => {
  Object.assign(copy.site, { permission: { perNetwork: 2, perAddress: 3 } });
  Object.assign(copy.emails, {
    letter: {
      kind: "marketing",
      topic: "news",
      locales: { en: { subject: "News", html: "{{ unsubscribe_url }}", text: "{{ unsubscribe_url }}" } },
    },
  });
});

function contextOf(db: Db, url: string, now: number): Context {
  const bindings = {
    PUBLIC_URL: "https://www.testby.example",
    LIBSQL_URL: url,
    ADMIN_TOKEN: "a".repeat(20),
    WRITE_KEY: "w".repeat(20),
    SEAL_KEYS: KEY,
    LOCAL: "1",
  };
  return { settings: settings(bindings), sealer: new Sealer([KEY]), db, now, queues: {}, waitUntil: () => undefined };
}

let serial = 0;
const uuid = (): string => `00000000-0000-4000-9000-${String(++serial).padStart(12, "0")}`;

const said = (email: string, topic: string, status: "pending" | "confirmed", submission: string, at: number) =>
  insertRows(permissions, [
    { id: uuid(), profileId: PROFILE, email, channel: "email", topic, status, at, submission, evidence: null },
  ]);

/** A mail in the outbox, with what the ledger has to say of it. */
async function outbox(db: Db, kind: "confirmation" | "marketing", email: string, network: string | null = null) {
  const [id, submission] = [uuid(), uuid()];
  await db.write(said(email, "news", kind === "marketing" ? "confirmed" : "pending", submission, NOON));
  await add(db, {
    id,
    profileId: PROFILE,
    email,
    template: kind === "marketing" ? "letter" : "confirm",
    kind,
    topic: "news",
    locale: "en",
    network,
    data: { form: "paper", submission },
    status: "queued",
    dueAt: NOON,
    createdAt: NOON,
  });
  return id;
}

async function scene() {
  const { open, url } = await freshDatabase();
  const send = (id: string, now: number) => sendMessage(contextOf(open(), url, now), playbook, id);
  const fate = async (id: string) => {
    const [found] = await open().read([
      { sql: "SELECT status, due_at, attempts FROM messages WHERE id = ?", args: [id] },
    ]);
    const { status, due_at, attempts } = found!.rows[0]!;
    return [status, Number(due_at) - NOON, attempts];
  };
  return { open, send, fate };
}

describe("what one network asks for too much of", () => {
  it("waits until there is room again, and is not lost", async () => {
    const { open, send, fate } = await scene();
    const ids: string[] = [];
    for (const name of ["a", "b", "c"])
      ids.push(await outbox(open(), "confirmation", `${name}@acme.example`, "203.0.113.0"));
    const other = await outbox(open(), "confirmation", "d@acme.example", "198.51.100.0");
    for (const id of [...ids, other]) await send(id, NOON + 1);
    expect((await Promise.all([...ids, other].map(fate))).map(([status]) => status)).toEqual([
      "sent",
      "sent",
      "queued",
      "sent",
    ]);
    expect(await fate(ids[2]!)).toEqual(["queued", HOUR + 1, 0]);
    await send(ids[2]!, NOON + HOUR);
    expect((await fate(ids[2]!))[0]).toBe("queued");
    await send(ids[2]!, NOON + HOUR + 1);
    expect((await fate(ids[2]!))[0]).toBe("sent");
  });

  it("is no more where many are sent at once", async () => {
    const { open, send, fate } = await scene();
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) ids.push(await outbox(open(), "confirmation", `${i}@acme.example`, "203.0.113.0"));
    await Promise.all(ids.map((id) => send(id, NOON + 1)));
    const fates = await Promise.all(ids.map(fate));
    expect(fates.filter(([status]) => status === "sent").length).toBeLessThanOrEqual(2);
    expect(fates.every(([status]) => status === "sent" || status === "queued")).toBe(true);
  });
});

describe("one address", () => {
  it("gets so many confirmations in a day, whoever asks", async () => {
    const { open, send, fate } = await scene();
    const fates: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      const id = await outbox(open(), "confirmation", "ann@acme.example", `203.0.${i}.0`);
      await send(id, NOON + i);
      fates.push((await fate(id))[0]);
    }
    expect(fates).toEqual(["sent", "sent", "sent", "refused"]);
  });
});

describe("one mailbox", () => {
  it("gets no more for being written in many ways, and nobody else gets less", async () => {
    const { open, send, fate } = await scene();
    const fates: unknown[] = [];
    for (const [i, name] of ["ann", "ann+1", "ann+1+2", "ann+3", "anna", "an", "ann-1", "+ann"].entries()) {
      const id = await outbox(open(), "confirmation", `${name}@acme.example`, `203.0.${i}.0`);
      await send(id, NOON + i + 1);
      fates.push((await fate(id))[0]);
    }
    expect(fates).toEqual(["sent", "sent", "sent", "refused", "sent", "sent", "sent", "sent"]);
    const other = await outbox(open(), "confirmation", "ann+4@other.example", "198.51.100.0");
    await send(other, NOON + 20);
    expect((await fate(other))[0]).toBe("sent");
  });
});

describe("what somebody wants of all that they get", () => {
  it("puts marketing off, which then goes out", async () => {
    const { open, send, fate } = await scene();
    const [first, second] = [
      await outbox(open(), "marketing", "ann@acme.example"),
      await outbox(open(), "marketing", "ann@acme.example"),
    ];
    await open().write([
      {
        sql: "INSERT INTO preferences (email, profile_id, paused_until, every, at) VALUES (?, ?, ?, ?, 0)",
        args: ["ann@acme.example", PROFILE, NOON + DAY, 7 * DAY],
      },
    ]);
    await send(first, NOON + 1);
    expect(await fate(first)).toEqual(["queued", DAY, 0]);
    await send(first, NOON + DAY);
    await send(second, NOON + DAY + 1);
    expect((await fate(first))[0]).toBe("sent");
    expect(await fate(second)).toEqual(["queued", 8 * DAY, 0]);
    await send(second, NOON + 8 * DAY);
    expect((await fate(second))[0]).toBe("sent");
  });
});

describe("how often somebody wants mail", () => {
  it("holds where two are sent at once", async () => {
    const { open, send, fate } = await scene();
    const ids = [
      await outbox(open(), "marketing", "ann@acme.example"),
      await outbox(open(), "marketing", "ann@acme.example"),
    ];
    await open().write([
      {
        sql: "INSERT INTO preferences (email, profile_id, every, at) VALUES (?, ?, ?, 0)",
        args: ["ann@acme.example", PROFILE, 7 * DAY],
      },
    ]);
    await Promise.all(ids.map((id) => send(id, NOON + 1)));
    const fates = (await Promise.all(ids.map(fate))).map(([status]) => status);
    expect(fates.filter((status) => status === "sent").length).toBeLessThanOrEqual(1);
    expect(fates).not.toContain("refused");
  });
});

describe("mails of which nobody knows whether they left", () => {
  it("count for a day, like others, and not for ever", async () => {
    const { open, send, fate } = await scene();
    for (let i = 0; i < 3; i++) await outbox(open(), "confirmation", "ann@acme.example");
    await open().write(["UPDATE messages SET status = 'unknown'"]);
    const [soon, later] = [
      await outbox(open(), "confirmation", "ann@acme.example"),
      await outbox(open(), "confirmation", "ann@acme.example"),
    ];
    await send(soon, NOON + HOUR);
    expect((await fate(soon))[0]).toBe("refused");
    await send(later, NOON + DAY + 1);
    expect((await fate(later))[0]).toBe("sent");
  });
});

describe("whose an address in an old link is", () => {
  it("is who has proved it, else who its person was merged into, else who gave it, else nobody", async () => {
    const { open } = await freshDatabase();
    const add = (id: string, email: string | null, into: string | null, erased: number | null) => ({
      sql: `INSERT INTO profiles (id, version, email, merged_into, erased_at, traits, state, stage, first_seen, last_seen, revision)
            VALUES (?, 1, ?, ?, ?, '{}', '{}', '', 0, 0, 1)`,
      args: [id, email, into, erased],
    });
    await open().write([
      add("known", "ann@acme.example", null, null),
      add("merged", null, "known", null),
      add("gone", null, null, NOON),
    ]);
    const who = (id: string, email: string) => personBehind(open(), id, email);
    expect(await who("merged", "ann@acme.example")).toBe("known");
    expect(await who("gone", "ann@acme.example")).toBe("known");
    expect(await who("gone", "eve@acme.example")).toBeNull();
    expect(await who("never seen", "eve@acme.example")).toBeNull();
    await open().write([add("owner", "ann@acme.example", null, null), add("moved", "bob@acme.example", null, null)]);
    await open().write(["UPDATE profiles SET email_confirmed_at = 1 WHERE id IN ('owner', 'moved')"]);
    expect(await who("merged", "ann@acme.example")).toBe("owner");
    expect(await who("moved", "ann@acme.example")).toBe("owner");
    expect(await who("moved", "eve@acme.example")).toBe("moved");
  });
});
