import { namedIn } from "../../platform/liquid.ts";
import type { Email } from "../content.ts";
import type { Playbook } from "../document.ts";
import type { Known } from "./known.ts";
import { unknown } from "./near.ts";
import type { Path, Problem, Rule } from "./problem.ts";

/** What a template may name; below a name that has a list only what is in it, below the others anything. */
type Scope = Record<string, string[] | null>;

const BLOCK: Scope = {
  visitor: ["returning", "visits", "stage", "topics", "segments", "traits"],
  country: null,
  page: ["url", "path", "title", "class", "topics"],
  site: null,
};

const LETTER = [
  "site",
  "form_title",
  "first_name",
  "deliver_url",
  "deliver_label",
  "unsubscribe_url",
  "preferences_url",
];

/** What each kind of letter may say (messages/send.ts). A confirmation holds nothing that somebody typed in. */
const LETTERS: Record<Email["kind"], Scope> = {
  confirmation: scopeOf(["site", "form_title", "confirm_url"]),
  delivery: scopeOf(LETTER),
  marketing: scopeOf(LETTER),
};

function scopeOf(names: string[]): Scope {
  return Object.fromEntries(names.map((name) => [name, null]));
}

/** The links and the words that a letter of a kind cannot do without. */
const NEEDED: Partial<Record<Email["kind"], { name: string; why: string }>> = {
  confirmation: { name: "confirm_url", why: "a confirmation has to link to {{ confirm_url }}" },
  marketing: {
    name: "unsubscribe_url",
    why: "whoever gets this has to be able to end it: link to {{ unsubscribe_url }}",
  },
};

/** The letter that brings somebody a new link to their preference page (messages/service.ts). */
const PREFERENCES = "preferences";
const LOST_LINK = {
  name: "preferences_url",
  why: "whoever asks for a new link gets this: link to {{ preferences_url }}",
};

/** Blocks and letters say what is known, letters have what the law and their purpose ask for. */
export function* templates({ blocks, emails, site }: Playbook, known: Known): Generator<Problem> {
  for (const [name, { variants, default: last }] of Object.entries(blocks)) {
    for (const [i, { html }] of variants.entries())
      yield* inBlock(["blocks", name, "variants", i, "html"], html, site.carry);
    yield* inBlock(["blocks", name, "default", "html"], last.html, site.carry);
  }
  for (const [id, { kind, topic, locales }] of Object.entries(emails)) {
    if (topic !== undefined && !known.permissions.includes(topic))
      yield {
        rule: "unknown-name",
        path: ["emails", id, "topic"],
        message: unknown("topic", topic, known.permissions, "no form asks for a permission of this topic"),
      };
    for (const [locale, parts] of Object.entries(locales)) {
      const path = ["emails", id, "locales", locale];
      for (const [part, text] of Object.entries(parts)) yield* variables([...path, part], text, LETTERS[kind]);
      yield* needed(path, kind, parts);
    }
  }
}

/** What is no template names nothing; that is told by its schema. */
function named(template: string): string[][] {
  try {
    return namedIn(template);
  } catch {
    return [];
  }
}

function* inBlock(path: Path, html: string, carried: string[]): Generator<Problem> {
  yield* variables(path, html, BLOCK);
  for (const [root, part, trait] of named(html)) {
    if (root === "visitor" && part === "traits" && trait !== undefined && !carried.includes(trait))
      yield {
        rule: "trait-not-carried",
        path,
        message: `{{ visitor.traits.${trait} }} is always empty: list "${trait}" under carry in site.yaml`,
      };
  }
}

function* variables(path: Path, template: string, scope: Scope): Generator<Problem> {
  const told = new Set<string>();
  for (const [root = "", part] of named(template)) {
    const below = Object.hasOwn(scope, root) ? scope[root] : undefined;
    const isKnown = below !== undefined && (below === null || part === undefined || below.includes(part));
    const name = below === undefined || part === undefined ? root : `${root}.${part}`;
    if (isKnown || told.has(name)) continue;
    told.add(name);
    const all = Object.keys(scope).flatMap((key) => scope[key]?.map((one) => `${key}.${one}`) ?? [key]);
    yield {
      rule: "unknown-variable",
      path,
      message: unknown("variable", name, all, `known here are ${all.join(", ")}`),
    };
  }
}

function* needed(path: Path, kind: Email["kind"], parts: Email["locales"][string]): Generator<Problem> {
  const tell = (rule: Rule, part: string, message: string): Problem => ({ rule, path: [...path, part], message });
  if (parts.text.trim() === "")
    yield tell("mail-without-text", "text", "many read mail as plain text; write the same there");
  const link = path[1] === PREFERENCES ? LOST_LINK : NEEDED[kind];
  if (!link) return;
  const isPrinted = new RegExp(String.raw`\{\{-?\s*${link.name}\b`);
  // Both parts come from one letter, so what lacks in both is told once.
  const lacking = (["html", "text"] as const).find((part) => !isPrinted.test(parts[part]));
  if (lacking !== undefined)
    yield tell("mail-without-link", lacking, lacking === "html" ? link.why : `${link.why} in the plain text, too`);
}
