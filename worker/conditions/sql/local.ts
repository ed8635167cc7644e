import type { Condition } from "../../playbook/index.ts";
import { isThen, type LocalTime, localTime } from "../local-time.ts";
import { zones } from "../zones.ts";
import { constant, oneOf, type Writing } from "./binder.ts";
import { ofState, valueOf } from "./place.ts";

/** SQLite knows no time zones, so it is told in which of them it is the weekday or time asked for. */
export function local(
  condition: Extract<Condition, { weekday: unknown } | { time: unknown }>,
  writing: Writing,
): string {
  const { now, timeZone } = writing;
  const times = everywhere(now);
  const known = [...times.keys()];
  const then = known.filter((zone) => isThen(condition, times.get(zone)!));
  const zone = valueOf(ofState("around", "timeZone"), writing);
  return `CASE WHEN ${zone} IN ${oneOf(then, writing)} THEN 1 WHEN ${zone} IN ${oneOf(known, writing)} THEN 0
    ELSE ${constant(isThen(condition, localTime(now, undefined, timeZone)))} END`;
}

/** A condition may ask for the time many times, and there are hundreds of zones. */
let asked: { now: number; times: Map<string, LocalTime> } | undefined;

function everywhere(now: number): Map<string, LocalTime> {
  if (asked?.now !== now)
    asked = { now, times: new Map([...zones()].map((zone) => [zone, localTime(now, zone, "UTC")])) };
  return asked.times;
}
