import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../../cli/stack.ts";
import { loads } from "./traffic.ts";

const VISITORS = 20_000 * Number(process.env["SCALE"]);
const VIEWS = 50;
const AT_ONCE = 8;
const MINUTES = 60_000;

let stack: Stack;
let folder: string;
let client: Client;
let posted = 0;
let repeated = 0;
let choices = 0;
const anonymous = new Map<string, number>();

describe(`${VISITORS * VIEWS} page views of ${VISITORS} visitors`, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fodspor-million-"));
    stack = await startStack({ port: 0, demoPort: 0, dataDir: folder });
    client = createClient({ url: stack.libsqlUrl, ...(stack.libsqlToken ? { authToken: stack.libsqlToken } : {}) });
    const now = Date.now();
    let next = 0;
    const visitors = async (): Promise<void> => {
      while (next < VISITORS) await visit(next++, now);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, visitors));
    await settled();
  }, 12 * MINUTES);

  afterAll(async () => {
    await stack?.close();
    await rm(folder, { recursive: true, force: true });
  }, MINUTES);

  it("are all stored, once each", async () => {
    expect(posted).toBe(VISITORS * VIEWS);
    const { events } = await stats();
    const told = sum([...anonymous.values()]);
    // The tick has begun to put them into groups of those who read alike.
    const grouped = await one("SELECT count(*) AS n FROM events WHERE type = 'cluster_entered'");
    expect(events).toMatchObject({
      stored: posted - told + choices + grouped,
      anonymous: told,
      duplicate: repeated,
      refused: {},
      deadLetters: 0,
    });
    expect(await one("SELECT count(*) AS n FROM events WHERE type = 'page_view'")).toBe(posted - told);
  });

  it("leave each profile with the page views that its events recount", async () => {
    expect(await one("SELECT count(*) AS n FROM profiles")).toBe(VISITORS * 0.9);
    expect(
      await one(`SELECT count(*) AS n FROM profiles p WHERE json_extract(p.state, '$.views') <>
                   (SELECT count(*) FROM events e WHERE e.profile_id = p.id AND e.type = 'page_view')`),
    ).toBe(0);
  });

  it("leave each profile with the visits that the gaps between its events recount", async () => {
    const visits = `SELECT profile_id, sum(fresh) AS visits FROM (
        SELECT profile_id, CASE WHEN at - lag(at) OVER (PARTITION BY profile_id ORDER BY at) < 1800000 THEN 0 ELSE 1 END AS fresh
        FROM events WHERE type IN ('consent', 'page_view')) GROUP BY profile_id`;
    expect(
      await one(`SELECT count(*) AS n FROM (${visits}) v JOIN profiles p ON p.id = v.profile_id
                 WHERE v.visits <> json_extract(p.state, '$.session.count')
                    OR v.visits <> (SELECT count(*) FROM sessions s WHERE s.profile_id = p.id)`),
    ).toBe(0);
    expect(await one("SELECT sum(views) AS n FROM sessions")).toBe(posted - sum([...anonymous.values()]));
  });

  it("leave each profile with the topics and tiers that its events recount", async () => {
    for (const topic of ["picking", "inventory", "automation"]) {
      expect(
        await one(
          `SELECT count(*) AS n FROM profiles p WHERE coalesce(json_extract(p.state, '$.topics.' || ?1), 0) <>
             (SELECT count(*) FROM events e, json_each(e.data, '$.page.topics') t
              WHERE e.profile_id = p.id AND t.value = ?1)`,
          topic,
        ),
      ).toBe(0);
    }
    for (const rule of ["pick", "stock"]) {
      expect(
        await one(
          `SELECT count(*) AS n FROM profiles p WHERE length(coalesce(json_extract(p.state, '$.rules.' || ?1 || '.pages'), '')) / 5 <>
             (SELECT min(5, count(DISTINCT e.path)) FROM events e
              WHERE e.profile_id = p.id AND json_extract(e.data, '$.page.class') = 'product-' || ?1)`,
          rule,
        ),
      ).toBe(0);
    }
  });

  it("raise the daily totals by those who have not consented, and know nobody of them", async () => {
    const { rows } = await client.execute(
      "SELECT path, referrer, country, device, sum(views) AS views FROM totals GROUP BY 1, 2, 3, 4",
    );
    const stored = rows.map((row) => [
      [row["path"], row["referrer"], row["country"], row["device"]].join(" "),
      row["views"],
    ]);
    expect(new Map(stored as [string, number][])).toEqual(anonymous);
  });
});

/** A visitor chooses, reads, and now and then loses an answer, so that the browser posts the same once more. */
async function visit(visitor: number, now: number): Promise<void> {
  const { headers, consent, body, views, again, ...load } = loads(visitor, VIEWS, stack.demoUrl, now);
  let cookie = "";
  const post = async (path: string, sent: string, more: Record<string, string> = {}): Promise<void> => {
    const url = `${stack.url}${stack.basePath}${path}`;
    const response = await fetch(url, { method: "POST", body: sent, headers: { ...headers, ...more, cookie } });
    if (!response.ok) throw new Error(await response.text());
    await response.arrayBuffer();
    cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
  };
  if (consent) {
    await post("/consent", consent.body, { "x-fodspor-now": consent.at });
    choices++;
  }
  await post("/e", body);
  posted += views;
  for (const key of load.anonymous) anonymous.set(key, (anonymous.get(key) ?? 0) + 1);
  if (!again) return;
  await post("/e", body);
  if (load.anonymous.length === 0) repeated += views;
}

async function settled(): Promise<void> {
  for (let before = -1; ;) {
    const { events } = await stats();
    const seen = events.stored + events.anonymous + events.duplicate;
    if (seen === before && seen >= posted) return;
    before = seen;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

interface Events {
  stored: number;
  anonymous: number;
  duplicate: number;
}

async function stats(): Promise<{ events: Events }> {
  const headers = { authorization: `Bearer ${stack.adminToken}` };
  return (await fetch(`${stack.url}${stack.basePath}/api/stats`, { headers })).json() as Promise<{ events: Events }>;
}

async function one(sql: string, ...args: string[]): Promise<number> {
  return Number((await client.execute({ sql, args })).rows[0]?.["n"]);
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
