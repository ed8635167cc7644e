import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { type TestServer, startServer } from "./start-server.ts";

const PEOPLE = 400;
const mark = (i: number): string => `<somebody-${i}>`;

/** People in tables as ours are: found by random ids and by their address, written in any order, and changed. */
async function filled(): Promise<TestServer> {
  const server = await startServer();
  await server.client.batch(
    [
      "CREATE TABLE people (id TEXT PRIMARY KEY, email TEXT, body TEXT)",
      "CREATE INDEX people_email ON people (email)",
      "CREATE TABLE answers (who TEXT, form TEXT, body TEXT, PRIMARY KEY (who, form))",
    ],
    "write",
  );
  for (let i = 0; i < PEOPLE; i++) {
    const email = `${(i * 7919) % 1000}${mark(i)}`;
    const text = (length: number): string => mark(i) + "x".repeat((i * 131) % length);
    await server.client.batch(
      [
        { sql: "INSERT INTO people VALUES (?, ?, ?)", args: [`${(i * 6101) % 997}-${i}`, email, text(300)] },
        { sql: "INSERT INTO answers VALUES (?, ?, ?)", args: [email, "contact", text(900)] },
        { sql: "UPDATE people SET body = ? WHERE email = ?", args: [text(1_500), email] },
      ],
      "write",
    );
  }
  return server;
}

async function erase({ client }: TestServer, i: number): Promise<void> {
  const like = `%${mark(i)}%`;
  await client.batch(
    [
      { sql: "DELETE FROM people WHERE email LIKE ?", args: [like] },
      { sql: "DELETE FROM answers WHERE who LIKE ?", args: [like] },
    ],
    "write",
  );
}

const compact = async ({ url }: TestServer): Promise<unknown> =>
  (await fetch(`${url}/v1/compact`, { method: "POST" })).json();

/** Who of these can be found in the file or in the log beside it. */
async function foundOf({ file }: TestServer, people: number[]): Promise<number[]> {
  const parts = await Promise.all([file, `${file}-wal`].map((name) => readFile(name).catch(() => Buffer.alloc(0))));
  const bytes = Buffer.concat(parts);
  return people.filter((i) => bytes.includes(mark(i)));
}

const rowids = async ({ client }: TestServer): Promise<unknown[]> =>
  (await client.execute("SELECT rowid, id FROM people ORDER BY rowid")).rows.map((row) => [row["rowid"], row["id"]]);

describe("what was deleted", () => {
  it("is in no page, gap or log of the files once they are compacted, and the rest stays where it was", async () => {
    const server = await filled();
    const gone = Array.from({ length: PEOPLE / 4 }, (_, i) => i * 4);
    expect(await foundOf(server, gone)).toEqual(gone);
    for (const i of gone) await erase(server, i);
    const before = await rowids(server);
    expect(await compact(server)).toEqual({ complete: true });
    expect(await foundOf(server, gone)).toEqual([]);
    expect(await foundOf(server, [1, 2, 3])).toEqual([1, 2, 3]);
    expect(await rowids(server)).toEqual(before);
    await erase(server, 1);
    expect((await server.client.execute("PRAGMA secure_delete")).rows[0]![0]).toBe(1);
  });

  it("leaves when the last reader of the log has finished, while others wait to write and nobody fails", async () => {
    const server = await filled();
    await erase(server, 0);
    const reading = await server.client.transaction("read");
    await reading.execute("SELECT count(*) FROM people");
    const compacting = compact(server);
    const writing = erase(server, 2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await reading.execute("SELECT count(*) AS n FROM people")).rows[0]!["n"]).toBe(PEOPLE - 1);
    await reading.commit();
    expect(await compacting).toEqual({ complete: true });
    await writing;
    await compact(server);
    expect(await foundOf(server, [0, 2])).toEqual([]);
  });

  it("is compacted once for all who ask while they wait for their turn", async () => {
    const server = await filled();
    const writing = await server.client.transaction("write");
    for (const i of [0, 4, 8])
      await writing.execute({ sql: "DELETE FROM people WHERE email LIKE ?", args: [`%${mark(i)}%`] });
    const all = Promise.all(Array.from({ length: 30 }, () => compact(server)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await writing.commit();
    expect(await all).toEqual(Array.from({ length: 30 }, () => ({ complete: true })));
    for (const i of [0, 4, 8]) await erase(server, i);
    expect(await Promise.all([compact(server), compact(server)])).toEqual([{ complete: true }, { complete: true }]);
    expect(await foundOf(server, [0, 4, 8])).toEqual([]);
  });

  it("is compacted for nobody without the token", async () => {
    const server = await startServer({ token: "secret" });
    expect((await fetch(`${server.url}/v1/compact`, { method: "POST" })).status).toBe(401);
    const headers = { authorization: "Bearer secret" };
    expect((await fetch(`${server.url}/v1/compact`, { method: "POST", headers })).status).toBe(200);
  });
});
