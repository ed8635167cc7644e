import { escapeHtml } from "../lib/html.ts";
import { type Form, inLocale, type Text } from "../playbook/index.ts";
import { attributes } from "./render-parts.ts";
import { directionOf, shownWords } from "./render-words.ts";
import { formTexts } from "./texts.ts";

/** What a form that was sent leads to. */
export interface Done {
  /** Where what it promises is found; null before it may be had. */
  link: string | null;
  /** The address that sends the mail once more; null where there is none to send. */
  resend: string | null;
  /** Another page, or another form with the address of its own page. */
  next: { redirect: string } | { form: string; action: string } | null;
  /** Of its title: 1 on a page of its own. */
  level?: 1 | 2;
}

/** What stands in a form's place once it was sent. The snippet follows `data-redirect` at once, and shows the next form. */
export function renderDone(
  form: Form,
  locale: string,
  status: "pending" | "confirmed",
  { link, resend, next, level = 2 }: Done,
): string {
  const { title, text } = (status === "pending" && form.pending) || form.confirmed;
  const words = shownWords(locale);
  const t = (given: Text): string => escapeHtml(inLocale(given, locale));
  const parts = [
    `<h${level} class="fodspor-title" tabindex="-1">${t(title)}</h${level}>`,
    `<p>${t(text)}</p>`,
    link &&
      form.deliver &&
      `<p><a${attributes({ class: "fodspor-deliver button button--primary", href: link })}>${t(form.deliver.label)}</a></p>`,
    resend &&
      `<form${attributes({ class: "fodspor-resend", method: "post", action: resend, "data-done": words.resent, "data-error": formTexts(locale).failed })}>
<button type="submit" class="button">${escapeHtml(words.resend)}</button>
<p class="fodspor-message" role="status"></p>
</form>`,
    next && "redirect" in next
      ? `<p><a${attributes({ class: "fodspor-next", href: next.redirect, "data-redirect": true })}>${escapeHtml(words.goOn)}</a></p>`
      : next &&
        `<fodspor-form${attributes({ name: next.form })}><a${attributes({ class: "fodspor-next", href: next.action })}>${escapeHtml(words.goOn)}</a></fodspor-form>`,
  ];
  return `<div class="fodspor-done" lang="${escapeHtml(locale)}" dir="${directionOf(locale)}">
${parts.filter(Boolean).join("\n")}
</div>`;
}
