import type { Context as HonoContext } from "hono";
import { chooseLocale, parseLanguage } from "../../lib/language.ts";
import { type Compiled, inLocale, type Question, questionAbout } from "../../playbook/index.ts";
import type { TraitValue } from "../../state/state.ts";
import type { HttpEnv } from "../env.ts";
import { WORDS, type Words } from "./words/index.ts";

export type Http = HonoContext<HttpEnv>;

/** What even a page without data needs. */
export interface Frame {
  /** Where the dashboard is: `/_f/admin`. */
  base: string;
  locale: "en" | "da";
  words: Words;
  isLoggedIn: boolean;
}

/** What a page needs to tell about people: the playbook's titles and time zone, and what time it is. */
export interface View extends Frame {
  playbook: Compiled;
  now: number;
}

/** The frame of a request, in the first of our languages that its reader wants. */
export function frameOf(c: Http, isLoggedIn: boolean): Frame {
  const wanted = parseLanguage(c.req.header("accept-language") ?? null);
  const locale = chooseLocale(wanted, Object.keys(WORDS)) as Frame["locale"];
  return { base: `${c.get("context").settings.BASE_PATH}/admin`, locale, words: WORDS[locale], isLoggedIn };
}

/** @throws Refusal `unavailable` before anything is published */
export async function viewOf(c: Http): Promise<View> {
  return { ...frameOf(c, true), playbook: await c.get("playbook")(), now: c.get("context").now };
}

/** The playbook's title of a stage; one that it no longer has is called by its id. */
export function stageTitle({ playbook, locale }: View, id: string): string {
  const stage = playbook.stages.find((one) => one.id === id);
  return stage ? inLocale(stage.title, locale) : id;
}

export function segmentTitle({ playbook, locale }: View, name: string): string {
  const segment = playbook.segments[name];
  return segment ? inLocale(segment.title, locale) : name;
}

/** A topic by the playbook's title of it; `*` is all of them. */
export function topicTitle({ playbook, locale, words }: View, topic: string): string {
  if (topic === "*") return words.asking.allTopics;
  return Object.hasOwn(playbook.topics, topic) ? inLocale(playbook.topics[topic]!.title, locale) : topic;
}

export function ruleTitle({ playbook, locale }: View, id: string): string {
  const rule = [...playbook.scoring.behaviour, ...playbook.scoring.fit].find((one) => one.id === id);
  return rule ? inLocale(rule.title, locale) : id;
}

/** A trait in the words of the form that asks for it; one that no form asks for as it is stored. */
export function traitInWords(view: View, name: string, value: TraitValue): [title: string, value: string] {
  const question = questionAbout(view.playbook.forms, name);
  return [question ? inLocale(question.label, view.locale) : name, answerInWords(view, question, value)];
}

/** An answer as the question puts it: options by their labels, countries and days as the reader's language writes them. */
export function answerInWords(view: View, question: Question | undefined, value: TraitValue): string {
  const { words, locale } = view;
  if (typeof value === "boolean") return value ? words.asking.yes : words.asking.no;
  if (question && "options" in question) {
    const named = (one: string): string => {
      const option = question.options.find((other) => other.value === one);
      return option ? inLocale(option.label, locale) : one;
    };
    return question.type === "multi" ? String(value).split(/,\s*/).map(named).join(", ") : named(String(value));
  }
  if (question?.type === "number") return typeof value === "number" ? format(view, value) : value;
  if (question?.type === "country") return countryName(view, String(value));
  const isDay = question?.type === "date" && /^\d{4}-\d\d-\d\d$/.test(String(value));
  return isDay && !Number.isNaN(Date.parse(String(value))) ? dayName(view, String(value)) : String(value);
}

/** What to call a person of whom perhaps nothing is known. */
export function nameOf(
  { words }: Frame,
  person: { id: string; email: string | null; externalId?: string | null; traits?: Record<string, unknown> },
): string {
  const { firstName, lastName, name } = person.traits ?? {};
  const given = [firstName, lastName].filter((part) => typeof part === "string" && part !== "").join(" ");
  if (given !== "") return given;
  if (typeof name === "string" && name !== "") return name;
  return person.email ?? person.externalId ?? `${words.visitor} ${person.id.slice(0, 8)}`;
}

/** What the reader's language is called where numbers, dates and countries are written. */
export const tongue = ({ locale }: Frame): string => (locale === "da" ? "da-DK" : "en-GB");

/** A number as the reader's language writes it, with two decimals at most. */
export function format(frame: Frame, value: number): string {
  return new Intl.NumberFormat(tongue(frame), { maximumFractionDigits: 2 }).format(value);
}

/** A part of a whole, 0 to 1, in per cent; a dash where there is no whole. */
export function percent(frame: Frame, part: number | null): string {
  if (part === null) return "–";
  return new Intl.NumberFormat(tongue(frame), { style: "percent", maximumFractionDigits: 0 }).format(part);
}

/** A country's name by its code, as Cloudflare tells it: `T1` is Tor. */
export function countryName(frame: Frame, code: string): string {
  if (code === "T1") return frame.words.tor;
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([tongue(frame)], { type: "region", fallback: "code" }).of(code) ?? code;
}

/** A day such as `2026-11-22`, in words. */
export function dayName(frame: Frame, day: string): string {
  return new Intl.DateTimeFormat(tongue(frame), { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(day));
}
