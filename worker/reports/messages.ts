import type { Row } from "@libsql/client/http";
import type { MessageStatus } from "../messages/message.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { PERSON_ID } from "./people.ts";
import { json, number, type Query, text } from "./query.ts";

/** A message of the outbox; `mail` is what the local mailer made of it. Times are epoch ms. */
export interface Sent {
  id: string;
  profile: string;
  email: string;
  template: string;
  kind: string;
  topic: string;
  status: MessageStatus;
  reason: string | null;
  attempts: number;
  createdAt: number;
  sentAt: number | null;
  mail: { sender: string; subject: string; html: string; text: string; headers: Record<string, string> } | null;
}

/** Which messages are wanted; all that is given must hold. */
export interface MessageFilter {
  email?: string | undefined;
  profile?: string | undefined;
}

const MESSAGE = `m.rowid AS place, m.id, m.profile_id, m.email, m.template, m.kind, m.topic, m.status, m.reason, m.attempts,
  m.created_at, m.sent_at, b.sender, b.subject, b.headers`;
const FROM = "FROM messages AS m LEFT JOIN mailbox AS b ON b.message_id = m.id";

/** Messages, newest first. */
export function messages({ email, profile }: MessageFilter, page: Page): Query<Part<Sent>> {
  const key = keyOf(page, 1);
  const conditions = ["true"];
  const args: (string | number)[] = [];
  if (email !== undefined) {
    conditions.push("m.email = ?");
    args.push(email);
  }
  if (profile !== undefined) {
    conditions.push(`m.profile_id = ${PERSON_ID}`);
    args.push(profile);
  }
  if (key) {
    conditions.push("m.rowid < ?");
    args.push(...key);
  }
  return {
    statements: [
      {
        sql: `SELECT ${MESSAGE}, b.html, b.text ${FROM} WHERE ${conditions.join(" AND ")} ORDER BY m.rowid DESC LIMIT ?`,
        args: [...args, page.limit + 1],
      },
    ],
    read: (rows) => cut(rows, page, (row) => [Number(row["place"])], toSent),
  };
}

/** One message. */
export function message(id: string): Query<Sent | null> {
  return {
    statements: [{ sql: `SELECT ${MESSAGE}, b.html, b.text ${FROM} WHERE m.id = ?`, args: [id] }],
    read: ([row]) => (row ? toSent(row) : null),
  };
}

function toSent(row: Row): Sent {
  const subject = text(row, "subject");
  return {
    id: String(row["id"]),
    profile: String(row["profile_id"]),
    email: String(row["email"]),
    template: String(row["template"]),
    kind: String(row["kind"]),
    topic: String(row["topic"]),
    status: String(row["status"]) as MessageStatus,
    reason: text(row, "reason"),
    attempts: Number(row["attempts"]),
    createdAt: Number(row["created_at"]),
    sentAt: number(row, "sent_at"),
    mail:
      subject === null
        ? null
        : {
            sender: String(row["sender"]),
            subject,
            html: String(row["html"]),
            text: String(row["text"]),
            headers: json<Record<string, string>>(row, "headers") ?? {},
          },
  };
}
