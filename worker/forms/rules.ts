import { z } from "zod";
import { DAY } from "../lib/duration.ts";
import { fitting } from "../lib/pattern.ts";
import { type Form, inLocale, type Question, questionsOf } from "../playbook/index.ts";
import type { TraitValue } from "../state/state.ts";
import { chosen, dayOf, type Limit, numberOf, type Rules, tidy, type Value } from "./check.ts";
import { COUNTRIES } from "./countries.ts";
import { type FormText, formTexts } from "./texts.ts";

/** How many characters an answer has at most where its question does not say. */
const LONGEST = { text: 200, textarea: 2_000, email: 254 };

/** An address as z.email() takes it, written for the flag `v`. */
const ADDRESS =
  "(?:[A-Za-z0-9_'+\\-]+\\.)*[A-Za-z0-9_'+\\-]*[A-Za-z0-9_+\\-]@(?:[A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}";
/** What may be a number anywhere: 5 to 15 digits, and what people put between them. */
const NUMBER_DIALLED = "\\+?[\\s\\(]*(?:\\d[\\s\\(\\)\\.\\/\\-]*){5,17}";

/**
 * What an answer to a question has to be, told in a locale: for the browser and for the server's {@link schemaOf}. Alternatives are
 * not required one by one: see {@link isOneNeeded}. `today` begins where the day begins first and ends where it ends last.
 */
export function rulesOf(question: Question, locale: string, now: number): Rules {
  const texts = formTexts(locale);
  const told = question.required && question.either === undefined ? { required: texts.required } : {};
  switch (question.type) {
    case "email":
      return {
        ...told,
        type: "email",
        message: texts.email,
        maxLength: [LONGEST.email, texts.email],
        pattern: [ADDRESS, texts.email],
      };
    case "text":
    case "textarea":
      return { ...told, ...written(question, texts, locale) };
    case "tel":
      return {
        ...told,
        type: "tel",
        message: texts.tel,
        maxLength: [40, texts.tel],
        pattern: [NUMBER_DIALLED, texts.tel],
      };
    case "number":
      return { ...told, ...number(question, texts, locale) };
    case "date":
      return { ...told, ...date(question, texts, locale, now) };
    case "select":
    case "radio":
      return { ...told, type: "choice", message: texts.select, options: question.options.map(({ value }) => value) };
    case "country":
      return { ...told, type: "choice", message: texts.select, options: [...COUNTRIES] };
    case "multi":
      return {
        ...told,
        type: "multi",
        message: texts.select,
        options: question.options.map(({ value }) => value),
        ...(question.most === undefined ? {} : { most: limit(question.most, texts.several) }),
      };
    case "checkbox":
      return { ...told, type: "checkbox", message: texts.checkbox };
    default:
      return question satisfies never;
  }
}

/** Whether one answer is needed to those questions of a form that are alternatives by this name. */
export const isOneNeeded = (form: Form, either: string): boolean =>
  questionsOf(form).some((question) => question.either === either && question.required);

function limit<T extends number | string>(value: T, text: string, shown: string = String(value)): Limit<T> {
  return [value, text.replace("{n}", shown)];
}

type Of<T extends Question["type"]> = Extract<Question, { type: T }>;

function written(question: Of<"text" | "textarea">, texts: FormText, locale: string): Rules {
  const { type, minLength, maxLength = LONGEST[type], pattern } = question;
  return {
    type,
    message: texts[type],
    ...(minLength === undefined ? {} : { minLength: limit(minLength, texts.tooShort) }),
    maxLength: limit(maxLength, texts.tooLong),
    ...(pattern ? { pattern: [pattern.match, inLocale(pattern.message, locale)] } : {}),
  };
}

function number({ min, max, whole }: Of<"number">, texts: FormText, locale: string): Rules {
  const figures = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  const mark = figures.formatToParts(1.5).find(({ type }) => type === "decimal")?.value;
  return {
    type: "number",
    message: texts.number,
    decimal: mark === "," ? "," : ".",
    ...(min === undefined ? {} : { min: limit(min, texts.least, figures.format(min)) }),
    ...(max === undefined ? {} : { max: limit(max, texts.most, figures.format(max)) }),
    ...(whole ? { whole: texts.whole } : {}),
  };
}

function date({ min, max }: Of<"date">, texts: FormText, locale: string, now: number): Rules {
  const { format } = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const day = (told: string, furthest: number): string =>
    told === "today" ? new Date(now + furthest).toISOString().slice(0, 10) : told;
  const told = (iso: string, text: string): Limit<string> => limit(iso, text, format(Date.parse(iso)));
  return {
    type: "date",
    message: texts.date,
    ...(min === undefined ? {} : { min: told(day(min, -DAY / 2), texts.notBefore) }),
    ...(max === undefined ? {} : { max: told(day(max, (DAY * 14) / 24), texts.notAfter) }),
  };
}

/** The rules as a schema: an answer that is not empty, as a browser has it, becomes what is kept. */
export function schemaOf(rules: Rules): z.ZodType<TraitValue> {
  const { type, message: error, options = [], most } = rules;
  const one = z
    .custom<Value>(isValue, { error })
    .refine((value) => typeof value === "string" || value.length === 1, { error, abort: true })
    .transform((value) => tidy(type, value));
  switch (type) {
    case "number":
      return one.transform((text) => numberOf(text, rules.decimal)).pipe(numeric(rules));
    case "date":
      return one.transform(dayOf).pipe(z.string({ error }).superRefine(between(rules)));
    case "choice":
      return one.pipe(z.enum(options, { error }));
    case "checkbox":
      return one.pipe(z.literal("yes", { error })).transform(() => true);
    case "multi":
      return z
        .custom<Value>(isValue, { error })
        .transform((value) => [...new Set(chosen(value).flatMap((text) => chosen(text.split(","))))])
        .pipe(z.array(z.enum(options, { error })).min(1, { error }))
        .refine((list) => list.length <= (most?.[0] ?? options.length), { error: most?.[1] ?? error })
        .transform((list) => options.filter((option) => list.includes(option)).join(", "));
    default:
      return one.pipe(text(rules));
  }
}

const isValue = (value: unknown): boolean =>
  typeof value === "string" || (Array.isArray(value) && value.every((part) => typeof part === "string"));

function text({ type, message: error, minLength, maxLength, pattern }: Rules): z.ZodType<string, string> {
  const plain = type === "textarea" ? /^(?:\P{Cc}|[\n\t])*$/u : /^\P{Cc}*$/u;
  let schema = z.string().regex(plain, { error, abort: true });
  if (minLength) schema = schema.min(minLength[0], { error: minLength[1], abort: true });
  if (maxLength) schema = schema.max(maxLength[0], { error: maxLength[1], abort: true });
  return pattern ? schema.refine(fitting(pattern[0]), { error: pattern[1] }) : schema;
}

function numeric({ message: error, min, max, whole }: Rules): z.ZodType<number, number> {
  let schema = z.number({ error });
  if (whole !== undefined) schema = schema.refine(Number.isInteger, { error: whole, abort: true });
  if (min) schema = schema.min(Number(min[0]), { error: min[1] });
  return max ? schema.max(Number(max[0]), { error: max[1] }) : schema;
}

const between =
  ({ min, max }: Rules) =>
  (day: string, context: z.RefinementCtx): void => {
    if (min && day < min[0]) context.addIssue(min[1]);
    else if (max && day > max[0]) context.addIssue(max[1]);
  };
