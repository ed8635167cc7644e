import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { etag } from "hono/etag";
import { readPages } from "./site/read-pages.ts";
import { createRenderer, HOME } from "./site/render-page.ts";

const SITE = fileURLToPath(new URL("site", import.meta.url));

/** In which Fodspor shows its key (docs/contents.md). */
const HEADER = "x-fodspor-content";

type SiteOptions = {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  /** The runtime's address for a visitor who came by this hostname, such as `http://localhost:8787/_f`. */
  fodspor: (hostname: string) => string;
  /** What Fodspor shows when it fetches what only a form hands out; without it nothing is kept back. */
  contentKey?: string;
};

/**
 * Serves the demo website of Nordlys.
 * Rejects with the system's error (`EADDRINUSE`) when the port is taken.
 */
export async function startSite({ port, host = "127.0.0.1", fodspor, contentKey }: SiteOptions) {
  const app = await createSite(fodspor, contentKey);
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(port, host);
  await once(server, "listening");
  const taken = (server.address() as AddressInfo).port;
  const name = host.includes(":") ? `[${host}]` : host;

  return {
    url: `http://${name}:${taken}`,
    port: taken,
    close: async () => {
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function createSite(fodspor: SiteOptions["fodspor"], contentKey: string | undefined) {
  const pages = await readPages(`${SITE}/pages`);
  const render = createRenderer(SITE, pages);
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const missing = byPath.get("/404/");
  const gate = byPath.get("/gate/");
  if (!missing || !gate) throw new Error("example/site/pages/404.html or gate.html is gone: put it back");
  for (const page of [missing, gate]) byPath.delete(page.path);

  const app = new Hono();
  app.use(etag());

  app.get("/robots.txt", (c) => c.text(`User-agent: *\nAllow: /\nSitemap: ${HOME}/sitemap.xml\n`));
  app.get("/sitemap.xml", (c) => {
    const listed = [...byPath.values()].filter((page) => !page.noindex);
    const urls = listed.map(({ path }) => `<url><loc>${HOME}${path}</loc></url>`).join("");
    const xml = `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls}</urlset>`;
    return c.body(xml, 200, { "content-type": "application/xml; charset=utf-8" });
  });
  app.get(
    "/static/*",
    serveStatic({
      root: SITE,
      onFound: (_path, c) => c.header("cache-control", "public, max-age=300"),
    }),
  );
  app.get("*", async (c, next) => {
    const page = byPath.get(c.req.path);
    if (page?.kind === "document" && contentKey !== undefined && !isFodspor(c.req.header(HEADER), contentKey))
      return c.html(await render(gate, fodspor(hostnameOf(c.req.raw))), 403);
    if (page) {
      c.header("cache-control", "no-cache");
      c.header("vary", "x-forwarded-host");
      return c.html(await render(page, fodspor(hostnameOf(c.req.raw))));
    }
    return byPath.has(`${c.req.path}/`) ? c.redirect(`${c.req.path}/`, 301) : next();
  });
  app.notFound(async (c) => c.html(await render(missing, fodspor(hostnameOf(c.req.raw))), 404));
  return app;
}

/** Whether it is Fodspor that asks, for somebody who has filled in the form. */
function isFodspor(shown: string | undefined, key: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(shown ?? ""), digest(key));
}

/** The name the visitor typed, also when an edge proxy stands in between. */
function hostnameOf(request: Request): string {
  const forwarded = URL.parse(`http://${request.headers.get("x-forwarded-host") ?? ""}`);
  return (forwarded ?? new URL(request.url)).hostname;
}
