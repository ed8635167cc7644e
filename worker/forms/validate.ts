import { isDisposable } from "../companies/domains.ts";
import { answersOf, type Form, type Playbook, type Question, traitOf } from "../playbook/index.ts";
import type { TraitValue } from "../state/state.ts";
import { isEmpty, isShown, type Rules, tidy, type Value } from "./check.ts";
import { homeOf } from "./countries.ts";
import { e164, hiddenValue, keptEmail, nameKind, readableName } from "./normalize.ts";
import { cannotExist, isMash, isNoCompany, isNoName } from "./quality.ts";
import { isOneNeeded, rulesOf, schemaOf } from "./rules.ts";
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
  /** What looks as if nobody serious had written it: the names of fields, and `disposable` for the address. */
  doubts: string[];
}

/** How a form was filled in. */
export interface Filling {
  /** Epoch ms. */
  now: number;
  /** The address of the page it stands on, whose parameters hidden fields are told by. */
  url?: string | undefined;
  /** Where the visitor is, `DK`: whose phone numbers are written without a country. */
  country?: string | undefined;
  /** What is done about addresses to throw away; they are marked if this is left out. */
  disposable?: Playbook["site"]["forms"]["disposable"] | undefined;
}

/**
 * Checks the answers to a form's questions, those that were asked and any other the form has, and makes of them what is kept: names as
 * people write them, addresses and numbers in one form. What nobody serious would write stays with the submission, and makes no trait.
 */
export function validate(
  form: Form,
  asked: ReadonlySet<string>,
  values: Record<string, unknown>,
  locale: string,
  filling: Filling,
): { answers: Answers; problems: FieldProblem[] } {
  const texts = formTexts(locale);
  const told: Answers = { traits: {}, answers: {}, doubts: [] };
  const problems: FieldProblem[] = [];
  const shown: Question[] = [];
  const given: Record<string, Value> = {};
  for (const field of answersOf(form)) {
    if (field.type === "hidden") {
      const value = hiddenValue(field, filling.url);
      if (value !== "") told.answers[field.name] = value;
      continue;
    }
    const { name } = field;
    if (!isAskedFor(field, asked, values, given)) continue;
    shown.push(field);
    const rules = rulesOf(field, locale, filling.now);
    const value = valueOf(values[name], rules);
    if (value === null) problems.push({ field: name, message: rules.message });
    else if (isEmpty(value)) {
      if (rules.required !== undefined && asked.has(name)) problems.push({ field: name, message: rules.required });
    } else {
      given[name] = comparable(rules, value);
      const result = schemaOf(rules).safeParse(value);
      if (result.success) told.answers[name] = result.data;
      else problems.push({ field: name, message: result.error.issues[0]!.message });
    }
  }
  const empty = shown.filter(({ name }) => !(name in given) && !problems.some(({ field }) => field === name));
  problems.push(...unansweredAlternatives(form, shown, empty, asked, texts));
  problems.push(...normalized(shown, told, locale, filling, texts));
  takeTraits(form, told);
  const at = ({ field }: FieldProblem): number => shown.findIndex(({ name }) => name === field);
  return { answers: told, problems: problems.toSorted((a, b) => at(a) - at(b)) };
}

/**
 * Whether a question has to do with this submission. A condition on a question that was not asked was decided when this one was:
 * its answer was known.
 */
function isAskedFor(
  { name, if: condition }: Question,
  asked: ReadonlySet<string>,
  values: Record<string, unknown>,
  given: Record<string, Value>,
): boolean {
  if (condition && asked.has(name) && !asked.has(condition.field) && isAbsent(values[condition.field])) return true;
  return isShown(condition, given);
}

const isAbsent = (raw: unknown): boolean => raw === undefined || raw === null || raw === "";

/** An answer as a browser would have it, whoever sent it; null for what no answer looks like. */
function valueOf(raw: unknown, { type, decimal }: Rules): Value | null {
  if (Array.isArray(raw)) return raw.every((one) => typeof one === "string") ? raw.map(wellFormed) : null;
  if (raw === undefined || raw === null || raw === false) return "";
  if (raw === true) return "yes";
  if (typeof raw === "number") return type === "number" ? String(raw).replace(".", decimal ?? ".") : String(raw);
  if (typeof raw !== "string") return null;
  return type === "checkbox" && /^(?:on|true)$/.test(raw) ? "yes" : wellFormed(raw);
}

const wellFormed = (text: string): string => text.toWellFormed();

const comparable = (rules: Rules, value: Value): Value =>
  rules.type === "multi" ? [value].flat().flatMap((one) => one.split(",")) : tidy(rules.type, value);

/** Of alternatives of which one is needed, the first that was asked where none was answered. */
function unansweredAlternatives(
  form: Form,
  shown: Question[],
  empty: Question[],
  asked: ReadonlySet<string>,
  texts: FormText,
): FieldProblem[] {
  const names = [...new Set(empty.flatMap(({ either }) => either ?? []))].filter((name) => isOneNeeded(form, name));
  return names.flatMap((name) => {
    const group = shown.filter(({ either }) => either === name);
    const first = group.find((question) => asked.has(question.name));
    return first && group.every((one) => empty.includes(one)) ? [{ field: first.name, message: texts.either }] : [];
  });
}

/** Puts what was told into one form, notes what is to be doubted, and tells of addresses at which there is nobody. */
function normalized(
  shown: Question[],
  told: Answers,
  locale: string,
  { country: where, disposable = "mark" }: Filling,
  texts: FormText,
): FieldProblem[] {
  const { answers, doubts } = told;
  const problems: FieldProblem[] = [];
  const country = shown.find(({ type }) => type === "country")?.name;
  const called: [field: string, name: string][] = [];
  for (const question of shown) {
    const { name, type } = question;
    const answer = answers[name];
    if (typeof answer !== "string") continue;
    answers[name] = answer.normalize("NFC");
    const kind = nameKind(question);
    if (type === "email") {
      const email = keptEmail(answer);
      answers[name] = told.email = email;
      const isThrownAway = disposable !== "allow" && isDisposable(email.slice(email.indexOf("@") + 1));
      if (cannotExist(email)) problems.push({ field: name, message: texts.unreachable });
      else if (isThrownAway && disposable === "refuse") problems.push({ field: name, message: texts.disposable });
      else if (isThrownAway) doubts.push("disposable");
      else if (isMash(email.slice(0, email.indexOf("@")))) doubts.push(name);
    } else if (type === "tel") {
      const own = country === undefined ? undefined : answers[country];
      const places = [typeof own === "string" ? own : undefined, where, homeOf(locale)].filter(
        (one) => one !== undefined,
      );
      const dialled = [...places, undefined].map((place) => e164(answer, place)).find((one) => one !== null);
      if (dialled !== undefined) answers[name] = dialled;
      // Nothing tells where it is to be dialled, so nothing tells that it cannot be.
      else if (places.length > 0 || answer.startsWith("+")) doubts.push(name);
    } else if (kind !== null) {
      const readable = readableName(answer.normalize("NFC"), kind, locale);
      answers[name] = readable;
      called.push([name, readable]);
    } else if (type === "text" && (traitOf(question) === "company" || question.autocomplete === "organization")) {
      if (isNoCompany(answer)) doubts.push(name);
    }
  }
  // Donald is a name; Donald Duck is not.
  const isNobody = called.length > 1 && isNoName(called.map(([, name]) => name).join(" "));
  for (const [field, name] of called) if (isNobody || isNoName(name)) doubts.push(field);
  return problems;
}

/** What becomes part of the profile: answers that have a trait and are not doubted. */
function takeTraits(form: Form, told: Answers): void {
  for (const field of answersOf(form)) {
    const trait = traitOf(field);
    const answer = told.answers[field.name];
    if (field.type === "email" || trait === null || answer === undefined) continue;
    if (!told.doubts.includes(field.name)) told.traits[trait] = answer;
  }
}
