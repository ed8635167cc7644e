import type { Db } from "../db.ts";
import type { Mailer } from "./mailer.ts";

/** Puts mail into the `mailbox` table, where the dashboard shows it: nothing leaves the machine. */
export function localMailer(db: Db, now: number): Mailer {
  return {
    idempotent: true,
    async send({ id, from, to, subject, html, text, headers = {} }) {
      await db.write([
        {
          sql: `INSERT INTO mailbox (message_id, at, sender, recipient, subject, html, text, headers)
                SELECT id, ?, ?, ?, ?, ?, ?, ? FROM messages WHERE id = ? ON CONFLICT(message_id) DO NOTHING`,
          // Whoever was erased meanwhile has no message any more, and is not written down here again.
          args: [now, `${from.name} <${from.email}>`, to, subject, html, text, JSON.stringify(headers), id],
        },
      ]);
      return { outcome: "sent" };
    },
  };
}
