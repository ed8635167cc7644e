import type { Facts } from "../../../worker/conditions/index.ts";
import type { Why } from "../../../worker/conditions/why.ts";
import type { Event } from "../../../worker/events/event.ts";
import { type Compiled, type Condition, inLocale } from "../../../worker/playbook/index.ts";
import { inWords } from "../../../worker/playbook/words.ts";
import { cellOf } from "../../../worker/scoring/index.ts";
import type { Told } from "./report.ts";

export const iso = (at: number): string => new Date(at).toISOString();

/** A condition with its answers, in words; what is so is told as of the same facts. */
export function toldOf({ condition, holds, parts }: Why, facts: Facts): Told {
  if ("not" in condition && "did" in condition.not) return { words: inWords(condition), holds };
  const told = parts.map((part) => toldOf(part, facts));
  const seen = seenOf(condition, facts);
  return {
    words:
      "all" in condition ? "all of" : "any" in condition ? "one of" : "not" in condition ? "not" : inWords(condition),
    holds,
    ...(seen === undefined ? {} : { seen }),
    ...(told.length > 0 ? { parts: told } : {}),
  };
}

const PLACES = ["country", "region", "city", "language", "device"] as const;

/** The single value that a condition looks at, if it does. */
function seenOf(condition: Condition, { state, surroundings, score }: Facts): string | undefined {
  const place = PLACES.find((name) => name in condition);
  if (place) return String(surroundings[place] ?? "not known");
  if (state === null) return undefined;
  if ("trait" in condition) return String(state.traits[condition.trait] ?? "not told");
  if ("stage" in condition) return state.stage;
  if ("visits" in condition) return String(state.session.count);
  if ("interest" in condition) return String(state.topics[condition.interest] ?? 0);
  if ("permission" in condition) return state.permissions[condition.permission] ?? "not asked";
  if ("role" in condition) return state.role ?? "none";
  if ("cluster" in condition) return state.cluster ?? "none";
  if ("lead" in condition) return state.lead?.status ?? "none";
  return "score" in condition ? `${cellOf(score())}, ${score().behaviour.points} points` : undefined;
}

/** The playbook's own titles, in a language. */
export class Titles {
  readonly #playbook: Compiled;
  readonly #locale: string;

  constructor(playbook: Compiled, locale: string) {
    this.#playbook = playbook;
    this.#locale = locale;
  }

  stage(id: string): string {
    const stage = this.#playbook.stages.find((one) => one.id === id);
    return stage ? inLocale(stage.title, this.#locale) : id;
  }

  segment(name: string): string {
    const segment = Object.hasOwn(this.#playbook.segments, name) ? this.#playbook.segments[name] : undefined;
    return segment ? inLocale(segment.title, this.#locale) : name;
  }

  rule(id: string): string {
    const { behaviour, fit } = this.#playbook.scoring;
    const rule = [...behaviour, ...fit].find((one) => one.id === id);
    return rule ? inLocale(rule.title, this.#locale) : id;
  }

  text(text: Parameters<typeof inLocale>[0]): string {
    return inLocale(text, this.#locale);
  }
}

/** Something that happened, in a few words. */
export function what({ type, name, page, submission, consent, permission, carried, traits }: Event): string {
  switch (type) {
    case "page_view":
      return `read ${page?.path ?? "a page"}`;
    case "form_submit":
      return `filled in ${submission?.form ?? name ?? "a form"}`;
    case "consent":
      return `allowed ${listOf(Object.entries(consent ?? {}).flatMap(([purpose, yes]) => (yes ? [purpose] : []))) || "nothing"}`;
    case "permission_confirmed":
      return `confirmed ${listOf(permission?.topics ?? [])}`;
    case "permission_withdrawn":
      return `withdrew ${listOf(permission?.topics ?? [])}`;
    case "identify": {
      const told = [
        ...Object.keys(traits ?? {}),
        ...(carried ?? []).map(({ topic, status }) => `${topic} (${status})`),
      ];
      return told.length > 0 ? `became known: ${listOf(told)}` : "became known";
    }
    case "track":
      return name ?? "did something";
    default:
      return [type.replaceAll("_", " "), ...(name === undefined ? [] : [name])].join(": ");
  }
}

/** What followed: a segment, a stage, a boundary of the score, a lead. */
export function change({ type, name, properties = {} }: Event, titles: Titles): string {
  switch (type) {
    case "segment_entered":
      return `enters segment ${titles.segment(name!)}`;
    case "segment_left":
      return `leaves segment ${titles.segment(name!)}`;
    case "stage_entered":
      return `moves from ${titles.stage(String(properties["from"]))} to ${titles.stage(name!)}`;
    case "score_changed":
      return `score goes from ${String(properties["from"])} to ${name}`;
    case "lead_qualified":
      return "is handed over to sales";
    default:
      return what({ type, name } as Event);
  }
}

export const listOf = (words: string[]): string => words.join(", ");
