import { chooseLocale } from "../lib/language.ts";
import type { Mail } from "../platform/mailers/index.ts";
import { renderHtml, renderText } from "../platform/liquid.ts";
import { PREFERENCES, PREFERENCES_MAIL } from "./service.ts";
import type { Compiled } from "../playbook/index.ts";

/** A message's template filled in. `scope` has only what the template's kind may say. */
export function renderMail(
  playbook: Compiled,
  message: { id: string; email: string; template: string; locale: string },
  scope: Record<string, unknown>,
  unsubscribe: string | null,
): Mail {
  const template =
    playbook.emails[message.template] ?? (message.template === PREFERENCES ? PREFERENCES_MAIL : undefined);
  if (!template) throw new Error(`the playbook has no e-mail "${message.template}"`);
  const { subject, html, text } = template.locales[chooseLocale(message.locale, Object.keys(template.locales))]!;
  return {
    id: message.id,
    from: playbook.site.sender,
    to: message.email,
    subject: inOneLine(renderText(subject, scope)),
    html: renderHtml(html, scope),
    text: renderText(text, scope),
    headers: unsubscribe === null ? {} : oneClick(unsubscribe),
  };
}

/** A header's text: whatever somebody told of themselves, it ends no line, turns none, and is no encoded word (RFC 2047). */
const inOneLine = (text: string): string =>
  text
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]+/g, "")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .replaceAll("=?", "= ?")
    .trim();

/** Lets a mail program end it without a page (RFC 2369, RFC 8058). */
const oneClick = (url: string): Record<string, string> => ({
  "List-Unsubscribe": `<${url}>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});
