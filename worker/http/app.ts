import { Hono } from "hono";
import { Refusal, toRefusal } from "../platform/errors.ts";
import { admin } from "./admin/index.tsx";
import { api } from "./api/index.ts";
import { blocksRoute } from "./blocks.ts";
import { collectRoute } from "./collect.ts";
import { confirmRoute } from "./confirm.tsx";
import { consentRoute } from "./consent.ts";
import { edge } from "./edge.ts";
import type { HttpEnv } from "./env.ts";
import { formsRoute } from "./forms.tsx";
import { context, cors } from "./middleware.ts";
import { snippetRoute } from "./snippet.ts";

/** All of Fodspor's routes under one prefix; everything else is edge mode. */
export function createApp(base: string): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.onError((error, c) => {
    const refusal = toRefusal(error);
    if (refusal.status === 503) {
      c.header("Retry-After", "5");
      c.header("Access-Control-Expose-Headers", "Retry-After");
    }
    return c.json(refusal, refusal.status);
  });
  app.use(context);
  for (const path of ["e", "consent", "b", "form"]) app.use(`${base}/${path}/*`, cors);
  app.route(base, snippetRoute);
  app.route(`${base}/e`, collectRoute);
  app.route(`${base}/consent`, consentRoute);
  app.route(`${base}/b`, blocksRoute);
  app.route(`${base}/form`, formsRoute);
  app.route(`${base}/confirm`, confirmRoute);
  app.route(`${base}/api`, api);
  app.route(`${base}/admin`, admin);
  app.all(`${base}/*`, () => {
    throw new Refusal("not_found", "There is no such route; docs/api.md lists them.");
  });
  app.all("*", edge);
  return app;
}
