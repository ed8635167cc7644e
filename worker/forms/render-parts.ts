import { escapeHtml } from "../lib/html.ts";
import { fill } from "../lib/language.ts";
import { inLocale, type PermissionRequest, type Text } from "../playbook/index.ts";
import { type ShownWords, shownWords } from "./render-words.ts";
import { type FormText, formTexts } from "./texts.ts";
import { hasTrap, TRAP } from "./trap.ts";
import type { FormView } from "./view.ts";

type Attributes = Record<string, string | number | boolean | undefined>;

/** Attributes as mark-up: `true` has no value, `false` and undefined are none. */
export function attributes(given: Attributes): string {
  return Object.entries(given)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`))
    .join("");
}

/** What all parts of a form need to be shown. */
export interface Pen {
  view: FormView;
  words: ShownWords;
  /** The words about answers. */
  texts: FormText;
  /** The author's words, made safe. */
  say(text: Text): string;
  /** Our own, made safe. */
  own(words: string, values?: Record<string, string | number>): string;
  /** Of the headings inside the form. */
  level: number;
}

export function penOf(view: FormView): Pen {
  return {
    view,
    words: shownWords(view.locale),
    texts: formTexts(view.locale),
    say: (text) => escapeHtml(inLocale(text, view.locale)),
    own: (words, values = {}) => escapeHtml(fill(words, values)),
    level: (view.level ?? 2) + 1,
  };
}

/** What marks something on the page as this form's: a field by its name, all else by a name with a hyphen, which no field has. */
export const idOf = ({ view }: Pen, name: string): string => `fodspor-${view.id}-${name}`;

/** A permission asked for: never ticked, but where the visitor ticked it himself a moment ago. */
export function renderBox(pen: Pen, { topic, text, version }: PermissionRequest): string {
  const name = `permission.${topic}`;
  const id = idOf(pen, `permission-${topic}`);
  const ticked = pen.view.problems !== undefined && isTicked(pen.view.values?.[name]);
  return `<div class="fodspor-permission" data-version="${escapeHtml(version)}">
<input${attributes({ type: "checkbox", id, name, value: "yes", checked: ticked })}>
<label for="${id}">${pen.say(text)}</label>
</div>`;
}

export const isTicked = (value: unknown): boolean => value === "yes" || value === "on" || value === true;

/** The list of what is wrong, at the top, each line leading to its field; filled in by the snippet where there is one. */
export function renderSummary(pen: Pen, labels: Map<string, string>): string {
  const id = idOf(pen, "form-wrong");
  const problems = pen.view.problems ?? [];
  const lines = problems.map(({ field, message }) => {
    const label = labels.get(field);
    return label === undefined
      ? `<li>${escapeHtml(message)}</li>`
      : `<li><a href="#${idOf(pen, field)}">${escapeHtml(label)}: ${escapeHtml(message)}</a></li>`;
  });
  const hidden = problems.length === 0;
  const isOfFields = hidden || problems.some(({ field }) => labels.has(field));
  return `<div${attributes({ class: "fodspor-summary", role: "group", "aria-labelledby": id, tabindex: -1, hidden, autofocus: !hidden })}>
<p id="${id}">${pen.own(isOfFields ? pen.words.check : pen.texts.failed)}</p>
<ul>${lines.join("")}</ul>
</div>`;
}

/** The field that no person sees, and that machines fill in. */
export function renderTrap(pen: Pen): string {
  if (!hasTrap(pen.view.form)) return "";
  return `<div hidden aria-hidden="true"><label>${pen.own(pen.words.trap)} <input name="${TRAP}" tabindex="-1" autocomplete="off"></label></div>`;
}

/** Stands after the button that sends, so that the Enter key means that one. */
export function renderKnown(pen: Pen): string {
  const { known, action } = pen.view;
  if (!known) return "";
  const { words } = pen;
  // An address runs from left to right, whatever the words around it do.
  const said =
    known.mask === null
      ? pen.own(words.knownAlready)
      : pen.own(words.known).replace("{mask}", () => `<bdi dir="ltr">${escapeHtml(known.mask!)}</bdi>`);
  return `<p class="fodspor-known">${said} <button${attributes({ type: "submit", class: "fodspor-not-me", formaction: `${action}/not-me`, formnovalidate: true })}>${pen.own(words.notYou)}</button></p>`;
}

export function renderChallenge(pen: Pen): string {
  const { challenge } = pen.view;
  if (!challenge) return "";
  const asked =
    challenge.kind === "turnstile" ? { "data-turnstile": challenge.key } : { "data-challenge": challenge.json };
  return `<div${attributes({ class: "fodspor-challenge", "data-proving": pen.words.proving, ...asked })}><noscript><p>${pen.own(pen.words.needsScript)}</p></noscript></div>`;
}

/** What the snippet needs to know so that the form shows itself in its time. */
export function placementOf({ view, words }: Pen): Attributes {
  const { placement } = view.form;
  if (!placement || !view.placed) return {};
  const { as, trigger } = placement;
  return {
    "data-as": as,
    "data-after": trigger.after,
    "data-scroll": trigger.scroll,
    "data-exit": trigger.exit,
    "data-close": words.close,
  };
}
