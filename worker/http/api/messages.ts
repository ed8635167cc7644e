import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { messages } from "../../reports/messages.ts";
import { currentPermissions, permissions } from "../../reports/permissions.ts";
import { ask, askOne } from "../../reports/query.ts";
import type { HttpEnv } from "../env.ts";
import { answers, EmailQuery, Id, iso, isoOrNull, Next, PageQuery, secured, Time } from "./contract.ts";

const Status = z.enum(["pending", "confirmed", "withdrawn", "expired"]);

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
    subject: z.string().optional().openapi({ description: "Subject, html and text: only with MAIL=local." }),
    html: z.string().optional(),
    text: z.string().optional(),
  })
  .openapi("Message");

const Permission = z
  .object({
    id: Id,
    profile: Id,
    email: z.string(),
    channel: z.string().openapi({ example: "email" }),
    topic: z.string().openapi({ example: "newsletter" }),
    status: Status,
    at: Time,
    submission: Id.openapi({ description: "The form submission by which it was asked." }),
    evidence: z
      .object({
        version: z.string(),
        text: z.string().openapi({ description: "The wording that was read." }),
        locale: z.string(),
        url: z.string(),
        form: z.string(),
        ip: z.string().nullable().openapi({ description: "Truncated to its network." }),
        userAgent: z.string(),
        hash: z.string().optional().openapi({ description: "SHA-256 of the wording, base64url." }),
        how: z.string().optional().openapi({ example: "double" }),
        message: Id.optional().openapi({ description: "The mail in which it was answered." }),
      })
      .nullable(),
  })
  .openapi("Permission");

const ByEmail = PageQuery.extend({ email: EmailQuery.optional(), profile: Id.optional() });

const listMessages = createRoute({
  method: "get",
  path: "/messages",
  tags: ["Messages"],
  summary: "Messages, newest first, and what became of them",
  ...secured,
  request: { query: ByEmail },
  responses: answers(z.object({ messages: z.array(Message), next: Next }), "Messages"),
});

const listPermissions = createRoute({
  method: "get",
  path: "/permissions",
  tags: ["Messages"],
  summary: "The permission ledger, newest first, with its evidence",
  description: "`current` is what holds now for the address asked about; without `email` it is empty.",
  ...secured,
  request: { query: ByEmail },
  responses: answers(
    z.object({
      permissions: z.array(Permission),
      current: z.record(z.string(), Status).openapi({ example: { newsletter: "confirmed" } }),
      next: Next,
    }),
    "The ledger",
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
      ...(mail ? { subject: mail.subject, html: mail.html, text: mail.text } : {}),
    }));
    return c.json({ messages: view, next }, 200);
  });

  api.openapi(listPermissions, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const ledger = permissions(filter, { limit, cursor });
    const [{ items, next }, current] = await ask(c.get("context").db, ledger, currentPermissions(filter.email ?? ""));
    return c.json({ permissions: items.map((row) => ({ ...row, at: iso(row.at) })), current, next }, 200);
  });
}
