import { createTransport } from "nodemailer";
import type { Delivery, Mailer } from "./mailer.ts";

/** Commands before the message itself: what fails there has left nothing behind. */
const BEFORE_DATA = new Set(["CONN", "EHLO", "HELO", "STARTTLS", "AUTH", "MAIL FROM", "RCPT TO"]);

/** Sends over SMTP (RFC 5321) to a server given as `smtp://user:password@host:port` or `smtps://…`. */
export function smtpMailer(url: string): Mailer {
  return {
    idempotent: false,
    async send({ id, from, to, subject, html, text }) {
      const transport = createTransport({
        url,
        connectionTimeout: 10_000,
        greetingTimeout: 10_000,
        socketTimeout: 20_000,
      });
      const domain = from.email.slice(from.email.indexOf("@") + 1);
      try {
        await transport.sendMail({
          from: { name: from.name, address: from.email },
          to,
          subject,
          html,
          text,
          messageId: `<${id}@${domain}>`,
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return { outcome: "sent" };
      } catch (error) {
        return verdict(error as { responseCode?: number; command?: string; code?: string });
      } finally {
        transport.close();
      }
    },
  };
}

function verdict({
  responseCode,
  command,
  code,
}: {
  responseCode?: number;
  command?: string;
  code?: string;
}): Delivery {
  const reason = `${command ?? "SMTP"} ${responseCode ?? code ?? "failed"}`;
  if (responseCode !== undefined && responseCode >= 500) return { outcome: "failed", reason };
  if (responseCode !== undefined) return { outcome: "retry", reason };
  return { outcome: command !== undefined && BEFORE_DATA.has(command) ? "retry" : "unknown", reason };
}
