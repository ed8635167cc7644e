import type { Condition, WEEKDAYS } from "../playbook/index.ts";
import { zones } from "./zones.ts";

export interface LocalTime {
  weekday: (typeof WEEKDAYS)[number];
  /** `09:05`. */
  time: string;
}

/** Making a format is dear, using one is not. Null for a zone that is none. */
const formats = new Map<string, Intl.DateTimeFormat | null>();

/** The weekday and time of a moment (epoch ms) in a time zone; in `otherwise` where it is unknown or no zone at all. */
export function localTime(now: number, zone: string | undefined, otherwise: string): LocalTime {
  const format =
    (zone !== undefined && zones().has(zone) ? formatOf(zone) : null) ?? formatOf(otherwise) ?? formatOf("UTC")!;
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    weekday: parts["weekday"]!.toLowerCase() as LocalTime["weekday"],
    time: `${parts["hour"]}:${parts["minute"]}`,
  };
}

type Local = Extract<Condition, { weekday: unknown } | { time: unknown }>;

/** Whether it is the weekday or time asked for. From 22:00 to 06:00 is a night; from 09:00 to 09:00 is never. */
export function isThen(condition: Local, { weekday, time }: LocalTime): boolean {
  if ("weekday" in condition) return condition.weekday.includes(weekday);
  const { from, to } = condition.time;
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

const MINUTE = 60_000;
const DAY = 1_440;

/** When, epoch ms, it is next one of these times (`09:00`) in a zone, or its clocks are changed before that; infinity for no times. */
export function nextTime(times: string[], now: number, zone: string | undefined, otherwise: string): number {
  if (times.length === 0) return Number.POSITIVE_INFINITY;
  const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  /** How far the zone is from UTC, in minutes of a day. */
  const ahead = (at: number): number =>
    (minutesOf(localTime(at, zone, otherwise).time) - Math.floor(at / MINUTE) + DAY * 1e6) % DAY;
  const offset = ahead(now);
  const minute = Math.floor(now / MINUTE);
  const waits = times.map((time) => (minutesOf(time) - minute - offset + DAY * 1e6) % DAY || DAY);
  let [same, next] = [minute, minute + Math.min(...waits)];
  if (ahead(next * MINUTE) === offset) return next * MINUTE;
  while (next - same > 1) {
    const middle = Math.floor((same + next) / 2);
    if (ahead(middle * MINUTE) === offset) same = middle;
    else next = middle;
  }
  return next * MINUTE;
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
