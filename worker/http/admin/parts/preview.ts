import type { Surroundings } from "../../../conditions/index.ts";
import { type Asked, ask, leftOut } from "../../../forms/ask.ts";
import { stepsOf } from "../../../forms/render-fields.ts";
import type { FormView } from "../../../forms/view.ts";
import { chooseLocale } from "../../../lib/language.ts";
import { trialOf } from "../../../personas/trial.ts";
import { type Compiled, inLocale, questionsOf } from "../../../playbook/index.ts";
import { replay } from "../../../profiles/replay.ts";
import type { State } from "../../../state/state.ts";

/** Somebody to show forms to; `state` is null for whom nothing is known. */
export interface Viewer {
  title: string | null;
  state: State | null;
  surroundings: Surroundings;
}

/**
 * A persona as forms know it at `now`; nobody known without a name.
 * @throws Error for a persona whose forms or answers the playbook does not have
 */
export function viewerOf(playbook: Compiled, name: string | undefined, locale: string, now: number): Viewer {
  if (name === undefined) return { title: null, state: null, surroundings: {} };
  const trial = trialOf(name, playbook.personas[name]!, playbook, now, locale);
  const { state } = replay(trial.events, playbook, now, { company: trial.company });
  return {
    title: trial.title,
    // Answers are left out of a form only where the visitor lets us keep what they do.
    state: state.consent.analytics ? state : null,
    surroundings: { ...trial.around, company: trial.company ?? undefined },
  };
}

/** What a form would ask of somebody, and what not. */
export interface Shown {
  view: FormView;
  left: ReturnType<typeof leftOut>;
  /** How many pages it has for them. */
  steps: number;
}

interface Wanted {
  playbook: Compiled;
  form: string;
  locale: string;
  /** One page of it only, counted from 1. */
  step?: number | undefined;
  now: number;
}

/** A form as somebody is to see it now; nothing of it can be sent. */
export function shownTo(viewer: Viewer, { playbook, form: id, locale, step, now }: Wanted): Shown {
  const form = playbook.forms[id]!;
  const { state, surroundings } = viewer;
  const asking = { surroundings, playbook, now };
  const asked = ask(form, state, asking);
  const isAsked = asked.fields.some(({ type }) => type === "email");
  const hasAddress = questionsOf(form).some(({ type }) => type === "email");
  const isKnown = hasAddress && !isAsked && state !== null && state.known.includes("email");
  return {
    view: {
      id,
      form,
      asked: step === undefined ? asked : onStep(asked, step),
      locale: chooseLocale(locale, playbook.site.locales),
      action: "",
      url: playbook.site.url,
      submission: "",
      ticket: "",
      now,
      known: isKnown ? { mask: state.mask } : null,
      challenge: null,
      level: 1,
    },
    left: leftOut(form, state, asking),
    steps: stepsOf(asked.fields).length,
  };
}

/** One page of a form: the boxes stand on the last. */
function onStep({ fields, boxes }: Asked, step: number): Asked {
  const steps = stepsOf(fields);
  return { fields: steps[step - 1]?.fields ?? [], boxes: step >= steps.length ? boxes : [] };
}

/** The personas by name, with their titles. */
export const personaTitles = ({ personas }: Compiled, locale: string): [name: string, title: string][] =>
  Object.entries(personas).map(([name, { title }]) => [name, inLocale(title, locale)]);
