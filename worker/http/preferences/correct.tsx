import { raw } from "hono/html";
import { COUNTRIES } from "../../forms/countries.ts";
import { renderField } from "../../forms/render-field.ts";
import { penOf, renderSummary } from "../../forms/render-parts.ts";
import { type FieldProblem, validate } from "../../forms/validate.ts";
import { type Form, inLocale, type Question } from "../../playbook/index.ts";
import type { Traits } from "../../profiles/traits.ts";
import type { TraitValue } from "../../state/state.ts";
import { correctable } from "./known.ts";
import type { Opened } from "./open.ts";

/** The field that is no trait's: names of traits begin with a letter. */
export const PAGE = "_page";

interface CorrectProps {
  opened: Opened;
  page: string;
  now: number;
  /** What was written a moment ago, and what is wrong with it. */
  wrong?: { values: Posted; problems: FieldProblem[] };
}

/** What was posted, by field. */
export type Posted = Record<string, string | string[]>;

/** What forms ask, with what is known of it: to be put right or emptied. */
export function Correct({ opened, page, now, wrong }: CorrectProps) {
  const { playbook, words, locale, path, person } = opened;
  const questions = questionsFor(opened);
  if (questions.length === 0) return null;
  const values =
    wrong?.values ?? Object.fromEntries(questions.map(({ name }) => [name, shown(person.traits[name], locale)]));
  const pen = penOf({
    id: "correct",
    form: formOf(questions),
    asked: { fields: questions, boxes: [] },
    locale,
    action: path,
    url: playbook.site.url,
    submission: page,
    ticket: "",
    now,
    known: null,
    challenge: null,
    values,
    problems: wrong?.problems ?? [],
  });
  const isFilled = ({ name }: Question): boolean => (person.traits[name] ?? "") !== "";
  const filled = questions.filter(isFilled);
  const open = questions.filter((question) => !isFilled(question));
  const labels = new Map(questions.map(({ name, label }) => [name, inLocale(label, locale)]));
  const fields = (some: Question[]): string => some.map((question) => renderField(pen, question, [])).join("\n");
  return (
    <form method="post" action={`${path}/correct`} autocomplete="off" aria-labelledby="correct" novalidate>
      <h2 id="correct">{words.correct}</h2>
      <p class="quiet">{words.correctHelp}</p>
      <input type="hidden" name={PAGE} value={page} />
      {raw(wrong ? renderSummary(pen, labels) : "")}
      {raw(fields(filled))}
      {open.length > 0 && (
        <details open={open.some(({ name }) => wrong?.problems.some(({ field }) => field === name))}>
          <summary>{words.correctMore}</summary>
          {raw(fields(open))}
        </details>
      )}
      <button type="submit">{words.correctSave}</button>
    </form>
  );
}

/** What somebody put right, by trait, null for what they emptied; or what is wrong with it. */
export function corrections(
  opened: Opened,
  posted: Posted,
  country: string | undefined,
  now: number,
): { corrected: Record<string, TraitValue | null>; problems: FieldProblem[] } {
  const { locale } = opened;
  const { traits } = opened.person;
  const touched = questionsFor(opened).filter(
    ({ name }) => textOf(posted[name]) !== textOf(shown(traits[name], locale)),
  );
  const filled = touched.filter(({ name }) => textOf(posted[name]) !== "");
  const form = formOf(filled);
  const names = new Set(filled.map(({ name }) => name));
  const { answers, problems } = validate(form, names, posted, locale, { now, country });
  const corrected: Record<string, TraitValue | null> = {};
  for (const { name } of touched) {
    const told = Object.hasOwn(answers.answers, name) ? answers.answers[name]! : null;
    if (told !== (traits[name] ?? null)) corrected[name] = told;
  }
  return { corrected, problems };
}

const textOf = (value: string | string[] | undefined): string =>
  [value ?? []].flat().join(", ").replace(/\r\n?/g, "\n").trim();

/** Questions by the traits they fill, none of them needed, and each able to show what is known. */
function questionsFor({ playbook, person }: Opened): Question[] {
  return [...correctable(playbook)].map(([trait, question]) => {
    const { if: _, either: __, placeholder: ___, ...own } = { placeholder: undefined, ...question };
    return fitting({ ...own, name: trait, trait, required: false } as Question, person.traits);
  });
}

/** A question that can show what is known, though it would not take it as an answer. */
function fitting(asked: Question, traits: Traits): Question {
  // A list can be emptied; a round button, once pressed, cannot.
  const question = asked.type === "radio" ? { ...asked, type: "select" as const } : asked;
  const value = traits[question.name];
  if (typeof value !== "string" || value === "") return question;
  const asText = { ...question, type: "text", maxLength: 1_000 } as Question;
  if (question.type === "date") return /^\d{4}-\d\d-\d\d$/.test(value) ? question : asText;
  if (question.type === "country") return COUNTRIES.includes(value) ? question : asText;
  if (!("options" in question)) return question;
  const unknown = (question.type === "multi" ? value.split(", ") : [value]).filter(
    (one) => !question.options.some((option) => option.value === one),
  );
  return { ...question, options: [...question.options, ...unknown.map((one) => ({ value: one, label: one }))] };
}

/** A trait as its field has it. */
function shown(value: TraitValue | undefined, locale: string): string {
  if (value === undefined || value === false) return "";
  if (value === true) return "yes";
  if (typeof value === "string") return value;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 20, useGrouping: false }).format(value);
}

const formOf = (fields: Question[]): Form => ({
  title: "",
  gets: [],
  ask: 40,
  fields,
  permissions: [],
  submit: "",
  confirmed: { title: "", text: "" },
  emails: {},
});
