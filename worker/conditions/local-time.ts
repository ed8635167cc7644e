import type { WEEKDAYS } from "../playbook/index.ts";

export interface LocalTime {
  weekday: (typeof WEEKDAYS)[number];
  /** `09:05`. */
  time: string;
}

/** Making a format is dear, using one is not. Null for a zone that is none. */
const formats = new Map<string, Intl.DateTimeFormat | null>();

/** The weekday and time of a moment (epoch ms) in a time zone; in `otherwise` where it is unknown or no zone at all. */
export function localTime(now: number, zone: string | undefined, otherwise: string): LocalTime {
  const format = (zone === undefined ? null : formatOf(zone)) ?? formatOf(otherwise) ?? formatOf("UTC")!;
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    weekday: parts["weekday"]!.toLowerCase() as LocalTime["weekday"],
    time: `${parts["hour"]}:${parts["minute"]}`,
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  let format = formats.get(timeZone);
  if (format !== undefined) return format;
  try {
    const how = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    format = new Intl.DateTimeFormat("en-GB", { ...how, timeZone });
  } catch {
    format = null;
  }
  if (formats.size < 1_000) formats.set(timeZone, format);
  return format;
}
