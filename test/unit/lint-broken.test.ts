import { describe, expect, it } from "vitest";
import { Playbook } from "../../worker/playbook/index.ts";
import { base, type Draft } from "./lint/base.ts";

/** Random numbers that are the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const JUNK = [
  null,
  "",
  "x",
  "constructor",
  0,
  -1,
  1e308,
  true,
  [],
  [null],
  {},
  { all: [] },
  { not: 3 },
  "{% for %}",
  "7d",
];

/** Puts junk somewhere into a document, or takes something out. */
function breakIt(document: Draft, roll: (sides: number) => number): void {
  let at: Draft = document;
  for (;;) {
    const keys = Object.keys(at);
    const key = keys[roll(keys.length)];
    if (key === undefined) return;
    const child = at[key];
    if (child !== null && typeof child === "object" && Object.keys(child).length > 0 && roll(4) > 0) {
      at = child;
      continue;
    }
    if (roll(5) === 0) delete at[key];
    else at[key] = structuredClone(JUNK[roll(JUNK.length)]);
    return;
  }
}

describe("a broken playbook", () => {
  it("is refused or taken, but never more than the checks can stand", () => {
    const roll = dice(4);
    let refused = 0;
    for (let i = 0; i < 400; i++) {
      const document = base();
      for (let times = roll(3); times >= 0; times--) breakIt(document, roll);
      if (!Playbook.safeParse(document).success) refused++;
    }
    expect(refused).toBeGreaterThan(300);
  });

  it("with everything in everything is told of in a second", () => {
    const document = base();
    let [a, b]: [Draft, Draft] = [{ stage: "learn" }, { stage: "evaluate" }];
    for (let i = 0; i < 25; i++) [a, b] = [{ any: [a] }, { all: [b] }];
    document.blocks.hero.variants[0].when = a;
    document.blocks.hero.variants[1].when = b;
    const wide = Array.from({ length: 50 }, (_, i) => ({
      all: Array.from({ length: 50 }, (_, j) => ({ knows: `x${i}${j}` })),
    }));
    document.segments.pickers.when = { all: [{ all: wide }, { all: wide }] };
    const begun = performance.now();
    const issues = Playbook.safeParse(document).error?.issues ?? [];
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(issues.map(({ message }) => message)).toEqual([expect.stringMatching(/conditions are too many/)]);
  });
});
