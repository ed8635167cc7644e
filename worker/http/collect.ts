import { type Context as HonoContext, Hono } from "hono";
import { LIMITS } from "../events/batch.ts";
import { botReason, gate, type Gated, unseen } from "../events/gate.ts";
import { Refusal, toRefusal } from "../platform/errors.ts";
import { collect } from "../pipeline.ts";
import type { Compiled } from "../playbook/index.ts";
import { countLater } from "../reports/tally.ts";
import { readText } from "./body.ts";
import { readVisitor, writeVisitor } from "./cookie.ts";
import type { HttpEnv } from "./env.ts";
import { checkOrigin } from "./origins.ts";
import { requestSource } from "./source.ts";

/** `POST /e`: a batch of events from a browser. */
export const collectRoute = new Hono<HttpEnv>().post("/", async (c) => {
  const context = c.get("context");
  const playbook = await c.get("playbook")();
  const { accepted, refused, consent, reset, token, webdriver } = await gated(c, playbook);
  for (const { code } of refused) countLater(context, { [`refused.${code}`]: 1 });
  const [first] = refused;
  if (first && accepted.length === 0) throw new Refusal(first.code, first.message, { refused });
  const source = requestSource(c);
  const robot = botReason(c.req.raw.headers, c.get("cf")(), { webdriver, local: context.settings.LOCAL });
  if (robot) {
    countLater(context, { [`refused.${robot}`]: accepted.length });
    if (robot === "prefetch") throw unseen();
    return c.json({ ok: true, accepted: 0, refused: accepted.map(({ id }) => ({ id, code: robot })) });
  }
  const visitor = reset ? null : await readVisitor(c, token);
  const next = await collect(context, playbook, { visitor, consent, events: accepted, source });
  return c.json({
    ok: true,
    accepted: accepted.length,
    refused: refused.map(({ id, code }) => ({ id, code })),
    ...(await writeVisitor(c, next, token)),
  });
});

/** The batch, let in or refused as a whole; a refusal is counted by its code. */
async function gated(c: HonoContext<HttpEnv>, playbook: Compiled): Promise<Gated> {
  const context = c.get("context");
  try {
    checkOrigin(c.req.header("origin"), context.settings, playbook);
    return gate(await readText(c, LIMITS.bodyBytes), context.now, playbook.site.retention.events);
  } catch (error) {
    const refusal = toRefusal(error);
    countLater(context, { [`refused.${refusal.code}`]: 1 });
    throw refusal;
  }
}
