import type { Db } from "../db.ts";
import type { Mailer } from "./mailer.ts";

/** Puts mail into the `mailbox` table, where the dashboard shows it: nothing leaves the machine. */
export function localMailer(db: Db, now: number): Mailer {
  return {
    idempotent: true,
    async send({ id, from, to, subject, html, text }) {
      await db.write([
        {
          sql: `INSERT INTO mailbox (message_id, at, sender, recipient, subject, html, text)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(message_id) DO NOTHING`,
          args: [id, now, `${from.name} <${from.email}>`, to, subject, html, text],
        },
      ]);
      return { outcome: "sent" };
    },
  };
}
