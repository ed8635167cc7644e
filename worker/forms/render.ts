import { escapeHtml } from "../lib/html.ts";
import { type Form, inLocale, isQuestion, type PermissionRequest, type Question } from "../playbook/index.ts";
import type { Asked } from "./ask.ts";
import { formTexts } from "./texts.ts";
import type { FieldProblem } from "./validate.ts";

export interface FormView {
  id: string;
  form: Form;
  asked: Asked;
  locale: string;
  /** Absolute, so that the mark-up works on any page. */
  action: string;
  /** The page the form stands on. */
  url: string;
  /** Makes a double click one submission. */
  submission: string;
  /** What a visitor without JavaScript had written, and what was wrong with it. */
  values?: Record<string, unknown>;
  problems?: FieldProblem[];
}

/** A form as an HTML fragment: labelled, errors tied to their fields, nothing pre-ticked, no values from the profile. */
export function renderForm(view: FormView): string {
  const { form, locale, asked } = view;
  const texts = formTexts(locale);
  const t = (text: Parameters<typeof inLocale>[0]): string => escapeHtml(inLocale(text, locale));
  const implied = form.permissions.find((permission) => !permission.box);
  const problems = view.problems ?? [];
  return `<form class="fodspor-form" method="post" action="${escapeHtml(view.action)}" lang="${escapeHtml(locale)}" data-error="${form.error ? t(form.error) : escapeHtml(texts.failed)}">
<h2 class="fodspor-title">${t(form.title)}</h2>
${form.intro ? `<p class="fodspor-intro">${t(form.intro)}</p>` : ""}
<input type="hidden" name="submission" value="${escapeHtml(view.submission)}">
<input type="hidden" name="url" value="${escapeHtml(view.url)}">
<input type="hidden" name="locale" value="${escapeHtml(locale)}">
${asked.fields
  .filter(isQuestion)
  .map((field) => renderField(view, field))
  .join("\n")}
${asked.boxes.map((box) => renderBox(view, box)).join("\n")}
<p class="fodspor-message" role="status">${problems.length > 0 ? escapeHtml(texts.check) : ""}</p>
<button type="submit" class="fodspor-submit button button--primary">${t(form.submit)}</button>
${implied ? `<p class="fodspor-basis">${t(implied.text)}</p>` : ""}
</form>`;
}

/** What stands in the form's place once it was sent. */
export function renderDone(form: Form, locale: string, status: "pending" | "confirmed", link: string | null): string {
  const { title, text } = (status === "pending" && form.pending) || form.confirmed;
  const t = (words: Parameters<typeof inLocale>[0]): string => escapeHtml(inLocale(words, locale));
  const delivered =
    link && form.deliver
      ? `<p><a class="fodspor-deliver button button--primary" href="${escapeHtml(link)}">${t(form.deliver.label)}</a></p>`
      : "";
  return `<div class="fodspor-done" lang="${escapeHtml(locale)}">
<h2 class="fodspor-title" tabindex="-1">${t(title)}</h2>
<p>${t(text)}</p>
${delivered}
</div>`;
}

function renderField(view: FormView, field: Question): string {
  const id = `fodspor-${view.id}-${field.name}`;
  const texts = formTexts(view.locale);
  const problem = view.problems?.find((one) => one.field === field.name)?.message;
  const value = String(view.values?.[field.name] ?? "");
  const described = [field.help ? `${id}-help` : "", `${id}-error`].filter(Boolean).join(" ");
  const attributes = [
    `id="${id}"`,
    `name="${field.name}"`,
    `aria-describedby="${described}"`,
    field.required ? "required" : "",
    problem ? 'aria-invalid="true"' : "",
    "autocomplete" in field && field.autocomplete ? `autocomplete="${escapeHtml(field.autocomplete)}"` : "",
  ]
    .filter(Boolean)
    .join(" ");
  const hint = field.required ? "" : ` <span class="fodspor-optional">(${escapeHtml(texts.optional)})</span>`;
  const control =
    field.type === "select"
      ? `<select ${attributes}>${options(view, field, value)}</select>`
      : `<input type="${field.type}" ${attributes} value="${escapeHtml(value)}">`;
  return `<div class="fodspor-field">
<label for="${id}">${escapeHtml(inLocale(field.label, view.locale))}${hint}</label>
${field.help ? `<p class="fodspor-help" id="${id}-help">${escapeHtml(inLocale(field.help, view.locale))}</p>` : ""}
${control}
<p class="fodspor-error" id="${id}-error"${problem ? "" : " hidden"}>${escapeHtml(problem ?? "")}</p>
</div>`;
}

function options(view: FormView, field: Extract<Question, { options: object }>, chosen: string): string {
  const empty = `<option value="">${escapeHtml(formTexts(view.locale).choose)}</option>`;
  const all = field.options.map(({ value, label }) => {
    const selected = value === chosen ? " selected" : "";
    return `<option value="${escapeHtml(value)}"${selected}>${escapeHtml(inLocale(label, view.locale))}</option>`;
  });
  return empty + all.join("");
}

function renderBox(view: FormView, { topic, text }: PermissionRequest): string {
  const id = `fodspor-${view.id}-permission-${topic}`;
  return `<div class="fodspor-permission">
<input type="checkbox" id="${id}" name="permission.${topic}" value="yes">
<label for="${id}">${escapeHtml(inLocale(text, view.locale))}</label>
</div>`;
}
