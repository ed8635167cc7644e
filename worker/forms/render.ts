import { escapeHtml } from "../lib/html.ts";
import { inLocale, isQuestion, type Field } from "../playbook/index.ts";
import { renderFields, stepsOf } from "./render-fields.ts";
import {
  attributes,
  idOf,
  type Pen,
  penOf,
  placementOf,
  renderBox,
  renderChallenge,
  renderKnown,
  renderSummary,
  renderTrap,
} from "./render-parts.ts";
import { directionOf } from "./render-words.ts";
import { hasTrap } from "./trap.ts";
import type { FormView } from "./view.ts";

export { type Done, renderDone } from "./render-done.ts";
export type { FormView } from "./view.ts";

/**
 * A form as an HTML fragment. All of it is labelled, errors are tied to their fields, and no box is ticked but by the visitor
 * himself; nothing of a profile is in it but a masked address. Without JavaScript it is one long page that works; the
 * snippet makes steps of it and hides what does not apply. Under any content security policy: no style, no script.
 */
export function renderForm(view: FormView): string {
  const pen = penOf(view);
  const { form, locale, asked } = view;
  const labels = new Map(
    asked.fields.filter(isQuestion).map(({ name, label }) => [name, inLocale(label, locale)] as const),
  );
  const implied = form.permissions.filter(({ box }) => !box);
  const root = attributes({
    class: "fodspor-form",
    method: "post",
    action: view.action,
    id: idOf(pen, "the-form"),
    lang: locale,
    dir: directionOf(locale),
    "aria-labelledby": idOf(pen, "form-title"),
    "data-form": view.id,
    "data-error": form.error ? inLocale(form.error, locale) : pen.texts.failed,
    ...placementOf(pen),
  });
  return lines([
    `<form${root}>`,
    heading(pen),
    form.intro && `<p class="fodspor-intro">${pen.say(form.intro)}</p>`,
    gets(pen),
    hidden("submission", view.submission),
    hidden("url", view.url),
    hidden("locale", locale),
    hidden("ticket", view.ticket),
    hasTrap(form) ? renderTrap(pen) : "",
    renderSummary(pen, labels),
    ...renderFields(pen, asked.fields),
    `<div class="fodspor-end">`,
    ...asked.boxes.map((box) => renderBox(pen, box)),
    renderChallenge(pen),
    ...implied.map(
      (one) => `<p class="fodspor-basis" data-version="${escapeHtml(one.version)}">${pen.say(one.text)}</p>`,
    ),
    "</div>",
    `<p class="fodspor-message" role="status"></p>`,
    buttons(pen, asked.fields),
    renderKnown(pen),
    "</form>",
  ]);
}

const lines = (parts: (string | undefined)[]): string => parts.filter(Boolean).join("\n");

const hidden = (name: string, value: string): string => `<input${attributes({ type: "hidden", name, value })}>`;

function heading(pen: Pen): string {
  const tag = `h${pen.level - 1}`;
  return `<${tag} class="fodspor-title" id="${idOf(pen, "form-title")}">${pen.say(pen.view.form.title)}</${tag}>`;
}

function gets(pen: Pen): string {
  const all = pen.view.form.gets;
  if (all.length === 0) return "";
  const id = idOf(pen, "form-gets");
  return `<p class="fodspor-gets-title" id="${id}">${pen.own(pen.words.gets)}</p>
<ul class="fodspor-gets" aria-labelledby="${id}">${all.map((one) => `<li>${pen.say(one)}</li>`).join("")}</ul>`;
}

/** Back and on are for the snippet; it is the first button that sends whom the Enter key means. */
function buttons(pen: Pen, fields: Field[]): string {
  const step = (name: string, words: string) =>
    `<button type="button" class="fodspor-${name} button" hidden>${pen.own(words)}</button>\n`;
  const steps = stepsOf(fields).length > 1;
  return `<div class="fodspor-buttons">
${steps ? step("back", pen.words.back) + step("next", pen.words.next) : ""}<button type="submit" class="fodspor-submit button button--primary">${pen.say(pen.view.form.submit)}</button>
</div>`;
}
