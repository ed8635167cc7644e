import { chooseLocale } from "../lib/language.ts";
import type { Mail } from "../platform/mailers/index.ts";
import { renderHtml, renderText } from "../platform/liquid.ts";
import type { Compiled } from "../playbook/index.ts";

/** A message's template filled in. `scope` has only what the template's kind may say. */
export function renderMail(
  playbook: Compiled,
  message: { id: string; email: string; template: string; locale: string },
  scope: Record<string, unknown>,
): Mail {
  const template = playbook.emails[message.template];
  if (!template) throw new Error(`the playbook has no e-mail "${message.template}"`);
  const { subject, html, text } = template.locales[chooseLocale(message.locale, Object.keys(template.locales))]!;
  return {
    id: message.id,
    from: playbook.site.sender,
    to: message.email,
    subject: renderText(subject, scope).replace(/\s+/g, " ").trim(),
    html: renderHtml(html, scope),
    text: renderText(text, scope),
  };
}
