import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Event } from "../../events/event.ts";
import type { Message } from "../../events/message.ts";
import { ingest } from "../../ingest.ts";
import { uuidOf } from "../../lib/uuid.ts";
import { sendMessage } from "../../messages/send.ts";
import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/errors.ts";
import type { Compiled } from "../../playbook/index.ts";
import { type DeadLetter, deadLetter, deadLetters, markReplayed } from "../../reports/dead-letters.ts";
import { askOne } from "../../reports/query.ts";
import type { HttpEnv } from "../env.ts";
import { answers, iso, isoOrNull, Next, PageQuery, secured, Time } from "./contract.ts";

const Dead = z
  .object({
    id: z.string(),
    at: Time,
    reason: z.string().openapi({ example: 'the playbook has no form "whitepaper"' }),
    body: z.unknown().openapi({ description: "What could not be processed, as it came." }),
    replayedAt: Time.nullable(),
  })
  .openapi("DeadLetter");

const list = createRoute({
  method: "get",
  path: "/dead-letters",
  tags: ["Operation"],
  summary: "What could not be processed, newest first, with the reason",
  ...secured,
  request: { query: PageQuery },
  responses: answers(z.object({ deadLetters: z.array(Dead), next: Next }), "Dead letters"),
});

const replay = createRoute({
  method: "post",
  path: "/dead-letters/{id}/replay",
  tags: ["Operation"],
  summary: "Send a dead letter through the pipeline once more",
  description:
    "After what kept it from being processed was mended. An event that was stored meanwhile is not stored twice.",
  ...secured,
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: answers(z.object({ id: z.string(), replayedAt: Time }), "It was taken in", "not_found"),
});

export function deadLetterRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const { items, next } = await askOne(c.get("context").db, deadLetters(c.req.valid("query")));
    const view = items.map((dead) => ({ ...dead, at: iso(dead.at), replayedAt: isoOrNull(dead.replayedAt) }));
    return c.json({ deadLetters: view, next }, 200);
  });

  api.openapi(replay, async (c) => {
    const context = c.get("context");
    const { id } = c.req.valid("param");
    await replayDeadLetter(context, await c.get("playbook")(), id);
    return c.json({ id, replayedAt: iso(context.now) }, 200);
  });
}

/** Takes a dead letter in again and notes that. @throws Refusal `not_found`, `unavailable` */
export async function replayDeadLetter(context: Context, playbook: Compiled, id: string): Promise<void> {
  const dead = await askOne(context.db, deadLetter(id));
  if (!dead) throw new Refusal("not_found", "There is no such dead letter; /dead-letters lists them.");
  const mail = MailBody.safeParse(dead.body);
  if (mail.success) await sendMessage(context, playbook, mail.data.id);
  else await ingest(context, playbook, messageOf(dead, context.now));
  await markReplayed(context.db, id, context.now);
}

/** What the MAIL queue carried. */
const MailBody = z.strictObject({ id: z.string(), at: z.number() });

/** A queue message is buried whole; an event by itself. */
function messageOf({ id, body }: DeadLetter, now: number): Message {
  if (body !== null && typeof body === "object" && "kind" in body) return body as Message;
  return { kind: "events", id: uuidOf("replay", id, String(now)), events: [body as Event] };
}
