/** In milliseconds. */
export const HOUR = 3_600_000;
/** In milliseconds; of UTC, where the clocks of a time zone do not matter. */
export const DAY = 24 * HOUR;

const UNITS = { s: 1_000, m: 60_000, h: HOUR, d: DAY, w: 7 * DAY } as const;

/** What a playbook author may write: a whole number and a unit (`30m`, `2h`, `7d`, `2w`). */
export const DURATION = /^[1-9]\d{0,4}[smhdw]$/;

/** Milliseconds of a duration such as `7d`. The text must match {@link DURATION}. */
export function milliseconds(duration: string): number {
  const unit = duration.at(-1) as keyof typeof UNITS;
  return Number(duration.slice(0, -1)) * UNITS[unit];
}
