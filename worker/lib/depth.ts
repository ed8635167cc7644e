/** Whether a JSON value has more than `most` levels of lists and objects. Looks no deeper than that, so no depth exhausts the stack. */
export function isDeeperThan(most: number, value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  if (most === 0) return true;
  for (const child of Object.values(value)) if (isDeeperThan(most - 1, child)) return true;
  return false;
}
