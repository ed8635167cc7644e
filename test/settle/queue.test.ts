import { describe, expect, it } from "vitest";
import type { Message } from "../../worker/events/message.ts";
import { consumeDead, consumeEvents, retryDelay } from "../../worker/jobs/queue.ts";
import { suppress } from "../../worker/permissions/store.ts";
import type { Context } from "../../worker/platform/context.ts";
import { freshDatabase } from "../support/database.ts";
import { NOON, view } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();

/** What SQLite's JSON refuses, should it ever get as far as the queue. */
function poison(): Message {
  let deep: unknown = 1;
  for (let i = 0; i < 1_200; i++) deep = [deep];
  const bad = view(playbook, "/pricing/", NOON, { properties: { deep } });
  return { kind: "events", id: bad.id, events: [bad] };
}

function batchOf<T>(bodies: T[]) {
  const acked: number[] = [];
  const messages = bodies.map((body, i) => ({
    id: `m${i}`,
    body,
    attempts: 1,
    timestamp: new Date(NOON),
    ack: () => void acked.push(i),
    retry: () => undefined,
  }));
  const batch = { queue: "fodspor-events", messages, ackAll: () => acked.push(-1), retryAll: () => undefined };
  return { acked, batch: batch as unknown as MessageBatch<T> };
}

describe("a batch with a message that the database refuses", () => {
  it("buries that one, with its body, and stores the others", async () => {
    const { open } = await freshDatabase();
    const context = { db: open(), now: NOON, settings: { LOCAL: true }, queues: {} } as unknown as Context;
    const good = [1, 2].map((n) => view(playbook, "/pricing/", NOON + n * 1000));
    const { acked, batch } = batchOf<Message>([
      { kind: "events", id: "a", events: [good[0]!] },
      poison(),
      { kind: "events", id: "b", events: [good[1]!] },
    ]);
    await consumeEvents(context, playbook, batch);
    expect(acked).toEqual([0, 1, 2]);
    const [events, letters] = await open().read([
      "SELECT count(*) AS n FROM events WHERE data->>'$.properties.by' IS NULL",
      "SELECT reason, length(body) AS size FROM dead_letters",
    ]);
    expect(Number(events!.rows[0]!["n"])).toBe(2);
    expect(letters!.rows).toMatchObject([{ reason: expect.stringMatching(/JSON/), size: expect.any(Number) }]);
  });

  it("that was retried in vain is kept as it came", async () => {
    const { open } = await freshDatabase();
    const context = { db: open(), now: NOON } as unknown as Context;
    const { acked, batch } = batchOf([poison()]);
    await consumeDead(context, batch);
    expect(acked).toEqual([0]);
  });

  it("is kept without the addresses that it carried to be looked up", async () => {
    const { open } = await freshDatabase();
    const context = { db: open(), now: NOON } as unknown as Context;
    const seen = view(playbook, "/pricing/", NOON, { address: "203.0.113.77" });
    await consumeDead(context, batchOf<Message>([{ kind: "events", id: "a", events: [seen] }]).batch);
    const [letters] = await open().read(["SELECT body FROM dead_letters"]);
    expect(letters!.rows[0]!["body"]).toContain(seen.id);
    expect(letters!.rows[0]!["body"]).not.toContain("203.0.113.77");
  });

  it("is kept without what was under way while its people were erased", async () => {
    const { open } = await freshDatabase();
    const seen = (profile: string, more = {}) => view(playbook, "/pricing/", NOON, { profile, ...more });
    const all = [seen("erased"), seen("other"), seen("unknown", { who: "new key", whoBefore: ["old key"] })];
    await open().write([
      `INSERT INTO profiles (id, version, erased_at, traits, state, stage, first_seen, last_seen, revision)
       VALUES ('erased', 1, ${NOON}, '{}', '{}', '', 0, 0, 1)`,
      suppress("old key", "*", "erased", NOON + 1),
    ]);
    const context = { db: open(), now: NOON + 2 } as unknown as Context;
    const { acked, batch } = batchOf<Message>([
      { kind: "events", id: "a", events: all },
      { kind: "events", id: "b", events: [all[0]!] },
    ]);
    await consumeDead(context, batch);
    expect(acked).toEqual([0, 1]);
    const [letters] = await open().read(["SELECT body FROM dead_letters"]);
    const bodies = letters!.rows.map((row) => JSON.parse(String(row["body"])).events as { profile: string }[]);
    expect(bodies.map((events) => events.map(({ profile }) => profile))).toEqual([["other"]]);
  });

  it("is tried again soon at first, then every quarter of an hour", () => {
    expect([1, 2, 3, 8, 9, 100].map(retryDelay)).toEqual([5, 10, 20, 640, 900, 900]);
  });
});
