/** The day of a time (epoch ms) in UTC, such as `2026-11-22`. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** When, epoch ms, a day such as `2026-11-22` begins in a time zone. */
export function startOf(day: string, timeZone: string): number {
  const midnight = Date.parse(day);
  const first = midnight - aheadOf(midnight, timeZone);
  // Where clocks are changed in between, that of the day itself counts.
  return midnight - aheadOf(first, timeZone);
}

/** How far a zone's clocks are ahead of UTC, in ms, at a moment. */
function aheadOf(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "short",
    timeStyle: "medium",
    hourCycle: "h23",
    timeZone,
  }).formatToParts(at);
  const { year, month, day, hour, minute, second } = Object.fromEntries(parts.map((part) => [part.type, part.value]));
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - at;
}
