import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { enqueue } from "../../messages/enqueue.ts";
import { messages } from "../../reports/messages.ts";
import { askOne } from "../../reports/query.ts";
import type { HttpEnv } from "../env.ts";
import { answers, ByEmail, EmailQuery, Id, iso, isoOrNull, Next, secured, Time } from "./contract.ts";

const Message = z
  .object({
    id: Id,
    profile: Id,
    email: z.string().openapi({ example: "anna@nordvare.example" }),
    template: z.string().openapi({ example: "whitepaper-confirm" }),
    kind: z.string().openapi({ example: "confirmation" }),
    topic: z.string().openapi({ example: "whitepaper" }),
    status: z.enum(["queued", "sending", "sent", "refused", "failed", "unknown"]),
    reason: z.string().nullable().openapi({ description: "Why it was refused or failed." }),
    attempts: z.number().int(),
    createdAt: Time,
    sentAt: Time.nullable(),
    subject: z.string().optional().openapi({ description: "Subject, html, text and headers: only with MAIL=local." }),
    html: z.string().optional(),
    text: z.string().optional(),
    headers: z
      .record(z.string(), z.string())
      .optional()
      .openapi({ example: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } }),
  })
  .openapi("Message");

const listMessages = createRoute({
  method: "get",
  path: "/messages",
  tags: ["Messages"],
  summary: "Messages, newest first, and what became of them",
  ...secured,
  request: { query: ByEmail },
  responses: answers(z.object({ messages: z.array(Message), next: Next }), "Messages"),
});

const sendMessage = createRoute({
  method: "post",
  path: "/messages",
  tags: ["Messages"],
  summary: "Sends one marketing mail of the playbook to one person",
  description:
    "It goes to the outbox, and out of it only if the person permits the e-mail's `topic` at that moment: else it is `refused`, with the reason. The same `id` told again is the same mail, and answers what has become of it.",
  ...secured,
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z
            .strictObject({
              id: Id.optional().openapi({ description: "Of your making; without it each request is another mail." }),
              email: EmailQuery.optional().openapi({ description: "Whom: an address …" }),
              profile: Id.optional().openapi({ description: "… or a person's id." }),
              template: z.string().min(1).max(64).openapi({ example: "welcome" }),
            })
            .refine(({ email, profile }) => (email === undefined) !== (profile === undefined), {
              message: "say to whom: either email or profile",
              path: ["email"],
            }),
        },
      },
    },
  },
  responses: answers(
    z.object({ id: Id, status: Message.shape.status, reason: z.string().nullable() }),
    "The mail, queued",
    "invalid_json",
    "not_found",
    "conflict",
  ),
});

export function messageRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(listMessages, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const { items, next } = await askOne(c.get("context").db, messages(filter, { limit, cursor }));
    const view = items.map(({ mail, ...message }) => ({
      ...message,
      createdAt: iso(message.createdAt),
      sentAt: isoOrNull(message.sentAt),
      ...(mail ? { subject: mail.subject, html: mail.html, text: mail.text, headers: mail.headers } : {}),
    }));
    return c.json({ messages: view, next }, 200);
  });

  api.openapi(sendMessage, async (c) => {
    const { id = crypto.randomUUID(), email, profile, template } = c.req.valid("json");
    const to = email === undefined ? { profile: profile! } : { email };
    const { status, reason } = await enqueue(c.get("context"), await c.get("playbook")(), { id, template, to });
    return c.json({ id, status, reason }, 200);
  });
}
