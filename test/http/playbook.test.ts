import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stack } from "../../cli/stack.ts";
import { type Answer, Browser, until } from "../support/client.ts";
import { testStack } from "../support/stack.ts";

let stack: Stack;
let dataDir: string;
let admin: Browser;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fodspor-playbook-"));
  stack = await testStack({ dataDir });
  admin = browsing();
});
afterAll(async () => {
  await stack.close();
  await rm(dataDir, { recursive: true, force: true });
});

function browsing(now = new Date()): Browser {
  const { url, demoUrl, basePath, adminToken } = stack;
  return Object.assign(new Browser(now), { stack: { url, demoUrl, base: url + basePath, adminToken } });
}

// Documents are edited freely; the assertions say what is expected.
// oxlint-disable-next-line typescript/no-explicit-any
type Document = any;
const send = (method: string, path: string, body: unknown): Promise<Answer> =>
  admin.api(path, { method, body: typeof body === "string" ? body : JSON.stringify(body) });
const put = (body: unknown): Promise<Answer> => send("PUT", "/playbook", body);
const current = async (): Promise<{ revision: number; document: Document }> => (await admin.api("/playbook")).json;
const changed = async (change: (document: Document) => void): Promise<Document> => {
  const { document } = await current();
  change(document);
  return document;
};
let serial = 0;
const titled = (): Promise<Document> => changed((document) => (document.site.name = `Nordlys ${++serial}`));

describe("publishing", () => {
  it("is signed, numbered, and can be read back with its files word for word", async () => {
    const before = (await current()).revision;
    const files = { "site.yaml": "# ours\r\nname: Ærø\n", "blocks/hero.yaml": "\uFEFFtitle: x" };
    const document = await titled();
    const answer = await put({ document, files, by: "Anna Holm <anna@nordlys.example>", note: "Prices count more" });
    expect(answer.json).toEqual({ revision: before + 1, created: true });
    expect((await admin.api(`/playbook/revisions/${before + 1}`)).json).toMatchObject({
      revision: before + 1,
      publishedAt: expect.stringMatching(/^\d{4}-/),
      publishedBy: "Anna Holm <anna@nordlys.example>",
      note: "Prices count more",
      document,
      files,
    });
    expect((await put({ document, by: "Bo" })).json).toEqual({ revision: before + 1, created: false });
  });

  it("of several at the same time makes a revision for each", async () => {
    const before = (await current()).revision;
    const documents = await Promise.all([titled(), titled(), titled(), titled(), titled()]);
    const answers = await Promise.all(documents.map((document) => put({ document })));
    const revisions = answers.map(({ json }) => json.revision).toSorted((a, b) => a - b);
    expect(revisions).toEqual([1, 2, 3, 4, 5].map((n) => before + n));
  });

  it("refuses a body that is none, and says why", async () => {
    const { revision, document } = await current();
    const wrong: [unknown, string, RegExp][] = [
      ["{", "invalid_json", /JSON/],
      [{}, "invalid_request", /document/],
      [{ document: [] }, "invalid_request", /document/],
      [{ document, by: "x".repeat(121) }, "invalid_request", /by/],
      [{ document, by: "a\nb" }, "invalid_request", /one line/],
      [{ document, note: "x".repeat(501) }, "invalid_request", /note/],
      [{ document, files: { "../site.yaml": "" } }, "invalid_request", /relative/],
      [{ document, files: { "/etc/passwd": "" } }, "invalid_request", /relative/],
      [{ document, files: { "a\\b.yaml": "" } }, "invalid_request", /relative/],
      [{ document, files: { ".git/hooks/x": "" } }, "invalid_request", /relative/],
      [{ document, files: { "site.yaml": 7 } }, "invalid_request", /files/],
      [
        { document, files: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`blocks/b${i}.yaml`, ""])) },
        "invalid_request",
        /at most 500 files/,
      ],
      [{ document, files: { "site.yaml": "x".repeat(5 * 1024 * 1024) } }, "body_too_large", /5242880/],
      [{ document: { ...document, stages: [] } }, "playbook_invalid", /mistake/],
    ];
    for (const [body, code, message] of wrong) {
      const { json } = await put(body);
      expect([code, json.error.code]).toEqual([code, code]);
      expect(json.error.message).toMatch(message);
    }
    expect((await current()).revision).toBe(revision);
  });
});

describe("the history", () => {
  it("is told newest first, page by page", async () => {
    await put({ document: await titled(), note: "the newest" });
    const all = (await admin.api("/playbook/revisions?limit=200")).json.revisions;
    expect(all[0]).toMatchObject({ note: "the newest", hasFiles: false, people: { total: 0, done: 0, changed: 0 } });
    expect(all.map((one: { revision: number }) => one.revision)).toEqual(
      all.map((_: unknown, i: number) => all.length - i),
    );
    const paged: unknown[] = [];
    for (let next: string | null = ""; next !== null;) {
      const { json }: Answer = await admin.api(`/playbook/revisions?limit=2${next && `&cursor=${next}`}`);
      paged.push(...json.revisions);
      next = json.next;
    }
    expect(paged).toEqual(all);
  });

  it("refuses what was never published", async () => {
    for (const [path, status] of [
      ["999999", 404],
      ["0", 400],
      ["x", 400],
      ["1.5", 400],
    ] as const)
      expect([path, (await admin.api(`/playbook/revisions/${path}`)).status]).toEqual([path, status]);
    expect((await admin.api("/playbook/revisions?cursor=%7B")).status).toBe(400);
  });
});

describe("rolling back", () => {
  it("publishes what an earlier revision said, files too, as a new one", async () => {
    const { revision, document } = await current();
    await put({ document: await titled(), files: { "site.yaml": "a" } });
    const { json } = await send("POST", "/playbook/rollback", { revision, by: "Anna" });
    expect(json).toEqual({ revision: revision + 2, created: true });
    expect(await current()).toMatchObject({ document, publishedBy: "Anna", note: `Rolled back to ${revision}` });
    await send("POST", "/playbook/rollback", { revision: revision + 1, note: "on again" });
    const newest = (await admin.api(`/playbook/revisions/${revision + 3}`)).json;
    expect(newest).toMatchObject({ note: "on again", files: { "site.yaml": "a" } });
  });

  it("refuses what was in order once and is no more", async () => {
    const { revision } = await current();
    const database = client();
    await database.execute("UPDATE playbook_revisions SET document = '{}' WHERE revision = 1");
    const { json, status } = await send("POST", "/playbook/rollback", { revision: 1 });
    expect([status, json.error.code, (await current()).revision]).toEqual([422, "playbook_invalid", revision]);
  });

  it("refuses a revision that there is not", async () => {
    for (const [body, status] of [
      [{ revision: 99999 }, 404],
      [{}, 400],
      [{ revision: "1" }, 400],
    ] as const)
      expect((await send("POST", "/playbook/rollback", body)).status).toBe(status);
  });
});

describe("a preview", () => {
  it("tells what publishing then does, to the last person", async () => {
    const PAGES = ["/", "/pricing/", "/terms/", "/products/pick/wave-planning/", "/blog/", "/contact/"];
    const now = new Date(Date.now() - 3_600_000);
    const people = Array.from({ length: 30 }, () => browsing(now));
    for (const [i, person] of people.entries()) {
      const pages = PAGES.slice(0, 1 + (i % PAGES.length));
      await person.batch(
        pages.map((path) => person.event("page_view", path)),
        {
          consent: { analytics: true, personalization: true, marketing: true },
        },
      );
    }
    await people[4]!.submit({ email: "anna@acme.example" });
    await until(
      () => admin.api("/profiles?limit=200"),
      ({ json }) => json.profiles.filter((one: { views: number }) => one.views > 0).length >= 30,
    );
    await stack.tick(Date.now());

    const next = await changed((document) => {
      document.scoring.behaviour.find((rule: { id: string }) => rule.id === "decisive").points = 25;
      document.segments.comparing = { title: "Compare", when: { did: "page_view", where: { "page.class": "terms" } } };
      document.segments.returning.when = { visits: { gte: 1 } };
      document.stages = document.stages.filter((stage: { id: string }) => stage.id !== "justify");
      document.segments.evaluating.when = { stage: "evaluate" };
      document.blocks.hero.variants[0].when = { stage: "evaluate" };
    });
    const before = await states();
    const told: Record<string, number> = {};
    let [cursor, total, looked, wouldChange, slices]: [string | null, number, number, number, number] = [
      null,
      0,
      0,
      0,
      0,
    ];
    do {
      const { json, text } = await send("POST", "/playbook/preview", {
        document: next,
        limit: 7,
        ...(cursor ? { cursor } : {}),
      });
      if (!json?.changes) throw new Error(text);
      for (const change of json.changes) {
        const key = `${change.what} ${change.from} ${change.to}`;
        told[key] = (told[key] ?? 0) + change.people;
        expect(change.examples.length).toBe(Math.min(3, change.people));
      }
      ({ total, next: cursor } = json);
      looked += json.looked;
      wouldChange += json.changed;
      slices++;
    } while (cursor !== null);
    expect(await states()).toEqual(before);
    expect([looked, slices]).toEqual([total, Math.floor(total / 7) + 1]);
    expect(wouldChange).toBeGreaterThan(5);

    const { revision } = (await put({ document: next })).json;
    const brought = await until(
      async () => {
        await stack.tick(Date.now());
        return (await admin.api("/playbook/revisions?limit=1")).json.revisions[0];
      },
      (one) => one.people.finishedAt !== null,
    );
    expect(brought).toMatchObject({ revision, people: { total, done: total, changed: wouldChange } });
    const after = await states();
    const became: Record<string, number> = {};
    for (const [id, was] of before)
      for (const key of differences(was, after.get(id)!)) became[key] = (became[key] ?? 0) + 1;
    expect(told).toEqual(became);
    expect(Object.keys(told).some((key) => key.startsWith("segment null comparing"))).toBe(true);
  }, 60_000);

  it("of the playbook in force is empty; a broken one and a wrong cursor are refused", async () => {
    const { document } = await current();
    expect((await send("POST", "/playbook/preview", { document })).json).toMatchObject({
      created: false,
      changes: [],
      next: null,
    });
    expect((await send("POST", "/playbook/preview", { document: {} })).json.error.code).toBe("playbook_invalid");
    for (const body of [{ document, cursor: "x" }, { document, limit: 0 }, { document, limit: 1001 }, {}])
      expect((await send("POST", "/playbook/preview", body)).status).toBe(400);
  });
});

/** The database behind the stack, for what no route does or tells. */
const client = (): Client =>
  createClient({ url: stack.libsqlUrl, ...(stack.libsqlToken ? { authToken: stack.libsqlToken } : {}) });

interface Shown {
  stage: string;
  segments: string[];
  cell: string | null;
  lead: string | null;
}

/** What is stored of everybody, by id. */
async function states(): Promise<Map<string, Shown>> {
  const { rows } = await client().execute(
    "SELECT id, state FROM profiles WHERE merged_into IS NULL AND erased_at IS NULL",
  );
  return new Map(
    rows.map((row) => {
      const { stage, segments, cell, lead } = JSON.parse(String(row["state"]));
      return [String(row["id"]), { stage, segments, cell, lead: lead?.status ?? null }];
    }),
  );
}

function differences(before: Shown, after: Shown): string[] {
  const entered = after.segments
    .filter((name) => !before.segments.includes(name))
    .map((name) => `segment null ${name}`);
  const left = before.segments.filter((name) => !after.segments.includes(name)).map((name) => `segment ${name} null`);
  return [
    ...(before.stage === after.stage ? [] : [`stage ${before.stage} ${after.stage}`]),
    ...(before.cell === after.cell ? [] : [`score ${before.cell} ${after.cell}`]),
    ...(before.lead === after.lead ? [] : [`lead ${before.lead} ${after.lead}`]),
    ...entered,
    ...left,
  ];
}
