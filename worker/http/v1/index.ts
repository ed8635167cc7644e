import { type Context as HonoContext, Hono } from "hono";
import { z } from "zod";
import { LIMITS } from "../../events/batch.ts";
import { type Envelope, objectOf } from "../../events/server/read.ts";
import { CALL_LIMITS } from "../../events/server/refused.ts";
import { sharedContext } from "../../events/server/shared-context.ts";
import { Time } from "../../events/server/time.ts";
import { parseJson } from "../../events/gate.ts";
import { isDeeperThan } from "../../lib/depth.ts";
import { Refusal, toRefusal } from "../../platform/errors.ts";
import { countLater } from "../../reports/tally.ts";
import { readText } from "../body.ts";
import type { HttpEnv } from "../env.ts";
import { basicUser, checkKey, noKey } from "./authorize.ts";
import { isPacked, readPacked } from "./body.ts";
import { take } from "./take.ts";

type Http = HonoContext<HttpEnv>;

const Verb = z.enum(["track", "identify", "page", "screen", "group", "alias"]);

const Batch = z.object({ batch: z.array(z.unknown()).min(1), sentAt: Time, context: z.unknown().optional() });

/** The Segment HTTP tracking API: a call by its verb, or many as a batch. docs/server.md tells how to use it. */
export const v1Routes = new Hono<HttpEnv>()
  .post("/batch", async (c) => {
    const { calls, envelope, leftOut } = batchOf(await bodyOf(c, CALL_LIMITS.batchBytes));
    if (leftOut > 0) countLater(c.get("context"), { traitsLeftOut: leftOut });
    const { accepted, refused } = await take(c.get("context"), await c.get("playbook")(), calls, envelope);
    // A person's no is an answer, not a mistake of whoever sent it.
    if (accepted === 0 && refused.some(({ code }) => code !== "no_consent"))
      throw new Refusal("invalid_request", "None of the calls could be taken; details.refused says why.", { refused });
    return c.json({ success: true, accepted, refused });
  })
  .post("/:verb", async (c) => {
    const verb = Verb.safeParse(c.req.param("verb"));
    if (!verb.success)
      throw new Refusal("not_found", "The calls are track, identify, page, screen, group, alias, batch.");
    const call = { ...objectOf(await bodyOf(c, CALL_LIMITS.callBytes)), type: verb.data };
    const { refused } = await take(c.get("context"), await c.get("playbook")(), [call], {});
    const [why] = refused;
    if (!why) return c.json({ success: true });
    if (why.code === "no_consent") return c.json({ success: true, accepted: 0, refused });
    throw new Refusal(why.code, why.message);
  });

/** The parsed body of a sender who has the write key. What is refused as a whole is counted by its code. */
async function bodyOf(c: Http, most: number): Promise<unknown> {
  const context = c.get("context");
  c.header("Cache-Control", "no-store");
  try {
    const { WRITE_KEY } = context.settings;
    const user = basicUser(c.req.header("authorization"));
    if (user === null) return await bodyWithKey(c, WRITE_KEY);
    checkKey(user, WRITE_KEY);
    return parseJson(await readPacked(c, most));
  } catch (error) {
    const refusal = toRefusal(error);
    if (refusal.code === "unauthorized") c.header("WWW-Authenticate", 'Basic realm="fodspor"');
    countLater(context, { [`refused.${refusal.code}`]: 1 });
    throw refusal;
  }
}

const TOO_LARGE_UNKNOWN = `Without the key as HTTP Basic authorization a body has ${CALL_LIMITS.callBytes} bytes at most.`;

/** The body of a sender whose key stands in it: who they are is known only then, so little is read and nothing unpacked. */
async function bodyWithKey(c: Http, writeKey: string): Promise<unknown> {
  if (isPacked(c)) throw noKey();
  const text = await readText(c, CALL_LIMITS.callBytes).catch((error: unknown) => {
    throw toRefusal(error).code === "body_too_large" ? new Refusal("body_too_large", TOO_LARGE_UNKNOWN) : error;
  });
  const body = parseJson(text);
  checkKey(objectOf(body)["writeKey"], writeKey);
  return body;
}

function batchOf(body: unknown): { calls: unknown[]; envelope: Envelope; leftOut: number } {
  const parsed = Batch.safeParse(body);
  if (!parsed.success)
    throw new Refusal("invalid_request", "The body needs batch (a list of calls), sentAt beside it.");
  const { batch, sentAt, context } = parsed.data;
  if (batch.length > CALL_LIMITS.calls)
    throw new Refusal("too_many_events", `A batch has ${CALL_LIMITS.calls} calls at most; send several.`);
  if (isDeeperThan(LIMITS.depth, context) || JSON.stringify(context ?? {}).length > CALL_LIMITS.callBytes)
    throw new Refusal("invalid_request", "The batch's context is too large; give each call its own.");
  const shared = sharedContext(context);
  return { calls: batch, envelope: { sentAt, context: shared.context }, leftOut: shared.leftOut };
}
