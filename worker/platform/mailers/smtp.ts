import { createTransport } from "nodemailer";
import type { Delivery, Mailer } from "./mailer.ts";

interface SmtpError {
  responseCode?: number;
  command?: string;
  code?: string;
}

/** Sends over SMTP (RFC 5321) to a server given as `smtp://user:password@host:port` or `smtps://…`. */
export function smtpMailer(url: string): Mailer {
  return {
    idempotent: false,
    async send({ id, from, to, subject, html, text, headers = {} }) {
      let handedOver = false;
      const transport = createTransport({
        url,
        connectionTimeout: 10_000,
        greetingTimeout: 10_000,
        socketTimeout: 20_000,
        transactionLog: true,
        // The one way nodemailer tells how far it came: an error by itself does not say whether DATA was sent.
        logger: listening((line) => (handedOver ||= line === "DATA")),
      });
      const domain = from.email.slice(from.email.indexOf("@") + 1);
      try {
        await transport.sendMail({
          from: { name: from.name, address: from.email },
          // As parts, not as a line to be read: what stands in an address makes no second one.
          to: { name: "", address: to },
          subject,
          html,
          text,
          messageId: `<${id}@${domain}>`,
          headers: { "Auto-Submitted": "auto-generated", ...prepared(headers) },
        });
        return { outcome: "sent" };
      } catch (error) {
        return verdict(error as SmtpError, handedOver);
      } finally {
        transport.close();
      }
    },
  };
}

/** Headers as they are: folded elsewhere than at a space, a link would not be one. */
function prepared(headers: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, { prepared: true, foldLines: false, value }]),
  );
}

/**
 * What became of the mail. Only what the server says of the recipient or of the mail itself is final; a wrong password
 * or a server that is down is ours to mend, and the mail waits. Silence after the mail was handed over proves nothing.
 */
function verdict({ responseCode, command, code }: SmtpError, handedOver: boolean): Delivery {
  const reason = `${command ?? "SMTP"} ${responseCode ?? code ?? "failed"}`;
  if (responseCode === undefined) return { outcome: handedOver ? "unknown" : "retry", reason };
  const final = responseCode >= 500 && (handedOver || command === "RCPT TO");
  return { outcome: final ? "failed" : "retry", reason };
}

/** A logger for nodemailer that hears the client's commands and writes nothing. */
function listening(hear: (line: string) => void) {
  const log = (entry: { tnx?: string }, message: string): void => {
    if (entry.tnx === "client") hear(message);
  };
  return { level: () => undefined, trace: log, debug: log, info: log, warn: log, error: log, fatal: log };
}
