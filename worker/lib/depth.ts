/** Whether a JSON value has more than `most` levels of lists and objects. Walks level by level: depth exhausts no stack. */
export function isDeeperThan(most: number, value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    level = level.flatMap((one) => (one !== null && typeof one === "object" ? [one] : []));
    if (depth === most) return level.length > 0;
    level = level.flatMap((one) => Object.values(one as object));
  }
  return false;
}
