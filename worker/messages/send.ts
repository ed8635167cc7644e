import { confirmUrl, deliverUrl } from "../forms/links.ts";
import { askedAt, mayContact } from "../permissions/gate.ts";
import { preferencesUrl, unsubscribeUrl } from "../permissions/links.ts";
import { asOf, unanswered } from "../permissions/standing.ts";
import type { Context } from "../platform/context.ts";
import { type Delivery, type Mail, type Mailer, mailer } from "../platform/mailers/index.ts";
import { type Compiled, inLocale } from "../playbook/index.ts";
import { newestPlaybook } from "../playbook/store.ts";
import { renderMail } from "./render.ts";
import { claim, type Claimed, conclude, putOff, suppressionsOf } from "./store.ts";

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
  const current = await newestPlaybook(db, playbook, message.revision);
  const suppressions = await suppressionsOf(db, context.sealer.fingerprints(message.email));
  const verdict = mayContact(message, { ...message.facts, suppressions }, current.site.permission, now);
  if (!verdict.allowed && verdict.until !== undefined) return putOff(db, id, verdict.until, verdict.reason);
  if (!verdict.allowed) return conclude(db, id, "refused", verdict.reason, { sentAt: null, dueAt: now });
  const delivery = await deliver(context, current, message, out);
  if (delivery.outcome === "sent") return conclude(db, id, "sent", null, { sentAt: now, dueAt: now });
  const again = delivery.outcome === "retry" && message.attempts < MOST_ATTEMPTS;
  const status = again ? "queued" : delivery.outcome === "unknown" ? "unknown" : "failed";
  await conclude(db, id, status, delivery.reason, { sentAt: null, dueAt: now + FIRST_RETRY * 2 ** message.attempts });
}

/** Whether it is sent by a permission, which its reader may take back in it. */
const isByTopic = ({ kind, topic }: Claimed): boolean => (kind === "delivery" || kind === "marketing") && topic !== "";

/** Renders and sends. A template that cannot be rendered may be mended by the playbook's next revision, so it is tried again. */
async function deliver(context: Context, playbook: Compiled, message: Claimed, out: Mailer): Promise<Delivery> {
  let mail: Mail;
  try {
    const unsubscribe = isByTopic(message) ? await unsubscribeUrl(context, holderOf(message)) : null;
    mail = renderMail(playbook, message, await scopeOf(context, playbook, message, unsubscribe), unsubscribe);
  } catch (error) {
    return { outcome: "retry", reason: error instanceof Error ? error.message : "the template cannot be rendered" };
  }
  return out.send(mail);
}

/** What a template may say. A confirmation goes to an address nobody has proven: it holds nothing that somebody typed in. */
async function scopeOf(
  context: Context,
  playbook: Compiled,
  message: Claimed,
  unsubscribe: string | null,
): Promise<Record<string, unknown>> {
  const { ledger, isProved } = message.facts;
  const { submission } = message.data;
  const form = playbook.forms[message.data.form];
  const site = { site: playbook.site.name, form_title: form ? inLocale(form.title, message.locale) : "" };
  if (message.kind === "confirmation") {
    const expires = askedAt(ledger, submission) + playbook.site.permission.confirmWithin;
    return {
      ...site,
      confirm_url: await confirmUrl(context, message, unanswered(asOf(ledger, context.now), submission), expires),
    };
  }
  return {
    ...site,
    // Nor does one that somebody typed in where that is enough.
    first_name: isProved ? (message.traits["firstName"] ?? "") : "",
    deliver_url:
      (await deliverUrl(context, playbook, { ...message.data, profile: message.profileId, locale: message.locale })) ??
      "",
    unsubscribe_url: unsubscribe ?? "",
    preferences_url: await preferencesUrl(context, holderOf(message)),
    deliver_label: form?.deliver ? inLocale(form.deliver.label, message.locale) : "",
  };
}

/** Whose a link in a mail is, and what it ends. */
const holderOf = ({ id, profileId, email, topic, locale }: Claimed) => ({
  profile: profileId,
  email,
  topic,
  message: id,
  locale,
});
