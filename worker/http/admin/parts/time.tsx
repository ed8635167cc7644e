import { tongue, type View } from "../view.ts";

/** A time, in the site's time zone. */
export function Time({ view, at, seconds }: { view: View; at: number; seconds?: boolean }) {
  const text = new Intl.DateTimeFormat(tongue(view), {
    dateStyle: "medium",
    timeStyle: seconds ? "medium" : "short",
    timeZone: view.playbook.site.timeZone,
  }).format(at);
  return <time datetime={new Date(at).toISOString()}>{text}</time>;
}

/** A length of time in words: what a playbook author writes as `14d`. */
export function duration({ words, locale }: View, ms: number): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const tenths = (unit: number): number => Math.round((ms / unit) * 10) / 10;
  const hours = tenths(3_600_000);
  if (hours < 24) return `${format.format(hours)} ${hours === 1 ? words.oneHour : words.hours}`;
  const days = tenths(86_400_000);
  return `${format.format(days)} ${days === 1 ? words.day : words.days}`;
}

/** A short time, as somebody reads a page: `42 s`, `3 min 5 s`. */
export function stretch({ words }: View, ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} ${words.hour} ${minutes % 60} min`;
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
}
