import { type Field, inLocale, isQuestion, type Question } from "../playbook/index.ts";
import { renderField } from "./render-field.ts";
import { attributes, type Pen } from "./render-parts.ts";
import { isOneNeeded } from "./rules.ts";

type Step = Extract<Field, { type: "step" }>;

/** The pages of a form: what comes before its first step is one too. Those without a question are none. */
export function stepsOf(fields: Field[]): { step: Step | null; fields: Field[] }[] {
  const all: { step: Step | null; fields: Field[] }[] = [{ step: null, fields: [] }];
  for (const field of fields) {
    if (field.type === "step") all.push({ step: field, fields: [] });
    else all.at(-1)!.fields.push(field);
  }
  return all.filter((one) => one.fields.some(isQuestion));
}

/** All that is asked, in its steps where there are several. */
export function renderFields(pen: Pen, fields: Field[]): string[] {
  const among = fields.filter(isQuestion);
  const steps = stepsOf(fields);
  if (steps.length < 2) return renderRun(pen, fields, among, pen.level);
  return steps.map(({ step, fields: inside }, at) => {
    const place = pen.own(pen.words.step, { step: at + 1, steps: steps.length });
    const level = `h${pen.level}`;
    const title = step ? `<span class="fodspor-progress">${place}:</span> ${pen.say(step.label)}` : place;
    return `<fieldset class="fodspor-step">
<legend><${level} class="fodspor-step-title" tabindex="-1">${title}</${level}></legend>
${renderRun(pen, inside, among, pen.level + 1).join("\n")}
</fieldset>`;
  });
}

function renderRun(pen: Pen, fields: Field[], among: Question[], level: number): string[] {
  const done = new Set<Field>();
  return fields.flatMap((field) => {
    if (done.has(field)) return [];
    if (!isQuestion(field)) return renderDecoration(pen, field, level);
    const { either } = field;
    const together = fields.filter((one) => isQuestion(one) && either !== undefined && one.either === either);
    if (together.length < 2) return [renderField(pen, field, among)];
    for (const one of together) done.add(one);
    return [renderAlternatives(pen, together as Question[], either!, among)];
  });
}

/** Questions of which one answer will do; whether one is needed is said of them all. */
function renderAlternatives(pen: Pen, together: Question[], either: string, among: Question[]): string {
  const { words, texts, view } = pen;
  const needed = isOneNeeded(view.form, either);
  const hint = `<span class="fodspor-${needed ? "required" : "optional"}">(${pen.own(needed ? words.required : texts.optional)})</span>`;
  const fields = together.map((one) => renderField(pen, { ...one, required: false }, among, false));
  return `<fieldset${attributes({ class: "fodspor-either", "data-required": needed ? texts.either : undefined })}>
<legend>${pen.own(words.either)} ${hint}</legend>
${fields.join("\n")}
</fieldset>`;
}

function renderDecoration(pen: Pen, field: Exclude<Field, Question>, level: number): string[] {
  const { locale } = pen.view;
  switch (field.type) {
    case "heading":
      return [`<h${level} class="fodspor-heading">${pen.say(field.label)}</h${level}>`];
    case "rich":
      return [`<div class="fodspor-rich">${inLocale(field.html, locale)}</div>`];
    case "picture": {
      const { width, height } = field;
      const { website } = pen.view;
      const src = website === undefined ? field.src : new URL(field.src, website).href;
      const alt = inLocale(field.alt, locale);
      return [
        `<img${attributes({ class: "fodspor-picture", src, alt, width, height, loading: "lazy", decoding: "async" })}>`,
      ];
    }
    case "hidden":
    case "step":
      return [];
    default:
      return field satisfies never;
  }
}
