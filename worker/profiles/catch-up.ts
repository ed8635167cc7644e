import { count } from "../conditions/index.ts";
import type { Event } from "../events/event.ts";
import type { BehaviourRule, Compiled, Did } from "../playbook/index.ts";
import { stepsOf } from "../playbook/index.ts";
import { score } from "../scoring/index.ts";
import type { State } from "../state/state.ts";
import { classes, CONFIRMED_EMAIL, surrounded } from "./fold.ts";
import type { Person } from "./person.ts";

/** What a playbook asks of history that a state of an earlier revision does not know. */
export interface Missing {
  counters: Did[];
  rules: BehaviourRule[];
  around: Set<string>;
  classes: boolean;
}

/** What is {@link Missing} in a state of a revision. */
export function missing(revision: number, playbook: Compiled): Missing {
  const { needs, scoring } = playbook;
  const isNew = (need: string): boolean => playbook.isNew(need, revision);
  return {
    counters: needs.counters.filter(({ key }) => isNew(`counter:${key}`)),
    rules: scoring.behaviour.filter((rule) => isNew(playbook.ruleNeed(rule))),
    around: new Set([...needs.around].filter((name) => isNew(`around:${name}`))),
    classes: needs.classes && isNew("classes"),
  };
}

/** The names of events that tell what is missing; null for all of them, an empty list for none. */
export function toldBy({ counters, rules, around, classes }: Missing): string[] | null {
  if (around.size > 0) return null;
  const names = [...counters.flatMap(stepsOf), ...rules.map(({ on }) => on)].map(({ did }) => did);
  return [...new Set(classes ? [...names, "page_view"] : names)];
}

/** A person as a playbook wants them, with what is missing emptied: their history, told in order, fills it ({@link recall}). */
export function begin(person: Person, missing: Missing, playbook: Compiled): Person {
  const { state, traits, email, emailConfirmedAt } = person;
  const addresses = email === null ? [] : emailConfirmedAt === null ? ["email"] : ["email", CONFIRMED_EMAIL];
  const given = Object.entries(traits).filter(([, value]) => value !== "");
  const answered = given.map(([name]) => name).filter((name) => playbook.needs.answers.has(name));
  const without = <T>(record: Record<string, T>, keys: string[]): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
  return {
    ...person,
    state: {
      ...state,
      revision: playbook.revision,
      counters: without(
        state.counters,
        missing.counters.map(({ key }) => key),
      ),
      rules: without(
        state.rules,
        missing.rules.map(({ id }) => id),
      ),
      classes: missing.classes ? {} : state.classes,
      cluster: playbook.needs.classes ? state.cluster : null,
      traits: Object.fromEntries(given.filter(([name]) => playbook.site.carry.includes(name))),
      known: [...new Set([...state.known, ...answered, ...addresses])].toSorted(),
    },
  };
}

/** The state after an event of the past, as far as it was missing. */
export function recall(state: State, event: Event, missing: Missing, playbook: Compiled): State {
  return {
    ...state,
    counters: count(state.counters, event, missing.counters),
    rules: score(state.rules, event, { ...playbook.scoring, behaviour: missing.rules }),
    classes: missing.classes ? classes(state.classes, event) : state.classes,
    around: missing.around.size > 0 ? surrounded(state.around, event, missing.around) : state.around,
  };
}
