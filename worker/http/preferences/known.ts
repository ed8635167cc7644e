import { fill } from "../../lib/language.ts";
import { type Compiled, inLocale, type Question, questionsOf, traitOf } from "../../playbook/index.ts";
import type { Known } from "../../reports/people.ts";
import type { Stay } from "../../reports/visits.ts";
import { standingOf } from "../../rights/standing.ts";
import type { TraitValue } from "../../state/state.ts";
import { daysIn, type Words } from "./words.ts";

export type Fact = [label: string, value: string];

/** What is known of somebody, in words that they would use. */
export interface Facts {
  about: Fact[];
  interests: Fact[];
  consents: Fact[];
  visits: { when: string; views: number; from: string; place: string; landing: string }[];
}

/** What the preference page tells somebody of themselves. Score, groups and stage only where the playbook says so. */
export function factsOf(
  known: Known,
  visits: Stay[],
  playbook: Compiled,
  words: Words,
  locale: string,
  now: number,
): Facts {
  const { state } = known;
  const { timeZone, permission } = playbook.site;
  const day = (at: number): string =>
    new Intl.DateTimeFormat(daysIn(locale), { dateStyle: "long", timeZone }).format(at);
  const { consent, interests, stage, segments, score } = standingOf(state, playbook, now, locale);
  const questions = correctable(playbook);
  const told = Object.entries(known.traits).flatMap(([trait, value]): Fact[] =>
    value === "" ? [] : [[labelOf(trait, questions, locale), valueOf(value, questions.get(trait), words, locale)]],
  );
  const facts = (...all: [label: string, value: string | null | undefined][]): Fact[] =>
    all.flatMap(([label, value]): Fact[] => (value ? [[label, value]] : []));
  const answer = (allowed: boolean): string => (allowed ? words.yes : words.no);
  return {
    about: [
      ...facts([words.email, known.email], [words.userId, known.externalId]),
      ...told,
      ...facts(
        [
          words.company,
          known.company && [...new Set([known.company.name, known.company.domain])].filter(Boolean).join(", "),
        ],
        [words.firstSeen, day(state.firstSeen)],
        [words.lastSeen, day(state.lastSeen)],
        [words.visits, String(state.session.count)],
        [words.views, String(state.views)],
        [words.stage, permission.showScore ? stage : null],
        [words.segments, segments?.join(", ")],
        [words.score, score && fill(words.scored, score)],
      ),
    ],
    interests: Object.entries(interests).map(([topic, n]) => [topic, n === 1 ? words.page : fill(words.pages, { n })]),
    consents: [
      [words.analytics, answer(consent.analytics)],
      [words.personalization, answer(consent.personalization)],
      [words.marketing, answer(consent.marketing)],
    ],
    visits: visits.map(({ startedAt, views, referrer, place, landing, company }) => ({
      when: new Intl.DateTimeFormat(daysIn(locale), { dateStyle: "medium", timeStyle: "short", timeZone }).format(
        startedAt,
      ),
      views,
      from: Object.entries(words.referrers).find(([name]) => name === referrer)?.[1] ?? words.direct,
      place: [place?.city, countryIn(place?.country, locale), company?.name].filter(Boolean).join(", "),
      landing: landing ?? "",
    })),
  };
}

/** The questions by which somebody can put their traits right: the first that asks for each. An address is proved, not written. */
export function correctable(playbook: Compiled): Map<string, Question> {
  const questions = new Map<string, Question>();
  for (const question of Object.values(playbook.forms).flatMap(questionsOf)) {
    const trait = question.type === "email" ? null : traitOf(question);
    if (trait !== null && !questions.has(trait)) questions.set(trait, question);
  }
  return questions;
}

function labelOf(trait: string, questions: Map<string, Question>, locale: string): string {
  const question = questions.get(trait);
  return question ? inLocale(question.label, locale) : trait;
}

function valueOf(value: TraitValue, question: Question | undefined, words: Words, locale: string): string {
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") return new Intl.NumberFormat(locale).format(value);
  if (question?.type === "country") return countryIn(value, locale) ?? value;
  if (!question || !("options" in question)) return value;
  const { options } = question;
  const label = (one: string): string => inLocale(options.find((option) => option.value === one)?.label ?? one, locale);
  return value.split(", ").map(label).join(", ");
}

function countryIn(code: string | undefined, locale: string): string | undefined {
  if (!code || !/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(locale, { type: "region" }).of(code);
}
