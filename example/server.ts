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

type SiteOptions = {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  /** The runtime's address for a visitor who came by this hostname, such as `http://localhost:8787/_f`. */
  fodspor: (hostname: string) => string;
};

/**
 * Serves the demo website of Nordlys.
 * Rejects with the system's error (`EADDRINUSE`) when the port is taken.
 */
export async function startSite({ port, host = "127.0.0.1", fodspor }: SiteOptions) {
  const app = await createSite(fodspor);
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

async function createSite(fodspor: SiteOptions["fodspor"]) {
  const pages = await readPages(`${SITE}/pages`);
  const render = createRenderer(SITE, pages);
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const missing = byPath.get("/404/");
  if (!missing) throw new Error("example/site/pages/404.html is gone: put it back");
  byPath.delete(missing.path);

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

/** The name the visitor typed, also when an edge proxy stands in between. */
function hostnameOf(request: Request): string {
  const forwarded = URL.parse(`http://${request.headers.get("x-forwarded-host") ?? ""}`);
  return (forwarded ?? new URL(request.url)).hostname;
}
