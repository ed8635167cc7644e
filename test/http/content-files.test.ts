import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stack } from "../../cli/stack.ts";
import { policyFor } from "../../worker/contents/fetch.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { testStack } from "../support/stack.ts";

const KEY = "a key for these tests that is long enough";
const FILE = randomBytes(3_000_000);

/** A website of files, which notes what it was asked. */
const asked: { path: string; headers: IncomingMessage["headers"] }[] = [];
function website(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? "";
  asked.push({ path, headers: request.headers });
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  if (path === "/kept/paper.pdf" && range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    response.writeHead(206, {
      "content-type": "application/pdf",
      "content-range": `bytes ${from}-${to}/${FILE.length}`,
      "content-length": to - from + 1,
    });
    response.end(FILE.subarray(from, to + 1));
  } else if (path === "/kept/paper.pdf") {
    response.writeHead(200, {
      "content-type": "application/pdf",
      "content-length": FILE.length,
      "set-cookie": "origin=1",
      "x-powered-by": "secret-stack",
    });
    response.end(FILE);
  } else if (path === "/kept/moved") response.writeHead(302, { location: "/kept/paper.pdf" }).end();
  else if (path === "/kept/away") response.writeHead(302, { location: "http://169.254.169.254/latest/" }).end();
  else if (path === "/kept/round") response.writeHead(302, { location: "/kept/round" }).end();
  else if (path === "/kept/page") response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
  else if (path === "/kept/broken") response.writeHead(500).end("Traceback: secret-stack at /srv/app.py");
  else response.writeHead(404).end();
}
const PAGE =
  '<!doctype html><html><head><meta name="Referrer" content="unsafe-url"><title>x</title></head><body><a href="#end">on</a><h2 id="end">End</h2></body></html>';

let folder: string;
let stack: Stack;
const ours = createServer(website);
const other = createServer(website);
const port = (server: typeof ours): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fodspor-contents-"));
  for (const server of [ours, other]) await once(server.listen(0, "127.0.0.1"), "listening");
  await cp(join(import.meta.dirname, "../../example/playbook"), join(folder, "playbook"), { recursive: true });
  const away = `http://127.0.0.1:${port(other)}`;
  const entries = {
    paper: "{ title: Paper, url: /kept/paper.pdf, download: the-paper.pdf }",
    moved: "{ title: Moved, url: /kept/moved }",
    away: "{ title: Away, url: /kept/away }",
    round: "{ title: Round, url: /kept/round }",
    page: "{ title: Page, url: /kept/page }",
    broken: "{ title: Broken, url: /kept/broken }",
    missing: "{ title: Missing, url: /kept/missing }",
    elsewhere: `{ title: Elsewhere, url: "${away}/kept/page" }`,
    silent: '{ title: Silent, url: "http://127.0.0.1:9/kept" }',
  };
  const yaml = Object.entries(entries).map(([name, entry]) => `${name}: ${entry}\n`);
  await appendFile(join(folder, "playbook/contents.yaml"), `\n${yaml.join("")}`);
  stack = await testStack({
    dataDir: join(folder, "data"),
    playbook: join(folder, "playbook"),
    originUrl: `http://127.0.0.1:${port(ours)}`,
    sealKeys: KEY,
  });
});
afterAll(async () => {
  await stack.close();
  for (const server of [ours, other]) server.close();
  await rm(folder, { recursive: true, force: true });
});

/** What a person would be answered who was promised it. */
async function open(content: string, init: RequestInit = {}): Promise<Response> {
  const token = {
    content,
    form: "whitepaper",
    profile: randomUUID(),
    submission: randomUUID(),
    locale: "en",
    expires: Date.now() + 60_000,
  };
  const sealed = await new Sealer([KEY]).seal("content", JSON.stringify(token));
  return fetch(`${stack.url}${stack.basePath}/d/${sealed}/x`, { method: "POST", redirect: "manual", ...init });
}

describe("a file that only a form hands out", () => {
  it("comes whole, under its name, with nothing else that the website says", async () => {
    const answer = await open("paper");
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-length": String(FILE.length),
      "content-disposition": 'attachment; filename="the-paper.pdf"',
      "x-content-type-options": "nosniff",
    });
    for (const name of ["set-cookie", "x-powered-by"]) expect(answer.headers.get(name)).toBeNull();
    expect(Buffer.from(await answer.arrayBuffer()).equals(FILE)).toBe(true);
  });

  it("is asked of the website with a key, of any other host without, and in edge mode with nobody's own", async () => {
    asked.length = 0;
    await open("paper");
    await open("elsewhere");
    await fetch(`${stack.url}/kept/other`, { headers: { "x-fodspor-content": "mine" } });
    expect(asked.map(({ path, headers }) => [path, typeof headers["x-fodspor-content"]])).toEqual([
      ["/kept/paper.pdf", "string"],
      ["/kept/page", "undefined"],
      ["/kept/other", "undefined"],
    ]);
    expect(asked[0]!.headers).not.toHaveProperty("cookie");
  });

  it("comes in part where a part is asked for", async () => {
    const answer = await open("paper", { headers: { range: "bytes=10-19" } });
    expect([answer.status, answer.headers.get("content-range")]).toEqual([206, `bytes 10-19/${FILE.length}`]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(FILE.subarray(10, 20))).toBe(true);
  });

  it("is found where it moved on its host", async () => {
    expect((await open("moved")).headers.get("content-type")).toBe("application/pdf");
  });

  it.each(["away", "round", "broken", "missing", "silent"])(
    "%s: says that it is not to be had, and not why",
    async (name) => {
      const answer = await open(name);
      expect(answer.status).toBe(503);
      const text = await answer.text();
      expect(text).toContain("It cannot be opened just now");
      expect(text).not.toMatch(/secret-stack|Traceback|169\.254|127\.0\.0\.1:9|kept/);
    },
  );

  it("is gone where the playbook has it no more", async () => {
    expect((await open("whatever")).status).toBe(410);
  });
});

describe("a page that only a form hands out", () => {
  it("finds its links at home, and its own parts in itself", async () => {
    const answer = await open("page");
    const text = await answer.text();
    expect(text).toContain(`<base href="${stack.url}/kept/page">`);
    expect(text).toMatch(/<a href="\/_f\/d\/[\w-]+\/x#end">/);
    expect(answer.headers.get("content-security-policy")).toBeNull();
  });

  it("tells its address, which is somebody's link, to nobody", async () => {
    const answer = await open("page");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(await answer.text()).not.toMatch(/<meta name="referrer"/i);
  });

  it("of a website that is not on our host runs its scripts apart from our dashboard", () => {
    expect(policyFor("text/html; charset=utf-8", "website")).toMatch(/^sandbox.* allow-scripts(?!.*allow-same-origin)/);
    expect(policyFor("text/xml", "elsewhere")).toMatch(/^sandbox(?!.*allow-scripts)/);
    expect([policyFor("application/pdf", "elsewhere"), policyFor("text/html", "here")]).toEqual([null, null]);
  });

  it("of another host runs no script beside our dashboard", async () => {
    const answer = await open("elsewhere");
    expect(answer.headers.get("content-security-policy")).toMatch(/^sandbox(?!.*allow-scripts)/);
    expect(await answer.text()).toContain(`<base href="http://127.0.0.1:${port(other)}/kept/page">`);
  });
});
