import { evaluate, isPersonal, type Surroundings } from "../conditions/index.ts";
import { DAY } from "../lib/duration.ts";
import {
  type Compiled,
  type Condition,
  type Field,
  type Form,
  isQuestion,
  type PermissionRequest,
  type Question,
  questionsOf,
  sentForms,
  traitOf,
} from "../playbook/index.ts";
import { asOf } from "../profiles/as-of.ts";
import { scoreAt } from "../scoring/index.ts";
import type { State } from "../state/state.ts";
import { arrange } from "./arrange.ts";
import { isShown } from "./check.ts";

/** What a form asks of somebody now, in the order in which it is shown, with what stands between the questions. */
export interface Asked {
  fields: Field[];
  boxes: PermissionRequest[];
}

/** Where and when a form is asked, and by which playbook. */
export interface Asking {
  surroundings: Surroundings;
  playbook: Compiled;
  /** Epoch ms. */
  now: number;
}

/**
 * The next few things to ask: never what is known, at most `form.ask` in all, permission boxes counted; questions that are
 * alternatives count as one. The address and then the boxes come first, since without them nothing can be sent; then what is
 * always asked, then by `priority`, then as the form has them. A question that is shown by the answer to another comes with that
 * one, or, where its answer is known, if it is such an answer. Decided from the sealed state alone; `state` is null for whoever
 * lets us remember nothing.
 */
export function ask(form: Form, visitor: State | null, asking: Asking): Asked {
  const { playbook, now } = asking;
  const state = visitor && asOf(visitor, playbook, now);
  const open = questionsOf(form).filter((question) => closedBy(question, form, state, asking) === null);
  const address = open.filter(({ type }) => type === "email").slice(0, 1);
  const boxes = form.permissions
    .filter((one) => one.box && !isAnswered(one, state))
    .slice(0, form.ask - address.length);
  const chosen = new Set<Question>(address);
  let left = form.ask - address.length - boxes.length;
  for (const question of open.filter(({ type }) => type !== "email").toSorted(bySoonest)) {
    const needed = withConditions(question, open).filter((one) => !chosen.has(one));
    const count = new Set(needed.map(({ name, either }) => (either === undefined ? name : `either ${either}`))).size;
    if (count > left) continue;
    left -= count;
    for (const one of needed) chosen.add(one);
  }
  const names = new Set([...chosen].map(({ name }) => name));
  const fields = arrange(form.fields, chosen).map((field) => {
    if (!isQuestion(field) || !field.if || names.has(field.if.field)) return field;
    const { if: _, ...decided } = field;
    return decided;
  });
  return { fields, boxes };
}

/** A question with its alternatives, and with those whose answers show it. */
function withConditions(question: Question, open: Question[], found: Set<Question> = new Set()): Question[] {
  for (const one of question.either === undefined ? [question] : alternatives(open, question.either)) {
    if (found.has(one)) continue;
    found.add(one);
    const shows = open.find(({ name }) => name === one.if?.field);
    if (shows) withConditions(shows, open, found);
  }
  return [...found];
}

const alternatives = (open: Question[], name: string): Question[] => open.filter(({ either }) => either === name);

function bySoonest(a: Question, b: Question): number {
  return Number(b.always) - Number(a.always) || (a.priority ?? 101) - (b.priority ?? 101);
}

/** Why something is not asked: not this soon, only of others, told already, known of their company, or one of the next times. */
export type Because = "after" | "when" | "known" | "company" | "later";

/** What a form does not ask somebody now, and why: its questions, and its boxes by their topics. */
export function leftOut(
  form: Form,
  visitor: State | null,
  asking: Asking,
): { questions: { question: Question; because: Because }[]; boxes: { box: PermissionRequest; because: Because }[] } {
  const { fields, boxes } = ask(form, visitor, asking);
  const state = visitor && asOf(visitor, asking.playbook, asking.now);
  return {
    questions: questionsOf(form)
      .filter(({ name }) => !fields.some((field) => isQuestion(field) && field.name === name))
      .map((question) => ({ question, because: closedBy(question, form, state, asking) ?? "later" })),
    boxes: form.permissions
      .filter((one) => one.box && !boxes.includes(one))
      .map((box) => ({ box, because: isAnswered(box, state) ? "known" : "later" })),
  };
}

const isAnswered = ({ topic }: PermissionRequest, state: State | null): boolean =>
  ["pending", "confirmed"].includes(state?.permissions[topic] ?? "");

/** Why a question may not be asked of this person at all; null where it may. One that stays with its submission is never known. */
function closedBy(question: Question, form: Form, state: State | null, asking: Asking): Because | null {
  const { after, when, always, either } = question;
  if (after !== undefined && !holds(sentForms(after), state, asking)) return "after";
  if (when && !holds(when, state, asking)) return "when";
  if (!mayBeShown(question, form, state, asking)) return "when";
  if (always || state === null) return null;
  const group = either === undefined ? [question] : alternatives(questionsOf(form), either);
  if (group.some((one) => isTold(one, state, asking.now))) return "known";
  return group.some((one) => isCompanys(one, state)) ? "company" : null;
}

/** Whether the question that shows this one is asked too, or its answer travels with the visitor and is one that shows it. */
function mayBeShown(question: Question, form: Form, state: State | null, asking: Asking): boolean {
  const { if: condition, name } = question;
  if (!condition) return true;
  const before = questionsOf(form);
  const shows = before
    .slice(
      0,
      before.findIndex((one) => one.name === name),
    )
    .find((one) => one.name === condition.field);
  if (!shows) return false;
  if (closedBy(shows, form, state, asking) === null) return true;
  const trait = traitOf(shows);
  const told = trait !== null && state && Object.hasOwn(state.traits, trait) ? state.traits[trait] : undefined;
  if (told === undefined) return false;
  const value = shows.type === "multi" ? String(told).split(",") : told === true ? "yes" : String(told);
  return isShown(condition, { [condition.field]: value });
}

/** Whether it is known of their company, or of the one whose network they use. */
const isCompanys = ({ company }: Question, { company: facts, network }: State): boolean =>
  company !== undefined && ((facts !== null && Object.hasOwn(facts, company)) || network.includes(company));

function isTold(question: Question, state: State, now: number): boolean {
  const { again } = question;
  const trait = question.type === "email" ? "email" : traitOf(question);
  if (trait === null || !state.known.includes(trait)) return false;
  // Told before it was noted when: not before they were first seen.
  return again === undefined || now - (state.told[trait] ?? Math.floor(state.firstSeen / DAY)) * DAY < again;
}

export function holds(condition: Condition, state: State | null, { surroundings, playbook, now }: Asking): boolean {
  const mayAsk = state === null ? !isPersonal(condition) : state.revision >= playbook.since;
  const { timeZone } = playbook.site;
  const score = () => scoreAt(state!, playbook.scoring, now);
  return mayAsk && evaluate(condition, { state, surroundings, now, timeZone, score });
}
