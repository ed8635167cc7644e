import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { decideBlock } from "../../worker/blocks/decide.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { compile, Playbook } from "../../worker/playbook/index.ts";
import { asOf } from "../../worker/profiles/as-of.ts";
import { fold, foldWith } from "../../worker/profiles/fold.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { needsSync } from "../../worker/state/sync.ts";
import { openVisitor, sealVisitor } from "../../worker/state/visitor.ts";
import { DAY, NOON, PROFILE, view, VISITOR } from "../support/events.ts";
import { document } from "../support/playbook.ts";

const blog = { did: "page_view", where: { "page.class": "blog" } };
const without = compile(Playbook.parse(document), 1);
const asking = Playbook.parse({
  ...document,
  segments: {
    ...document.segments,
    readers: { title: "Readers", when: blog },
    strangers: { title: "Strangers", when: { ...blog, never: true } },
  },
});
const key =
  "readers" in asking.segments && "key" in asking.segments["readers"]!.when ? asking.segments["readers"]!.when.key : "";
const consent = { analytics: true, personalization: true, marketing: false };
const playbook = compile(asking, 2, { [`counter:${key}`]: 2 });

describe("a state that does not know what is asked of it", () => {
  const before: State = { ...emptyState("interest", NOON, 1), segments: ["readers"] };

  it("is decided neither by an event nor by time, until its history is told", () => {
    const after = fold(before, view(playbook, "/", NOON), playbook, NOON);
    expect(after.views).toBe(1);
    expect(after.segments).toEqual(["readers"]);
    expect(asOf(after, playbook, NOON + DAY).segments).toEqual(["readers"]);
  });

  it("is shown nothing for what it only seems never to have done", () => {
    const hello = {
      title: "Hello",
      default: { html: "default" },
      variants: [{ name: "stranger", when: asking.segments["strangers"]!.when, html: "new here" }],
    };
    const shown = (revision: number): string | undefined =>
      decideBlock(hello, { ...before, revision, consent }, {}, playbook, NOON)?.variant;
    expect(shown(1)).toBe("default");
    expect(shown(2)).toBe("stranger");
  });

  it("is one that an older playbook has folded since", () => {
    const known = fold(emptyState("interest", NOON, 2), view(playbook, "/blog/a", NOON), playbook, NOON);
    expect(known.segments).toContain("readers");
    const back = fold(known, view(without, "/", NOON + 1), without, NOON + 1);
    expect(
      needsSync({ id: VISITOR, profile: PROFILE, syncedAt: NOON + 1, state: back }, playbook.since, NOON + 2),
    ).toBe(true);
  });

  it("is one that gave something up to fit into a cookie: it asks for all of it again", async () => {
    const sealer = new Sealer(["a key for tests that is long enough"]);
    const counters = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [
        `k${n}`,
        Array.from({ length: 8 }, (_, i) => (n + 1) * 7919 ** 2 * (i + 3)),
      ]),
    );
    const state: State = { ...emptyState("interest", NOON, 2), segments: ["readers"], counters };
    const visitor = { id: VISITOR, profile: PROFILE, syncedAt: NOON, state };
    const opened = (await openVisitor(await sealVisitor(visitor, sealer), sealer))!;
    expect(opened.state.counters).toEqual({});
    expect(asOf(opened.state, playbook, NOON + DAY).segments).toEqual(["readers"]);
    expect(needsSync(opened, playbook.since, NOON + 1)).toBe(true);
  });
});

describe("what follows from what follows", () => {
  it("is told as far as it is decided, however long the chain", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [
        `s${8 - n}`,
        { title: "s", when: n === 7 ? { did: "page_view" } : { did: "segment_entered", where: { name: `s${7 - n}` } } },
      ]),
    );
    const long = compile(Playbook.parse({ ...document, segments: { ...document.segments, ...chain } }), 1);
    let state = emptyState("interest", NOON, 1);
    const entered: (string | undefined)[] = [];
    for (let n = 0; n < 6; n++) {
      const folded = foldWith(state, view(long, "/", NOON + n), long, NOON + n);
      state = folded.state;
      entered.push(...folded.events.filter(({ type }: Event) => type === "segment_entered").map(({ name }) => name));
      expect(new Set(entered)).toEqual(new Set(state.segments));
    }
    expect(Object.keys(chain).every((name) => state.segments.includes(name))).toBe(true);
  });
});
