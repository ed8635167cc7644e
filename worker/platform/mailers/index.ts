import type { Context } from "../context.ts";
import { localMailer } from "./local.ts";
import type { Mailer } from "./mailer.ts";
import { smtpMailer } from "./smtp.ts";

export type { Delivery, Mail, Mailer } from "./mailer.ts";

/** The way out that `MAIL` names. */
export function mailer({ settings, db, now }: Context): Mailer {
  return settings.MAIL === "local" ? localMailer(db, now) : smtpMailer(settings.MAIL);
}
