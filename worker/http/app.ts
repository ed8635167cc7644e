import { Hono } from "hono";
import { Refusal, toRefusal } from "../platform/errors.ts";
import { admin } from "./admin/index.tsx";
import { api } from "./api/index.ts";
import { blocksRoute } from "./blocks.ts";
import { collectRoute } from "./collect.ts";
import { confirmRoute } from "./confirm.tsx";
import { consentRoute } from "./consent.ts";
import { contentRoute } from "./content.tsx";
import { edge } from "./edge.ts";
import type { HttpEnv } from "./env.ts";
import { formCssRoute } from "./form-css.ts";
import { formsRoute } from "./forms/index.ts";
import { limited, RETRY_AFTER } from "./limits.ts";
import { context, cors } from "./middleware.ts";
import { preferencesRoute } from "./preferences/index.tsx";
import { snippetRoute } from "./snippet.ts";
import { unsubscribeRoute } from "./unsubscribe.tsx";
import { v1Routes } from "./v1/index.ts";

/** All of Fodspor's routes under one prefix; everything else is edge mode. */
export function createApp(base: string): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.onError((error, c) => {
    const refusal = toRefusal(error);
    if (refusal.status === 503 || refusal.status === 429) {
      c.header("Retry-After", refusal.status === 429 ? String(RETRY_AFTER) : "5");
      c.header("Access-Control-Expose-Headers", "Retry-After");
    }
    return c.json(refusal, refusal.status);
  });
  app.use(context);
  for (const path of ["e", "consent", "b", "form"]) app.use(`${base}/${path}/*`, cors, limited);
  app.route(base, snippetRoute);
  app.route(base, formCssRoute);
  app.route(`${base}/e`, collectRoute);
  app.route(`${base}/consent`, consentRoute);
  app.route(`${base}/b`, blocksRoute);
  app.route(`${base}/form`, formsRoute);
  app.route(`${base}/confirm`, confirmRoute);
  app.route(`${base}/unsubscribe`, unsubscribeRoute);
  app.route(`${base}/d`, contentRoute);
  app.route(`${base}/preferences`, preferencesRoute);
  app.route(`${base}/v1`, v1Routes);
  app.route(`${base}/api`, api);
  app.route(`${base}/admin`, admin);
  app.all(`${base}/*`, () => {
    throw new Refusal("not_found", "There is no such route; docs/api.md lists them.");
  });
  app.all("*", edge);
  return app;
}
