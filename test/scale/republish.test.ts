import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPlaybook } from "../../cli/playbook/read.ts";
import { type Stack, startStack } from "../../cli/stack.ts";
import { compile, Playbook } from "../../worker/playbook/index.ts";
import { profileOfUser } from "../../worker/profiles/person.ts";
import { seedPeople } from "./seed.ts";

const PEOPLE = 200_000 * Number(process.env["SCALE"]);
const USERS = Array.from({ length: 2_000 }, (_, i) => `user-${i}`);
const MINUTES = 60_000;

let stack: Stack;
let folder: string;
let client: Client;
const progress: number[] = [];
let sent = 0;

describe(`publishing a changed segment to ${PEOPLE} people while some of them go on reading`, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fodspor-republish-"));
    stack = await startStack({ port: 0, demoPort: 0, dataDir: folder });
    client = createClient({ url: stack.libsqlUrl, ...(stack.libsqlToken ? { authToken: stack.libsqlToken } : {}) });
    const { document } = await readPlaybook("example/playbook");
    const playbook = compile(Playbook.parse(document), 1);
    await seedPeople(client, playbook, PEOPLE, Date.now(), USERS.map(profileOfUser));

    await publish({
      ...document,
      segments: {
        ...(document["segments"] as object),
        "read-two-posts": {
          title: "Read two posts",
          when: { did: "page_view", where: { "page.class": "blog" }, distinct: "page.path", atLeast: 2 },
        },
      },
    });
    await Promise.all([brought(), reading()]);
    await until("SELECT (SELECT value FROM counters WHERE name = 'stored') AS n", (stored) => stored >= sent);
    await stack.tick();
  }, 10 * MINUTES);

  afterAll(async () => {
    await stack?.close();
    await rm(folder, { recursive: true, force: true });
  }, MINUTES);

  it("brings everybody to the new revision, with progress to be seen on the way", async () => {
    expect(await one("SELECT count(*) AS n FROM profiles WHERE revision < 2")).toBe(0);
    // Whoever did something meanwhile, or was due by time, was brought there by that.
    expect(await one("SELECT done AS n FROM republishings WHERE revision = 2")).toBeGreaterThan(PEOPLE / 2);
    expect(await one("SELECT total AS n FROM republishings WHERE revision = 2")).toBe(PEOPLE);
    expect(new Set(progress).size).toBeGreaterThan(3);
  });

  it("misses nobody who read so in the past or meanwhile, and takes in nobody else", async () => {
    const readers = `SELECT profile_id FROM events WHERE type = 'page_view' AND data->>'$.page.class' = 'blog'
                     GROUP BY profile_id HAVING count(DISTINCT path) >= 2`;
    const members = "SELECT profile_id FROM profile_segments WHERE segment = 'read-two-posts'";
    expect(await one(`SELECT count(*) AS n FROM (${readers})`)).toBeGreaterThan(PEOPLE / 5);
    expect(await one(`SELECT count(*) AS n FROM (${readers} EXCEPT ${members})`)).toBe(0);
    expect(await one(`SELECT count(*) AS n FROM (${members} EXCEPT ${readers})`)).toBe(0);
    expect(
      await one(`SELECT count(*) AS n FROM profiles AS p WHERE ('read-two-posts' IN (SELECT value FROM json_each(p.state, '$.segments')))
                 <> (p.id IN (${members}))`),
    ).toBe(0);
  });

  it("moves nobody twice", async () => {
    const entered = "SELECT profile_id FROM events WHERE type = 'segment_entered' AND name = 'read-two-posts'";
    expect(await one(`SELECT count(*) - count(DISTINCT profile_id) AS n FROM (${entered})`)).toBe(0);
    expect(await one(`SELECT count(*) AS n FROM (${entered})`)).toBe(
      await one("SELECT count(*) AS n FROM profile_segments WHERE segment = 'read-two-posts'"),
    );
  });

  it("keeps taking events meanwhile", async () => {
    expect(sent).toBeGreaterThan(100);
    expect(await one("SELECT count(*) AS n FROM dead_letters")).toBe(0);
  });
});

let finished = false;

async function brought(): Promise<void> {
  while (!finished) {
    await stack.tick();
    finished = (await one("SELECT coalesce(max(finished_at), 0) AS n FROM republishings WHERE revision = 2")) > 0;
  }
}

/** Users read on, and progress is looked at, as long as the job runs. */
async function reading(): Promise<void> {
  while (!finished) {
    const batch = Array.from({ length: 10 }, () => pageOf(USERS[Math.floor(Math.random() * USERS.length)]!));
    const response = await fetch(`${stack.url}${stack.basePath}/v1/batch`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${stack.writeKey}:`)}`, "content-type": "application/json" },
      body: JSON.stringify({ batch }),
    });
    if (response.status !== 200) throw new Error(await response.text());
    sent += batch.length;
    progress.push(await one("SELECT coalesce(max(done), 0) AS n FROM republishings WHERE revision = 2"));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function pageOf(userId: string) {
  const path = ["/blog/voice-or-scanner/", "/blog/walking-is-the-work/", "/pricing/"][Math.floor(Math.random() * 3)]!;
  const url = stack.demoUrl + path;
  return {
    type: "page",
    userId,
    messageId: randomUUID(),
    timestamp: new Date().toISOString(),
    properties: { url, path },
  };
}

async function publish(document: unknown): Promise<void> {
  const response = await fetch(`${stack.url}${stack.basePath}/api/playbook`, {
    method: "PUT",
    headers: { authorization: `Bearer ${stack.adminToken}`, "content-type": "application/json" },
    body: JSON.stringify({ document }),
  });
  expect(await response.json()).toEqual({ revision: 2, created: true });
}

async function one(sql: string): Promise<number> {
  const { rows } = await client.execute(sql);
  return Number(rows[0]?.["n"] ?? 0);
}

async function until(sql: string, good: (n: number) => boolean): Promise<void> {
  for (const end = Date.now() + MINUTES; !good(await one(sql));) {
    if (Date.now() > end) throw new Error(`still not so: ${sql}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
