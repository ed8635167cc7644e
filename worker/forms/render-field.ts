import { escapeHtml } from "../lib/html.ts";
import { inLocale, type Question } from "../playbook/index.ts";
import type { Rules } from "./check.ts";
import { control, options } from "./render-control.ts";
import { attributes, idOf, type Pen } from "./render-parts.ts";
import { rulesOf } from "./rules.ts";

/** A question about to be shown. */
export interface Shown {
  question: Question;
  rules: Rules;
  id: string;
  /** What was answered a moment ago. */
  value: string | string[];
  problem: string | undefined;
  /** Whether the browser itself may insist on an answer: not where another one decides. */
  insists: boolean;
  /** Whether it says by itself that an answer is needed. */
  alone: boolean;
  describedBy: string;
}

/**
 * A question with its label, help, control and error, tied together. `among`: the questions that are asked; `alone`: it does
 * not stand among alternatives, which have said already whether an answer is needed.
 */
export function renderField(pen: Pen, question: Question, among: Question[], alone = true): string {
  const { view } = pen;
  const id = idOf(pen, question.name);
  // The one it depends on is not asked: then it was decided that this one is.
  const condition = among.some(({ name }) => name === question.if?.field) ? question.if : undefined;
  const problem = view.problems?.find(({ field }) => field === question.name)?.message;
  const typo = question.type === "email";
  const shown: Shown = {
    question,
    rules: rulesOf(question, view.locale, view.now),
    id,
    value: written(view.values?.[question.name]),
    problem,
    insists: question.required && !condition && question.either === undefined,
    alone,
    describedBy: [question.help && `${id}-help`, typo && `${id}-typo`, `${id}-error`].filter(Boolean).join(" "),
  };
  // The snippet finds the options in the page.
  const rules = JSON.stringify({ ...shown.rules, options: undefined });
  const inside = isGroup(question)
    ? group(pen, shown, among)
    : question.type === "checkbox"
      ? checkbox(pen, shown, among)
      : `<label for="${id}">${labelOf(pen, shown, among)}</label>
${helpOf(pen, shown)}${control(pen, shown)}`;
  return `<div${attributes({ class: `fodspor-field fodspor-${question.type}`, "data-rules": rules, "data-if": condition && JSON.stringify(condition) })}>
${inside}
${typo ? typoOf(pen, shown) : ""}<p class="fodspor-error" id="${id}-error"${problem === undefined ? " hidden" : ""}>${escapeHtml(problem ?? "")}</p>
</div>`;
}

const isGroup = ({ type }: Question): boolean => type === "radio" || type === "multi";

function written(value: unknown): string | string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" || typeof value === "number" || value === true ? String(value) : "";
}

/** Several controls for one answer: their legend is its label. */
function group(pen: Pen, shown: Shown, among: Question[]): string {
  const { question, id, describedBy, problem } = shown;
  const radio = question.type === "radio";
  const role = radio ? { role: "radiogroup", "aria-required": question.required || undefined } : {};
  const wrong = radio && problem !== undefined ? { "aria-invalid": "true" } : {};
  return `<fieldset${attributes({ "aria-describedby": describedBy, ...role, ...wrong })}>
<legend>${labelOf(pen, shown, among)}</legend>
${helpOf(pen, shown)}${options(pen, shown, id)}
</fieldset>`;
}

function checkbox(pen: Pen, shown: Shown, among: Question[]): string {
  const { question, id, value, problem, insists, describedBy } = shown;
  const box = attributes({
    type: "checkbox",
    id,
    name: question.name,
    value: "yes",
    checked: ["yes", "on", "true"].includes(String(value)),
    required: insists,
    "aria-describedby": describedBy,
    "aria-invalid": problem === undefined ? undefined : "true",
  });
  return `<div class="fodspor-option"><input${box}> <label for="${id}">${labelOf(pen, shown, among)}</label></div>
${helpOf(pen, shown)}`;
}

function labelOf(pen: Pen, { question, insists, alone }: Shown, among: Question[]): string {
  const { words, texts } = pen;
  const asked = among.find(({ name }) => name === question.if?.field);
  const hints = [];
  // Whoever hears the page is told by the control itself, where it insists.
  if (question.required) hints.push(hint("required", pen.own(words.required), insists && !isGroup(question)));
  else if (alone) hints.push(hint("optional", pen.own(texts.optional)));
  if (asked && question.if) {
    const values = { question: inLocale(asked.label, pen.view.locale), answers: answersOf(pen, asked, question.if.in) };
    hints.push(hint("if", pen.own(words.onlyIf, values)));
  }
  return `${pen.say(question.label)} ${hints.join(" ")}`;
}

function hint(kind: string, words: string, silent = false): string {
  return `<span class="fodspor-${kind}"${silent ? ' aria-hidden="true"' : ""}>(${words})</span>`;
}

function answersOf(pen: Pen, asked: Question, values: string[]): string {
  const labels = "options" in asked ? asked.options : [];
  return values
    .map((value) => labels.find((option) => option.value === value)?.label ?? value)
    .map((label) => `“${inLocale(label, pen.view.locale)}”`)
    .join(` ${pen.words.or} `);
}

function helpOf(pen: Pen, { question, id }: Shown): string {
  return question.help ? `<p class="fodspor-help" id="${id}-help">${pen.say(question.help)}</p>\n` : "";
}

/**
 * Where the snippet proposes the address that was perhaps meant. Without it the error does, and whoever sends theirs once more
 * means it.
 */
function typoOf({ view, words }: Pen, { id, value }: Shown): string {
  const sure =
    view.suggestion === undefined ? "" : `<input${attributes({ type: "hidden", name: "sure", value: String(value) })}>`;
  return `<p${attributes({ class: "fodspor-typo", id: `${id}-typo`, role: "status", "data-typo": words.typo, "data-use": words.use })}>${sure}</p>\n`;
}
