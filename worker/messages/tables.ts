import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { MessageData, MessageKind, MessageStatus } from "./message.ts";

/** The outbox: committed with what caused it, sent afterwards, once. */
export const messages = sqliteTable(
  "messages",
  {
    id: text("id").primaryKey(),
    profileId: text("profile_id").notNull(),
    email: text("email").notNull(),
    template: text("template").notNull(),
    kind: text("kind").$type<MessageKind>().notNull(),
    topic: text("topic").notNull(),
    locale: text("locale").notNull(),
    /** The network (truncated address) from which it was asked for. */
    network: text("network"),
    data: text("data", { mode: "json" }).$type<MessageData>().notNull(),
    status: text("status").$type<MessageStatus>().notNull(),
    reason: text("reason"),
    attempts: integer("attempts").notNull().default(0),
    dueAt: integer("due_at").notNull(),
    createdAt: integer("created_at").notNull(),
    sentAt: integer("sent_at"),
  },
  (t) => [
    index("messages_due").on(t.status, t.dueAt),
    index("messages_email").on(t.email),
    index("messages_network")
      .on(t.network, t.status, t.sentAt)
      .where(sql`network IS NOT NULL`),
    index("messages_profile").on(t.profileId),
  ],
);

/** What the local mailer "sent": one row a message, however often it is tried. */
export const mailbox = sqliteTable(
  "mailbox",
  {
    messageId: text("message_id").primaryKey(),
    at: integer("at").notNull(),
    sender: text("sender").notNull(),
    recipient: text("recipient").notNull(),
    subject: text("subject").notNull(),
    html: text("html").notNull(),
    text: text("text").notNull(),
    /** Those that are ours to choose, by name. */
    headers: text("headers", { mode: "json" }).$type<Record<string, string>>(),
  },
  (t) => [index("mailbox_at").on(t.at)],
);
