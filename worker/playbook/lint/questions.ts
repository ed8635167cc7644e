import { type Field, isQuestion, type Question } from "../form-fields.ts";
import { unknown } from "./near.ts";
import type { Path, Problem } from "./problem.ts";

/** What a form sends beside its answers. */
const RESERVED = ["submission", "url", "locale", "token", "ticket", "sure", "homepage", "altcha", "step"];

/** A form's fields, each by itself and beside the others: `path` leads to the list. */
export function* questions(base: Path, fields: Field[]): Generator<Problem> {
  for (const [i, field] of fields.entries()) {
    const path = [...base, i];
    if ("name" in field && RESERVED.includes(field.name))
      yield {
        rule: "reserved-field",
        path: [...path, "name"],
        message: `"${field.name}" is the form's own; choose another`,
      };
    if (field.type === "hidden" && (field.value === undefined) === (field.parameter === undefined))
      yield {
        rule: "hidden-without-value",
        path,
        message: `nobody tells "${field.name}": give it a value, or the parameter of the page's address that tells it, and not both`,
      };
    if (field.type === "step") yield* step(path, fields.slice(i + 1));
    if (!isQuestion(field)) continue;
    for (const message of ranges(field)) yield { rule: "impossible-range", path, message };
    yield* condition([...path, "if"], field, fields, i);
    yield* alternatives([...path, "either"], field, fields.filter(isQuestion));
  }
}

/** A page of a form on which nothing is asked is a click for nothing. */
function* step(path: Path, after: Field[]): Generator<Problem> {
  const end = after.findIndex(({ type }) => type === "step");
  if ((end < 0 ? after : after.slice(0, end)).some(isQuestion)) return;
  yield {
    rule: "empty-step",
    path,
    message: "nothing is asked in this step; move a question below it, or leave the step out",
  };
}

function* ranges(question: Question): Generator<string> {
  const told = (what: string, least: string | number, most: string | number): string =>
    `no ${what} is at least ${least} and at most ${most}; exchange the two`;
  if (question.type === "number" || question.type === "date") {
    const { min, max } = question;
    const areDays = min !== "today" && max !== "today";
    if (min !== undefined && max !== undefined && areDays && min > max) yield told(question.type, min, max);
  }
  if (question.type === "text" || question.type === "textarea") {
    const { minLength = 0, maxLength = Infinity } = question;
    if (minLength > maxLength) yield told("length", minLength, maxLength);
  }
  if (question.type === "multi" && question.most !== undefined && question.most > question.options.length)
    yield `there are no ${question.most} options to choose; lower "most", or leave it out`;
}

/** What shows a question is asked before it, and can be answered so. */
function* condition(path: Path, question: Question, fields: Field[], at: number): Generator<Problem> {
  const { if: shown, name } = question;
  if (!shown) return;
  const all = fields.filter(isQuestion).map((field) => field.name);
  const index = fields.findIndex((field) => isQuestion(field) && field.name === shown.field);
  const other = fields[index];
  if (!other || !isQuestion(other)) {
    const message = unknown("question", shown.field, all, `the form asks for ${all.join(", ")}`);
    yield { rule: "unknown-name", path: [...path, "field"], message };
    return;
  }
  if (index >= at) {
    const where = shown.field === name ? "itself" : `"${shown.field}", which comes after it`;
    const message = `"${name}" is shown by the answer to ${where}; put what shows it before it`;
    yield { rule: "out-of-order", path: [...path, "field"], message };
    return;
  }
  const values = valuesOf(other);
  for (const [i, value] of shown.in.entries()) {
    if (values === null || values.includes(value)) continue;
    const message = unknown("answer", value, values, `"${shown.field}" is answered with ${values.join(", ")}`);
    yield { rule: "no-such-value", path: [...path, "in", i], message };
  }
}

/** All that a question can be answered with, where that is a list. */
function valuesOf(question: Question): string[] | null {
  if ("options" in question) return question.options.map(({ value }) => value);
  return question.type === "checkbox" ? ["yes"] : null;
}

/** One of several is enough: so there are several, and they are shown together. */
function* alternatives(path: Path, { either, name, if: shown }: Question, all: Question[]): Generator<Problem> {
  if (either === undefined) return;
  const group = all.filter((question) => question.either === either);
  const [first] = group;
  if (group.length === 1)
    yield {
      rule: "lone-alternative",
      path,
      message: `nothing else is "${either}": give a second question the same "either", or leave it out`,
    };
  else if (first!.name !== name && JSON.stringify(first!.if) !== JSON.stringify(shown))
    yield {
      rule: "lone-alternative",
      path,
      message: `"${name}" and "${first!.name}" are alternatives, and not shown together: give both the same "if"`,
    };
}
