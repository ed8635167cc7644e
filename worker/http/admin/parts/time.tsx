import type { View } from "../view.ts";

/** A time, in the site's time zone. */
export function Time({ view, at, seconds }: { view: View; at: number; seconds?: boolean }) {
  const text = new Intl.DateTimeFormat(view.locale === "da" ? "da-DK" : "en-GB", {
    dateStyle: "medium",
    timeStyle: seconds ? "medium" : "short",
    timeZone: view.playbook.site.timeZone,
  }).format(at);
  return <time datetime={new Date(at).toISOString()}>{text}</time>;
}

/** A length of time in words: what a playbook author writes as `14d`. */
export function duration({ words, locale }: View, ms: number): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const days = ms / 86_400_000;
  if (days < 1) return `${format.format(ms / 3_600_000)} ${words.hours}`;
  return days === 1 ? words.day : `${format.format(days)} ${words.days}`;
}
