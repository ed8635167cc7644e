/** A rendered e-mail, ready to go. */
export interface Mail {
  /** The message's own id: the same however often sending is tried. */
  id: string;
  from: { name: string; email: string };
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Those beside the usual: each a single line of ASCII. */
  headers?: Record<string, string>;
}

/** `failed` is final; `retry` left nothing behind; `unknown` may have been delivered, so it is never tried again. */
export type Delivery = { outcome: "sent" } | { outcome: "failed" | "retry" | "unknown"; reason: string };

/** A way for mail to leave. */
export interface Mailer {
  /** Whether the same id sent twice arrives once. */
  idempotent: boolean;
  send(mail: Mail): Promise<Delivery>;
}
