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

/**
 * An amount as people write it, in Danish as in English: `120.000`, `120,000` and `120 000` are a hundred and twenty thousand,
 * `1.000,50` and `1,000.50` a thousand and a half. NaN where it is none.
 */
export function amountOf(text: string): number {
  const told = /^([1-9]\d{0,2}(?:([.,])\d{3})(?:\2\d{3})*|\d+)(?:([.,])(\d{1,2}))?$/.exec(
    text.replaceAll(/[\s'’]/g, ""),
  );
  if (!told) return Number.NaN;
  const [, whole = "", group, point, cents = "0"] = told;
  return group !== undefined && group === point ? Number.NaN : Number(`${whole.replaceAll(/[.,]/g, "")}.${cents}`);
}

/** How long, as one says it: `40 minutes`, `30 hours`, `3 days`. */
export function span(view: View, ms: number): string {
  const hours = ms / 3_600_000;
  const [value, unit] =
    hours < 1 ? [hours * 60, "minute"] : hours < 36 ? [hours, "hour"] : ([hours / 24, "day"] as const);
  const style = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(tongue(view), style).format(value);
}
