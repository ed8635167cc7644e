import { z } from "zod";
import { normalizeEmail } from "../lib/email.ts";
import { type Form, type Question, questionsOf, traitOf } from "../playbook/index.ts";
import type { TraitValue } from "../state/state.ts";
import { type FormText, formTexts } from "./texts.ts";

/** A field's answer that will not do, in the visitor's language. */
export interface FieldProblem {
  field: string;
  message: string;
}

export interface Answers {
  email?: string;
  /** What becomes part of the profile. */
  traits: Record<string, TraitValue>;
  /** Everything that was answered, by field. */
  answers: Record<string, TraitValue>;
  /** What looks as if nobody serious had written it. */
  doubts: string[];
}

/** Checks the answers to a form's questions, those that were asked and any other the form has. */
export function validate(
  form: Form,
  asked: ReadonlySet<string>,
  values: Record<string, unknown>,
  locale: string,
): { answers: Answers; problems: FieldProblem[] } {
  const texts = formTexts(locale);
  const told: Answers = { traits: {}, answers: {}, doubts: [] };
  const problems: FieldProblem[] = [];
  for (const question of questionsOf(form)) {
    const raw = values[question.name];
    const list = Array.isArray(raw) ? raw.map(String).join(", ") : raw;
    const value = typeof list === "string" || typeof list === "number" ? String(list).trim() : "";
    if (value === "") {
      if (question.required && asked.has(question.name))
        problems.push({ field: question.name, message: texts.required });
      continue;
    }
    const result = schemaOf(question, texts).safeParse(value);
    if (!result.success) {
      problems.push({ field: question.name, message: result.error.issues[0]!.message });
      continue;
    }
    const trait = traitOf(question);
    if (question.type === "email") told.email = String(result.data);
    else if (trait !== null) told.traits[trait] = result.data;
    told.answers[question.name] = result.data;
  }
  return { answers: told, problems };
}

function schemaOf(question: Question, texts: FormText): z.ZodType<TraitValue> {
  switch (question.type) {
    case "email":
      return z.string().max(254, texts.email).transform(normalizeEmail).pipe(z.email(texts.email));
    case "number":
      return z.coerce.number<string>(texts.number).finite(texts.number);
    case "tel":
      return z.string().regex(/^\+?[\d\s().-]{5,25}$/, texts.tel);
    case "select":
    case "radio":
      return z.enum(
        question.options.map((option) => option.value),
        texts.select,
      );
    case "checkbox":
      return z.enum(["yes", "on", "true"]).transform(() => true);
    case "multi":
    case "date":
    case "country":
    case "text":
    case "textarea":
      return z
        .string()
        .max(200, texts.tooLong)
        .regex(/^[^\p{Cc}]*$/u, texts.tooLong);
    default:
      return question satisfies never;
  }
}
