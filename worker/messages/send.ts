import { confirmUrl, deliverUrl } from "../forms/links.ts";
import { mayContact } from "../permissions/gate.ts";
import { unanswered } from "../permissions/standing.ts";
import type { Context } from "../platform/context.ts";
import { type Mail, mailer } from "../platform/mailers/index.ts";
import { type Compiled, inLocale } from "../playbook/index.ts";
import { renderMail } from "./render.ts";
import { claim, type Claimed, conclude } from "./store.ts";

const MOST_ATTEMPTS = 8;
const FIRST_RETRY = 30_000;

/**
 * Sends one message of the outbox, if it is due, nobody else is at it, and the permission ledger allows it now.
 * Called as often as one likes, it is sent once. A message taken but not concluded (a crash) is taken up by the tick.
 */
export async function sendMessage(context: Context, playbook: Compiled, id: string): Promise<void> {
  const { db, now } = context;
  const out = mailer(context);
  const message = await claim(db, id, now, out.idempotent);
  if (!message || message.status !== "sending") return;
  const verdict = mayContact(message, message.ledger);
  if (!verdict.allowed) return conclude(db, id, "refused", verdict.reason, { sentAt: null, dueAt: now });
  const mail = rendered(context, playbook, message);
  if (mail instanceof Error) return conclude(db, id, "failed", mail.message, { sentAt: null, dueAt: now });
  const delivery = await out.send(mail);
  if (delivery.outcome === "sent") return conclude(db, id, "sent", null, { sentAt: now, dueAt: now });
  const again = delivery.outcome === "retry" && message.attempts < MOST_ATTEMPTS;
  const status = again ? "queued" : delivery.outcome === "unknown" ? "unknown" : "failed";
  await conclude(db, id, status, delivery.reason, { sentAt: null, dueAt: now + FIRST_RETRY * 2 ** message.attempts });
}

/** The mail, or what is wrong with its template: trying again would not mend that. */
function rendered(context: Context, playbook: Compiled, message: Claimed): Mail | Error {
  try {
    return renderMail(playbook, message, scopeOf(context, playbook, message));
  } catch (error) {
    return error instanceof Error ? error : new Error("the template cannot be rendered");
  }
}

/** What a template may say. A confirmation goes to an address nobody has proven: it holds nothing that somebody typed in. */
function scopeOf(context: Context, playbook: Compiled, message: Claimed): Record<string, unknown> {
  const form = playbook.forms[message.data.form];
  const site = { site: playbook.site.name, form_title: form ? inLocale(form.title, message.locale) : "" };
  if (message.kind === "confirmation")
    return { ...site, confirm_url: confirmUrl(context, message, unanswered(message.ledger, message.data.submission)) };
  return {
    ...site,
    first_name: message.traits["firstName"] ?? "",
    deliver_url: form ? deliverUrl(context, playbook, form) : "",
    deliver_label: form ? inLocale(form.deliver.label, message.locale) : "",
  };
}
