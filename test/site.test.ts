import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSite } from "../example/server.ts";

let site: Awaited<ReturnType<typeof startSite>>;

beforeAll(async () => {
  site = await startSite({ port: 0, fodspor: (name) => `http://${name}:8787/_f` });
});
afterAll(() => site.close());

const read = async (path: string) => (await fetch(site.url + path)).text();

/** Every page of the site map and, from there, everything that pages link to or load. */
async function crawl() {
  const listed = [...(await read("/sitemap.xml")).matchAll(/<loc>https:\/\/[^/]+(.*?)<\/loc>/g)];
  const gated = "/downloads/peak-season-white-paper.html";
  const queue = [gated, ...listed.map((match) => match[1] ?? "")];
  const found = new Map<string, { status: number; type: string; html: string }>();
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    const response = await fetch(site.url + path, { redirect: "manual" });
    const type = response.headers.get("content-type") ?? "";
    const html = await response.text();
    found.set(path, { status: response.status, type, html });
    if (!type.startsWith("text/html")) continue;
    queue.push(...[...html.matchAll(/(?:href|src)="(\/[^"#?]*)/g)].map((match) => match[1] ?? "/"));
  }
  return found;
}

/** A request whose path is sent exactly as written. */
function raw(path: string, method = "GET") {
  const { promise, resolve, reject } = Promise.withResolvers<{ status?: number; body: string }>();
  request({ host: "127.0.0.1", port: site.port, path, method }, (response) => {
    let body = "";
    response.on("data", (chunk: Buffer) => (body += chunk.toString()));
    response.on("end", () => resolve({ status: response.statusCode, body }));
  })
    .on("error", reject)
    .end();
  return promise;
}

describe("the demo website", () => {
  it("answers every page and every internal link", async () => {
    const found = await crawl();
    const broken = [...found].filter(([, answer]) => answer.status !== 200).map(([path]) => path);
    expect(broken).toEqual([]);
    const pages = [...found.keys()];
    expect(pages.filter((path) => /^\/products\/(pick|stock)\/./.test(path))).toHaveLength(10);
    expect(pages.filter((path) => /^\/blog\/./.test(path))).toHaveLength(6);
    expect(pages.filter((path) => /^\/customers\/./.test(path))).toHaveLength(3);
    for (const path of ["/pricing/", "/terms/", "/white-paper/", "/webinar/", "/contact/"]) {
      expect(pages).toContain(path);
    }
  });

  it("gives every page a title, a description, topics, one main heading and one script tag", async () => {
    for (const [path, { type, html }] of await crawl()) {
      if (!type.startsWith("text/html")) continue;
      expect(html, path).toMatch(/<title>[^<]{10,}<\/title>/);
      expect(html, path).toMatch(/<meta name="description" content="[^"]{30,}"/);
      expect(html, path).toMatch(/<meta name="fodspor:topics" content="[a-z]+(,[a-z]+)*"/);
      expect(html.match(/<h1[ >]/g), path).toHaveLength(1);
      expect(html.match(/\/_f\/s\.js"/g), path).toHaveLength(1);
      expect(html, path).not.toMatch(/\{\{|\{%/);
    }
  });

  it("gives no general page a topic that somebody could be interested in", async () => {
    for (const path of ["/", "/da/", "/pricing/", "/terms/", "/customers/", "/contact/", "/products/", "/blog/"]) {
      const topics = /"fodspor:topics" content="([^"]*)"/.exec(await read(path))?.[1];
      expect(topics, path).not.toMatch(/picking|inventory|automation/);
    }
  });

  it("has cookie settings that lead somewhere without JavaScript", async () => {
    expect(await read("/")).toContain('<a href="/privacy/" data-fodspor-consent>Cookie settings</a>');
    expect(await read("/da/")).toContain('<a href="/privacy/" data-fodspor-consent>Cookie-indstillinger</a>');
  });

  it("embeds the block and the form with a fallback that works without JavaScript", async () => {
    expect(await read("/")).toMatch(/<fodspor-block name="hero">\s*<div class="hero">/);
    const paper = await read("/white-paper/");
    expect(paper).toContain('<fodspor-form name="whitepaper">');
    expect(paper).toContain('href="http://127.0.0.1:8787/_f/form/whitepaper"');
  });

  it("keeps the script on the hostname the visitor came by", async () => {
    const html = (path: string, headers: Record<string, string>) =>
      fetch(site.url + path, { headers }).then((response) => response.text());
    expect(await html("/", { "x-forwarded-host": "localhost:8787" })).toContain('src="http://localhost:8787/_f/s.js"');
    expect(await html("/", { "x-forwarded-host": '"><b>' })).toContain('src="http://127.0.0.1:8787/_f/s.js"');
  });

  it("answers 404 with a page of its own for what is not there", async () => {
    const response = await fetch(`${site.url}/no-such-page/`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("This location is empty");
    expect((await fetch(`${site.url}/static/css/none.css`)).status).toBe(404);
  });

  it("adds the missing slash, answers HEAD and knows what has not changed", async () => {
    const moved = await fetch(`${site.url}/pricing`, { redirect: "manual" });
    expect([moved.status, moved.headers.get("location")]).toEqual([301, "/pricing/"]);
    expect(await raw("/pricing/", "HEAD")).toEqual({ status: 200, body: "" });
    const etag = (await fetch(`${site.url}/pricing/`)).headers.get("etag") ?? "";
    const again = await fetch(`${site.url}/pricing/`, { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
  });

  it("serves nothing from outside its static folder", async () => {
    for (const path of [
      "/static/../read-pages.ts",
      "/static/%2e%2e/read-pages.ts",
      "/static/..%2fread-pages.ts",
      "/static/..%5cread-pages.ts",
      "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fpackage.json",
      "/../package.json",
      "//static//../layout.html",
      "/layout.html",
      "/static/%00",
      "/%E0%A4%A",
    ]) {
      const { status, body } = await raw(path);
      expect(status, path).toBe(404);
      expect(body, path).not.toMatch(/readPages|"fodspor"/);
    }
  });

  it("rejects with the system's error when the port is taken", async () => {
    const second = startSite({ port: site.port, fodspor: () => "http://localhost:8787/_f" });
    await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
