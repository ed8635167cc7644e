import { z } from "zod";
import { fitting } from "../lib/pattern.ts";
import { Condition } from "./condition.ts";
import { Duration } from "./did.ts";
import { Link, Name, Text } from "./text.ts";

const FieldName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,31}$/, "a field's name is the trait it fills: firstName")
  .refine((name) => !(name in Object.prototype), "this name is JavaScript's own; choose another");

const Option = z.strictObject({
  value: z
    .string()
    .min(1)
    .max(80)
    .regex(/^[^,]*$/, "a value has no comma: several chosen ones are kept as one text, with commas between")
    .regex(/^\S(?:.*\S)?$/, "a value has no space before or after it"),
  label: Text,
});
const Options = z.array(Option).min(1).max(60);

const Day = z.union([
  z.literal("today"),
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, "write a day such as 2026-11-30, or today")
    .refine((day) => !Number.isNaN(Date.parse(day)), "there is no such day"),
]);

const Country = z.string().regex(/^[A-Z]{2}$/, "write a country as DK");

/** When a question is asked at all, and before which others. */
const asking = {
  /** Smaller is asked sooner; those without one come in the order of the file, after all that have one. */
  priority: z.number().int().min(1).max(100).optional(),
  /** Asked each time, though it is known. */
  always: z.boolean().default(false),
  /** Only of whoever has sent so many forms. */
  after: z.number().int().min(1).max(50).optional(),
  when: Condition.optional(),
  /** Asked again so long after it was answered. */
  again: Duration.optional(),
  /** Questions with the same name are alternatives: one answer will do, and is all that is needed. */
  either: Name.optional(),
  /** What is known of somebody's company, by any way, that makes the question needless: `name`, `industry`. */
  company: z.string().min(1).max(80).optional(),
};

const question = {
  name: FieldName,
  /** The trait that it fills, if that is not called so too; `false` keeps the answer with the submission only. */
  trait: z.union([FieldName, z.literal(false)]).optional(),
  label: Text,
  help: Text.optional(),
  required: z.boolean().default(false),
  /** Shown only where another answer of the same form is one of these. */
  if: z.strictObject({ field: FieldName, in: z.array(z.string().max(80)).min(1).max(60) }).optional(),
  ...asking,
};
const typed = { placeholder: Text.optional(), autocomplete: z.string().max(40).optional() };
const Length = z.number().int().min(1).max(5_000);
/** What the whole answer has to look like, and how to tell who wrote something else. */
const Pattern = z.strictObject({
  match: z.string().min(1).max(200).superRefine(isPattern),
  message: Text,
});

function isPattern(source: string, context: z.RefinementCtx): void {
  try {
    fitting(source);
  } catch {
    context.addIssue(
      "this is no regular expression, or one that looks ahead or back; say only what stands in the answer, and how often",
    );
  }
}

const QUESTIONS = [
  z.strictObject({ type: z.literal("email"), ...question, ...typed }),
  z.strictObject({
    type: z.enum(["text", "textarea"]),
    ...question,
    ...typed,
    minLength: Length.optional(),
    maxLength: Length.optional(),
    pattern: Pattern.optional(),
  }),
  z.strictObject({ type: z.literal("tel"), ...question, ...typed }),
  z.strictObject({
    type: z.literal("number"),
    ...question,
    ...typed,
    min: z.number().optional(),
    max: z.number().optional(),
    /** Whole numbers only. */
    whole: z.boolean().default(false),
  }),
  z.strictObject({
    type: z.literal("date"),
    ...question,
    autocomplete: typed.autocomplete,
    min: Day.optional(),
    max: Day.optional(),
  }),
  z.strictObject({
    type: z.enum(["select", "radio"]),
    ...question,
    autocomplete: typed.autocomplete,
    options: Options,
  }),
  /** Any of several. */
  z.strictObject({ type: z.literal("multi"), ...question, options: Options, most: Length.optional() }),
  /** Yes or nothing. Never a permission: those have words that are kept. */
  z.strictObject({ type: z.literal("checkbox"), ...question }),
  /** A country, by its two letters; those named `first` come before the rest. */
  z.strictObject({
    type: z.literal("country"),
    ...question,
    autocomplete: typed.autocomplete,
    first: z.array(Country).max(20).default([]),
  }),
] as const;

/** Told by nobody: a fixed value, or a parameter of the page's address. Decided by the server, whatever the browser sends. */
const Hidden = z.strictObject({
  type: z.literal("hidden"),
  name: FieldName,
  trait: question.trait,
  value: z.string().max(200).optional(),
  parameter: z.string().min(1).max(40).optional(),
});

const DECORATIONS = [
  z.strictObject({ type: z.literal("heading"), label: Text }),
  /** HTML, as a block's; the author's own. */
  z.strictObject({ type: z.literal("rich"), html: Text }),
  z.strictObject({
    type: z.literal("picture"),
    src: Link,
    /** Empty where it says nothing that the words do not say. */
    alt: Text,
    width: z.number().int().min(1).max(4_000),
    height: z.number().int().min(1).max(4_000),
  }),
  /** What comes after stands on a page of its own. */
  z.strictObject({ type: z.literal("step"), label: Text }),
] as const;

export const Question = z.discriminatedUnion("type", QUESTIONS);
/** Something that a visitor answers. */
export type Question = z.infer<typeof Question>;
export type Hidden = z.infer<typeof Hidden>;

/** One thing in a form, in the order in which they are shown. */
export const Field = z.discriminatedUnion("type", [...QUESTIONS, Hidden, ...DECORATIONS]);
export type Field = z.infer<typeof Field>;

const NOT_ASKED = new Set(["hidden", "heading", "rich", "picture", "step"]);

export const isQuestion = (field: Field): field is Question => !NOT_ASKED.has(field.type);

/** The questions among a form's fields. */
export const questionsOf = ({ fields }: { fields: Field[] }): Question[] => fields.filter(isQuestion);

/** Whatever of a form has an answer: its questions, and what is told by nobody. */
export const answersOf = ({ fields }: { fields: Field[] }): (Question | Hidden)[] =>
  fields.filter((field) => isQuestion(field) || field.type === "hidden") as (Question | Hidden)[];

/** The first question of any form that fills a trait. */
export const questionAbout = (forms: Record<string, { fields: Field[] }>, trait: string): Question | undefined =>
  Object.values(forms)
    .flatMap(questionsOf)
    .find((question) => traitOf(question) === trait);

/** The trait that an answer fills; null for one that stays with its submission. */
export const traitOf = ({ name, trait }: Pick<Question, "name" | "trait">): string | null =>
  trait === false ? null : (trait ?? name);
