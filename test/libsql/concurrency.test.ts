import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@libsql/client";
import { describe, expect, test } from "vitest";
import { results, startServer } from "./start-server.ts";

async function numbers(client: Client): Promise<unknown[]> {
  return (await client.execute("SELECT n FROM t ORDER BY rowid")).rows.map((row) => row["n"]);
}

const insert = (n: number) => ({ sql: "INSERT INTO t VALUES (?)", args: [n] });

describe("many clients", () => {
  test("30 at once write, and each write counts once", async () => {
    const { client, connect } = await startServer();
    await client.execute("CREATE TABLE t (n)");
    await Promise.all(
      Array.from({ length: 30 }, async (_, writer) => {
        const own = connect();
        await own.execute(insert(writer));
        await own.batch([insert(writer), insert(writer)], "write");
        await own.batch(["SELECT count(*) FROM t", insert(writer)], "deferred");
        const transaction = await own.transaction("write");
        await transaction.execute("SELECT count(*) FROM t");
        await transaction.execute(insert(writer));
        await transaction.commit();
      }),
    );
    const { rows } = await client.execute("SELECT count(*) AS all_of_them FROM t GROUP BY n");
    expect(rows.map((row) => row["all_of_them"])).toEqual(Array.from({ length: 30 }, () => 5));
  });

  test("read while somebody else has an open write transaction", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (n)");
    const transaction = await client.transaction("write");
    await transaction.execute(insert(1));
    const reader = await client.transaction("read");
    expect((await reader.execute("SELECT * FROM t")).rows).toEqual([]);
    await transaction.commit();
    expect((await reader.execute("SELECT * FROM t")).rows).toEqual([]);
    reader.close();
    expect(await numbers(client)).toEqual([1]);
  });

  test("write in the order in which they asked", async () => {
    const { client } = await startServer();
    await client.execute("CREATE TABLE t (n)");
    const transaction = await client.transaction("write");
    await transaction.execute(insert(0));
    const waiting: Promise<unknown>[] = [];
    for (let n = 1; n <= 8; n += 1) {
      waiting.push(n % 2 ? client.execute(insert(n)) : client.batch([insert(n)], "write"));
      await sleep(25);
    }
    await transaction.commit();
    await Promise.all(waiting);
    expect(await numbers(client)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test("do not starve one that writes seldom", async () => {
    const { client, connect } = await startServer();
    await client.execute("CREATE TABLE t (n)");
    const busyWriters = 8;
    let committed = 0;
    let isOver = false;
    const busy = Array.from({ length: busyWriters }, async () => {
      const own = connect();
      while (!isOver) {
        const transaction = await own.transaction("write");
        await transaction.execute(insert(1));
        await transaction.commit();
        committed += 1;
      }
    });
    await sleep(100);
    for (let turn = 0; turn < 10; turn += 1) {
      const before = committed;
      await client.execute(insert(2));
      expect(committed - before).toBeLessThanOrEqual(2 * busyWriters);
    }
    isOver = true;
    await Promise.all(busy);
    expect(await numbers(client)).toHaveLength(committed + 10);
  });
});

describe("time-outs", () => {
  test("end a transaction that takes too long, and let others write", async () => {
    const { client } = await startServer({ transactionTimeoutMs: 150 });
    await client.execute("CREATE TABLE t (n)");
    const slow = await client.transaction("write");
    await slow.execute(insert(1));
    await client.execute(insert(2));
    await expect(slow.execute(insert(3))).rejects.toMatchObject({ code: "TRANSACTION_TIMEOUT" });
    await expect(slow.commit()).rejects.toMatchObject({ code: "TRANSACTION_TIMEOUT" });
    expect(await numbers(client)).toEqual([2]);
  });

  test("count a transaction's age, not its last sign of life", async () => {
    const { client } = await startServer({ transactionTimeoutMs: 200 });
    await client.execute("CREATE TABLE t (n)");
    const slow = await client.transaction("write");
    const chatter = async () => {
      for (let n = 0; n < 50; n += 1) {
        await slow.execute(insert(n));
        await sleep(20);
      }
    };
    await expect(chatter()).rejects.toMatchObject({ code: "TRANSACTION_TIMEOUT" });
    slow.close();
    expect(await numbers(client)).toEqual([]);
  });

  test("leave a transaction that only reads alone", async () => {
    const { client } = await startServer({ transactionTimeoutMs: 50 });
    const reader = await client.transaction("read");
    await reader.execute("SELECT 1");
    await sleep(120);
    expect((await reader.execute("SELECT 1 AS n")).rows[0]?.["n"]).toBe(1);
    await reader.commit();
  });

  test("expire a stream that rests, and roll back what it had open", async () => {
    const { client, pipeline } = await startServer({ idleTimeoutMs: 100 });
    await client.execute("CREATE TABLE t (n)");
    const begin = { type: "execute", stmt: { sql: "BEGIN IMMEDIATE" } };
    const { baton } = await results(await pipeline({ requests: [begin] }));
    expect(baton).toEqual(expect.any(String));
    await sleep(200);
    const late = await pipeline({ baton, requests: [] });
    expect(late.status).toBe(400);
    expect(await late.json()).toMatchObject({ code: "STREAM_EXPIRED" });
    await client.execute(insert(1));
  });
});

test("a client that goes away while it waits does not write, nor block", async () => {
  const { client, connect } = await startServer();
  await client.execute("CREATE TABLE t (n)");
  const transaction = await client.transaction("write");
  await transaction.execute(insert(1));
  const impatient = connect({
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(50) }),
  });
  await expect(impatient.execute(insert(2))).rejects.toThrow();
  const gone = impatient.transaction("write").then((other) => other.execute(insert(3)));
  await expect(gone).rejects.toThrow();
  await sleep(20);
  await transaction.commit();
  await client.execute(insert(4));
  expect(await numbers(client)).toEqual([1, 4]);
});
