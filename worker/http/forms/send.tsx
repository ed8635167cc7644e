import { raw } from "hono/html";
import type { Event } from "../../events/event.ts";
import { deliverUrl } from "../../forms/links.ts";
import { nextOf } from "../../forms/next.ts";
import { renderDone, renderForm } from "../../forms/render.ts";
import { resendToken } from "../../forms/resend.ts";
import { TRAP } from "../../forms/trap.ts";
import { submit, type Submitted } from "../../pipeline.ts";
import { inLocale } from "../../playbook/index.ts";
import { writeVisitor } from "../cookie.ts";
import { accepted, type Sent, Wrong } from "./accept.ts";
import { formPage, plainPage } from "./page.tsx";
import { formOf, type Http, metaOf, readValues, remembered, senderOf, type Values, wantsPage } from "./request.ts";
import { baseOf, decideForm, formView, sealedView } from "./view.ts";

/** `POST /form/:id`: takes the answers or says, field by field, what is wrong with them. Nothing that is refused is stored. */
export async function send(c: Http): Promise<Response> {
  const playbook = await c.get("playbook")();
  const form = formOf(playbook, c.req.param("id")!);
  const values = await readValues(c);
  const sender = await senderOf(c, playbook, typeof values["token"] === "string" ? values["token"] : undefined);
  const meta = metaOf(values);
  const visitor = remembered(sender);
  const decided = decideForm(c, playbook, form, visitor, meta.url, meta.locale, meta.submission);
  const sent: Sent = { playbook, form, visitor, values, meta, decided };
  try {
    const event = await accepted(c, sent);
    return await done(c, sent, event, await submit(c.get("context"), playbook, visitor, event));
  } catch (error) {
    const isPage = wantsPage(c);
    if (!(error instanceof Wrong) || !(isPage || error.anew)) throw error;
    const shown = { ...error.shown, values: shownAgain(values, error) };
    const view = { ...(await sealedView(c, playbook, decided)), ...shown };
    return isPage ? formPage(c, playbook, view, 422) : c.json({ ...error.toJSON(), html: renderForm(view) }, 422);
  }
}

/** Says what has become of it: as a page, or as JSON with the mark-up to show instead of the form. */
async function done(c: Http, sent: Sent, event: Event, { status, visitor }: Submitted): Promise<Response> {
  const context = c.get("context");
  const { playbook, form, meta, decided } = sent;
  const { id, locale } = decided;
  const kept = visitor ? await writeVisitor(c, visitor, meta.token) : {};
  const to = { form: id, profile: visitor?.profile ?? event.profile, submission: event.id, locale };
  const asks = status === "pending" && event.submission!.permissions.length > 0 && form.emails.confirm !== undefined;
  const again = asks && playbook.site.permission.resends > 0;
  const shown = {
    link: status === "confirmed" ? await deliverUrl(context, playbook, to) : null,
    resend: again
      ? `${baseOf(c)}/form/resend/${await resendToken(context, playbook, { again: event.id, form: id, locale })}`
      : null,
    next: nextOf(context, playbook, form, baseOf(c)),
  };
  if (!wantsPage(c)) {
    const { next } = shown;
    const told = next === null ? {} : { next: "form" in next ? { form: next.form } : next };
    return c.json({ ok: true, status, html: renderDone(form, locale, status, shown), ...told, ...kept });
  }
  if (shown.next && "redirect" in shown.next) return c.redirect(shown.next.redirect, 303);
  const next = shown.next && formOf(playbook, shown.next.form);
  const title = inLocale(form.title, locale);
  return plainPage(c, playbook, {
    title,
    locale,
    children: (
      <>
        {raw(renderDone(form, locale, status, { ...shown, next: null, level: 1 }))}
        {next && raw(renderForm(await formView(c, playbook, next, visitor, meta.url, locale)))}
      </>
    ),
  });
}

/** What was written, for the form that asks once more: never what only machines write, nor a yes to other words. */
const shownAgain = (values: Values, { unread }: Wrong): Values => ({
  ...values,
  [TRAP]: undefined,
  ...Object.fromEntries(unread.map((topic) => [`permission.${topic}`, undefined])),
});
