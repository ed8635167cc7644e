import { inLocale } from "../../../playbook/index.ts";
import { tongue, type View } from "../view.ts";

/** Who looks after leads, by the playbook's name of them. */
export function ownerName({ playbook, words }: View, owner: string | null): string {
  if (owner === null) return words.sales.nobodyYet;
  return playbook.sales?.owners.find(({ id }) => id === owner)?.name ?? owner;
}

/** A cause in the playbook's words. */
export function causeTitle({ playbook, words, locale }: View, cause: string | null): string {
  if (cause === null) return words.sales.noCause;
  const title = playbook.sales?.rejections[cause] ?? playbook.sales?.losses[cause];
  return title === undefined ? cause : inLocale(title, locale);
}

/** An amount as the reader's language writes it, whole ones without decimals; in a currency that nobody knows, with its code. */
export function money(view: View, amount: number, currency: string): string {
  return new Intl.NumberFormat(tongue(view), {
    style: "currency",
    currency,
    trailingZeroDisplay: "stripIfInteger",
  }).format(amount);
}

/** How long, as one says it: `40 minutes`, `30 hours`, `3 days`. */
export function span(view: View, ms: number): string {
  const hours = ms / 3_600_000;
  const [value, unit] =
    hours < 1 ? [hours * 60, "minute"] : hours < 36 ? [hours, "hour"] : ([hours / 24, "day"] as const);
  const style = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(tongue(view), style).format(value);
}
