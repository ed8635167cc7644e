import { z } from "zod";
import { normalizeEmail } from "../lib/email.ts";
import type { Field } from "../playbook/index.ts";
import type { TraitValue } from "../state/state.ts";
import { type FormText, formTexts } from "./texts.ts";

/** A field's answer that will not do, in the visitor's language. */
export interface FieldProblem {
  field: string;
  message: string;
}

export interface Answers {
  email?: string;
  traits: Record<string, TraitValue>;
}

/** Checks the answers to a form's fields, those that were asked for and any other the form has. */
export function validate(
  fields: Field[],
  asked: ReadonlySet<string>,
  values: Record<string, unknown>,
  locale: string,
): { answers: Answers; problems: FieldProblem[] } {
  const texts = formTexts(locale);
  const answers: Answers = { traits: {} };
  const problems: FieldProblem[] = [];
  for (const field of fields) {
    const raw = values[field.name];
    const value = typeof raw === "string" || typeof raw === "number" ? String(raw).trim() : "";
    if (value === "") {
      if (field.required && asked.has(field.name)) problems.push({ field: field.name, message: texts.required });
      continue;
    }
    const result = schemaOf(field, texts).safeParse(value);
    if (!result.success) problems.push({ field: field.name, message: result.error.issues[0]!.message });
    else if (field.type === "email") answers.email = String(result.data);
    else answers.traits[field.name] = result.data;
  }
  return { answers, problems };
}

function schemaOf(field: Field, texts: FormText): z.ZodType<TraitValue> {
  switch (field.type) {
    case "email":
      return z.string().max(254, texts.email).transform(normalizeEmail).pipe(z.email(texts.email));
    case "number":
      return z.coerce.number<string>(texts.number).finite(texts.number);
    case "tel":
      return z.string().regex(/^\+?[\d\s().-]{5,25}$/, texts.tel);
    case "select":
      return z.enum(field.options?.map((option) => option.value) ?? [], texts.select);
    case "text":
      return z
        .string()
        .max(200, texts.tooLong)
        .regex(/^[^\p{Cc}]*$/u, texts.tooLong);
    default:
      return field.type satisfies never;
  }
}
