const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** What a playbook author may write: a whole number and a unit (`30m`, `2h`, `7d`, `2w`). */
export const DURATION = /^[1-9]\d{0,4}[smhdw]$/;

/** Milliseconds of a duration such as `7d`. The text must match {@link DURATION}. */
export function milliseconds(duration: string): number {
  const unit = duration.at(-1) as keyof typeof UNITS;
  return Number(duration.slice(0, -1)) * UNITS[unit];
}
