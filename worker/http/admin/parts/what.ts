import { inLocale, questionAbout } from "../../../playbook/index.ts";
import type { Happening } from "../../../reports/timeline.ts";
import type { Consent } from "../../../state/state.ts";
import { percent, type View } from "../view.ts";
import { causeTitle, money } from "./deal.ts";
import { derived, derivedWhy } from "./derived.ts";
import { allowed } from "./facts.tsx";
import { shopDetails } from "./shop.ts";
import { textOf } from "./text-of.ts";
import { stretch } from "./time.tsx";

const MOST_PROPERTIES = 4;

/** An event, as the timeline has it. */
type Told = Pick<Happening, "type" | "name" | "data">;

/** What an event was: its kind, and its own name. */
export function what(view: View, { type, name, data }: Told): string {
  const { words } = view;
  const followed = derived(view, { type, name, data });
  if (followed !== null) return followed;
  const kind = words.types[type] ?? type;
  const named = (title: string): string => (name === null ? title : `${title}: ${name}`);
  if (type === "consent" && data["consent"]) return `${kind}: ${allowed(view, data["consent"] as Consent)}`;
  if (type === "click" && name !== null && Object.hasOwn(words.clicks, name)) return words.clicks[name]!;
  if (type === "track" && name !== null && Object.hasOwn(words.shop, name)) return words.shop[name]!;
  if (type === "form_submit" && data["form"] === undefined) return named(words.ownForm);
  const form =
    name !== null && (type === "form_submit" || type.startsWith("permission_")) ? formTitle(view, name) : null;
  if (form !== null) return `${kind}: ${form}`;
  if (type === "content_opened" && name !== null && Object.hasOwn(view.playbook.contents, name))
    return `${kind}: ${inLocale(view.playbook.contents[name]!.title, view.locale)}`;
  return type === "identify" && importOf(data) !== null ? words.imported : named(kind);
}

/** The particulars of an event, in words: how long a page was read, where a link led, what was bought. */
export function particulars(view: View, { type, name, data }: Told): string[] {
  const { words } = view;
  const properties = propertiesOf(data);
  const text = (key: string): string[] => [textOf(properties[key])].filter((one) => one !== null);
  switch (type) {
    case "page_leave": {
      const { engaged, scroll } = properties;
      return [
        ...(typeof engaged === "number" ? [words.readFor(stretch(view, engaged))] : []),
        ...(typeof scroll === "number" ? [words.scrolled(percent(view, scroll / 100))] : []),
      ];
    }
    case "click":
      return [...text("text"), ...text("href")];
    case "identify": {
      const names = traitNames(view, data);
      const file = importOf(data);
      return [...(file === null ? [] : [file]), ...(names.length > 0 ? [words.told(names.join(", "))] : [])];
    }
    case "consent":
      return text("how").map((how) => words.hows[how] ?? how);
    case "track":
      return shopDetails(view, name ?? "", properties) ?? others(properties);
    case "screen_view":
      return others(properties);
    case "segment_entered":
    case "segment_left":
    case "stage_entered":
    case "score_changed":
    case "lead_qualified":
      return derivedWhy(view, { type, name, data });
    case "lead_rejected":
    case "lead_lost":
    case "lead_won":
      return [...dealOf(view, properties), ...text("note")];
    default:
      return [];
  }
}

/** The names of what was told of somebody, in the words of the form that asks for it; never the values. */
function traitNames({ playbook, locale }: View, data: Record<string, unknown>): string[] {
  const { traits } = data;
  const names: unknown[] = Array.isArray(traits) ? traits : [];
  return names.flatMap((name) => {
    const field = typeof name === "string" ? questionAbout(playbook.forms, name) : undefined;
    return field ? [inLocale(field.label, locale)] : (textOf(name) ?? []);
  });
}

/** The file that an import took somebody from. */
const importOf = (data: Record<string, unknown>): string | null => textOf(propertiesOf(data)["import"]);

function formTitle({ playbook, locale }: View, name: string): string | null {
  const form = Object.hasOwn(playbook.forms, name) ? playbook.forms[name] : undefined;
  return form ? inLocale(form.title, locale) : null;
}

/** What sales said of a deal: why, and what it came to. */
function dealOf(view: View, { cause, amount, currency }: Record<string, unknown>): string[] {
  const isMoney = typeof amount === "number" && typeof currency === "string";
  return [
    ...(typeof cause === "string" ? [causeTitle(view, cause)] : []),
    ...(isMoney ? [money(view, amount, currency)] : []),
  ];
}

function others(properties: Record<string, unknown>): string[] {
  const told = Object.entries(properties).flatMap(([key, value]) => {
    const text = textOf(value);
    return text === null ? [] : [`${key}: ${text}`];
  });
  return told.slice(0, MOST_PROPERTIES);
}

const propertiesOf = (data: Record<string, unknown>): Record<string, unknown> =>
  data["properties"] !== null && typeof data["properties"] === "object"
    ? (data["properties"] as Record<string, unknown>)
    : {};
