import { escapeHtml } from "../lib/html.ts";
import { inLocale, type Question } from "../playbook/index.ts";
import { countriesIn } from "./countries.ts";
import type { Shown } from "./render-field.ts";
import { attributes, type Pen } from "./render-parts.ts";

/** What browsers can fill in by themselves, where a question's name says it (HTML, "Autofill"; WCAG 1.3.5). */
const AUTOFILL: Record<string, string> = {
  name: "name",
  firstName: "given-name",
  lastName: "family-name",
  company: "organization",
  title: "organization-title",
  jobTitle: "organization-title",
  address: "street-address",
  city: "address-level2",
  postalCode: "postal-code",
  zip: "postal-code",
  birthday: "bday",
  website: "url",
};
const AUTOFILL_OF_TYPE: { [type in Question["type"]]?: string } = { email: "email", tel: "tel", country: "country" };

/** The control of a question that has one. */
export function control(pen: Pen, shown: Shown): string {
  const { question, value } = shown;
  switch (question.type) {
    case "textarea":
      return `<textarea${attributes({ ...common(pen, shown), rows: 4, dir: "auto" })}>${escapeHtml(`\n${String(value)}`)}</textarea>`;
    case "select":
      return select(
        pen,
        shown,
        question.options.map(({ value: one, label }) => [one, inLocale(label, pen.view.locale)]),
      );
    case "country": {
      const all = countriesIn(pen.view.locale, question.first);
      return select(
        pen,
        shown,
        all.map(({ value: one, label }) => [one, label]),
      );
    }
    default:
      return `<input${attributes({ ...kindOf(shown), ...common(pen, shown), value: String(value) })}>`;
  }
}

function common(pen: Pen, { question, id, describedBy, problem, insists }: Shown) {
  const given = "autocomplete" in question ? question.autocomplete : undefined;
  const placeholder = "placeholder" in question && question.placeholder ? question.placeholder : undefined;
  return {
    id,
    name: question.name,
    "aria-describedby": describedBy,
    "aria-invalid": problem === undefined ? undefined : "true",
    required: insists,
    autocomplete: given ?? AUTOFILL_OF_TYPE[question.type] ?? AUTOFILL[question.name],
    placeholder: placeholder && inLocale(placeholder, pen.view.locale),
  };
}

/** Numbers are text: browsers' own fields for them scroll away, and refuse `1.234,5`. */
function kindOf({ question, rules }: Shown) {
  const [min] = rules.min ?? [];
  const [max] = rules.max ?? [];
  switch (question.type) {
    case "email":
      return { type: "email", inputmode: "email", autocapitalize: "none", spellcheck: "false", dir: "ltr" };
    case "tel":
      return { type: "tel", inputmode: "tel", dir: "ltr" };
    case "number":
      return { type: "text", inputmode: Number(min) >= 0 && rules.whole ? "numeric" : "decimal", dir: "ltr" };
    case "date":
      return { type: "date", min, max };
    default:
      return { type: "text", dir: "auto" };
  }
}

function select(pen: Pen, shown: Shown, all: [value: string, label: string][]): string {
  const { placeholder: _, ...own } = common(pen, shown);
  const choices = all.map(
    ([value, label]) =>
      `<option${attributes({ value, selected: value === shown.value })}>${escapeHtml(label)}</option>`,
  );
  return `<select${attributes(own)}><option value="">${pen.own(pen.texts.choose)}</option>${choices.join("")}</select>`;
}

/** The options of a group, each with its label; the first has the group's id, so that a link can lead to it. */
export function options(pen: Pen, { question, value, insists, problem }: Shown, id: string): string {
  if (!("options" in question)) return "";
  const type = question.type === "radio" ? "radio" : "checkbox";
  const chosen = [value]
    .flat()
    .flatMap((one) => (type === "radio" ? [one] : one.split(",").map((part) => part.trim())));
  return question.options
    .map((option, at) => {
      const one = at === 0 ? id : `${id}-${at}`;
      const box = attributes({
        type,
        id: one,
        name: question.name,
        value: option.value,
        checked: chosen.includes(option.value),
        required: type === "radio" && insists,
        "aria-invalid": type === "checkbox" && problem !== undefined ? "true" : undefined,
      });
      return `<div class="fodspor-option"><input${box}> <label for="${one}">${pen.say(option.label)}</label></div>`;
    })
    .join("\n");
}
