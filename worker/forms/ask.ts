import { evaluate, isPersonal, type Surroundings } from "../conditions/index.ts";
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

const DAY = 86_400_000;

/**
 * The next few things to ask: never what is known, at most `form.ask` in all, permission boxes counted; questions that are
 * alternatives count as one. The address and then the boxes come first, since without them nothing can be sent; then what is
 * always asked, then by `priority`, then as the form has them. Decided from the sealed state alone; `state` is null for whoever
 * lets us remember nothing.
 */
export function ask(form: Form, visitor: State | null, asking: Asking): Asked {
  const { playbook, now } = asking;
  const state = visitor && asOf(visitor, playbook, now);
  const open = questionsOf(form).filter((question) => isOpen(question, form, state, asking));
  const address = open.filter(({ type }) => type === "email").slice(0, 1);
  const boxes = form.permissions
    .filter(({ box, topic }) => box && !["pending", "confirmed"].includes(state?.permissions[topic] ?? ""))
    .slice(0, form.ask - address.length);
  const chosen = new Set<Question>(address);
  let left = form.ask - address.length - boxes.length;
  for (const question of open.filter(({ type }) => type !== "email").toSorted(bySoonest)) {
    if (chosen.has(question)) continue;
    if (left-- <= 0) break;
    for (const one of question.either === undefined ? [question] : alternatives(open, question.either)) chosen.add(one);
  }
  return { fields: between(form.fields, chosen), boxes };
}

const alternatives = (open: Question[], name: string): Question[] => open.filter(({ either }) => either === name);

function bySoonest(a: Question, b: Question): number {
  return Number(b.always) - Number(a.always) || (a.priority ?? 101) - (b.priority ?? 101);
}

/** Whether a question may be asked of this person at all. One that stays with its submission is never known. */
function isOpen(question: Question, form: Form, state: State | null, asking: Asking): boolean {
  const { after, when, always, either } = question;
  if (after !== undefined && !holds(sentForms(after), state, asking)) return false;
  if (when && !holds(when, state, asking)) return false;
  if (always || state === null) return true;
  const group = either === undefined ? [question] : alternatives(questionsOf(form), either);
  return !group.some((one) => isKnown(one, state, asking.now));
}

function isKnown(question: Question, state: State, now: number): boolean {
  const { company, again } = question;
  if (company !== undefined && (state.company?.[company] !== undefined || state.network.includes(company))) return true;
  const trait = question.type === "email" ? "email" : traitOf(question);
  if (trait === null || !state.known.includes(trait)) return false;
  // Told before it was noted when: not before they were first seen.
  return again === undefined || now - (state.told[trait] ?? Math.floor(state.firstSeen / DAY)) * DAY < again;
}

function holds(condition: Condition, state: State | null, { surroundings, playbook, now }: Asking): boolean {
  const mayAsk = state === null ? !isPersonal(condition) : state.revision >= playbook.since;
  const { timeZone } = playbook.site;
  const score = () => scoreAt(state!, playbook.scoring, now);
  return mayAsk && evaluate(condition, { state, surroundings, now, timeZone, score });
}

/** The questions that were chosen, and of all else what has one of them in its part: headings and steps without any go. */
function between(fields: Field[], chosen: Set<Question>): Field[] {
  const kept: Field[] = [];
  let waiting: Field[] = [];
  for (const field of fields) {
    if (field.type === "hidden") continue;
    if (field.type === "step") waiting = [field];
    else if (field.type === "heading") waiting = [...waiting.filter(({ type }) => type === "step"), field];
    else if (!isQuestion(field)) waiting.push(field);
    else if (chosen.has(field)) {
      kept.push(...waiting, field);
      waiting = [];
    }
  }
  return kept;
}
