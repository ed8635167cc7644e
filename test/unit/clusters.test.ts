import { describe, expect, it } from "vitest";
import { distinguishing } from "../../worker/clusters/names.ts";
import { type Model, modelOf, namedOf, nearest, topFeatures } from "../../worker/clusters/model.ts";
import { featuresOf, type Reading, vectorOf } from "../../worker/clusters/vectors.ts";
import { DAY, event, NOON } from "../support/events.ts";
import { fold } from "../../worker/profiles/fold.ts";
import { testPlaybook } from "../support/playbook.ts";
import { emptyState } from "../../worker/state/state.ts";
import type { Compiled } from "../../worker/playbook/index.ts";

const reading = (classes: Record<string, number>, topics: Record<string, number> = {}): Reading => ({
  classes,
  topics,
  views: Object.values(classes).reduce((sum, views) => sum + views, 0),
});

/** People of three sorts, of whom each reads a little of the rest too. */
const picker = (i: number): Reading => reading({ "product-pick": 6 + (i % 3), blog: i % 2 }, { picking: 6 + (i % 3) });
const buyer = (i: number): Reading => reading({ pricing: 5 + (i % 4), terms: 2, "product-pick": i % 2 });
const reader = (i: number): Reading => reading({ blog: 7 + (i % 5), pricing: i % 2 });
const some = (sort: (i: number) => Reading, from: number, to: number): Reading[] =>
  Array.from({ length: to - from }, (_, i) => sort(from + i));
const people = (from: number, to: number): Reading[] => [picker, buyer, reader].flatMap((sort) => some(sort, from, to));

const namesOf = ({ groups }: Model): string[] => groups.map(({ name }) => name).toSorted();

/** The same in another order, the same each time. */
const shuffled = <T>(all: T[]): T[] =>
  all
    .map((one, i) => ({ one, key: (i * 7_919) % 1_009 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ one }) => one);

describe("a vector", () => {
  it("tells shares, so that much reading and little are alike", () => {
    const [few, many] = [reading({ pricing: 1, blog: 3 }, { a: 1 }), reading({ pricing: 10, blog: 30 }, { a: 10 })];
    const features = featuresOf([few, many]);
    expect(features).toEqual(["page:blog", "page:pricing", "topic:a"]);
    expect(vectorOf(few, features)).toEqual([0.75, 0.25, 1]);
    expect(vectorOf(many, features)).toEqual(vectorOf(few, features));
  });
});

describe("groups", () => {
  it("are found where they are clear, everybody in the right one", () => {
    const model = modelOf(people(0, 40), 3, []);
    for (const [sort, name] of [
      [picker, "picking"],
      [buyer, "pricing"],
      [reader, "blog"],
    ] as const)
      expect(new Set(some(sort, 0, 200).map((person) => nearest(person, model)))).toEqual(new Set([name]));
  });

  it("are the same for the same people, and called the same in another order and among others", () => {
    const first = modelOf(people(0, 40), 3, []);
    expect(modelOf(people(0, 40), 3, [])).toEqual(first);
    for (const others of [shuffled(people(0, 40)), people(40, 140), shuffled(people(20, 90))]) {
      const next = modelOf(others, 3, namedOf(first));
      expect(namesOf(next)).toEqual(["blog", "picking", "pricing"]);
      expect(nearest(picker(1), next)).toBe("picking");
      expect(nearest(buyer(1), next)).toBe("pricing");
    }
  });

  it("keep their names while they drift, and a new group gets one of its own", () => {
    const first = modelOf([...some(picker, 0, 40), ...some(reader, 0, 40)], 2, []);
    const drifted = (i: number): Reading =>
      reading({ "product-pick": 6, webinar: 2 + (i % 2) }, { picking: 6, automation: 2 });
    const next = modelOf([...some(drifted, 0, 40), ...some(reader, 0, 40), ...some(buyer, 0, 40)], 3, namedOf(first));
    expect(nearest(drifted(0), next)).toBe("picking");
    expect(nearest(reader(0), next)).toBe("blog");
    expect(nearest(buyer(0), next)).toBe("pricing");
  });

  it("have names that playbooks can write, none of them twice", () => {
    const alike = (topic: string) => (i: number) =>
      reading({ [topic]: 3 + (i % 2), "Ø kø!": 1 }, { "2 Danske Ord": 3 });
    const { groups } = modelOf(
      [...some(alike("x"), 0, 9), ...some(alike("y"), 0, 9), ...some(alike("z"), 0, 9)],
      3,
      [],
    );
    const names = groups.map(({ name }) => name);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
  });

  it("are fewer where people do not differ, and none among nobody", () => {
    expect(
      modelOf(
        some(() => reading({ blog: 3 }), 0, 60),
        4,
        [],
      ).groups,
    ).toHaveLength(1);
    expect(modelOf([], 4, []).groups).toEqual([]);
  });

  it("are told by what they read more of than everybody", () => {
    const model = modelOf(people(0, 40), 3, []);
    const picking = model.groups.find(({ name }) => name === "picking")!;
    const [first, second] = topFeatures(picking, model, 2);
    expect([first!.feature, second!.feature]).toEqual(["topic:picking", "page:product-pick"]);
    expect(first!.share).toBeGreaterThan(first!.average);
    expect(distinguishing(picking.centroid, model.features, model.average)).not.toContain("page:pricing");
  });

  it("of as many people as are looked at take no long time", () => {
    const many = Array.from({ length: 2_000 }, (_, i) =>
      reading(
        Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`class-${n}`, ((i * 31 + n * 17) % 23) + 1])),
        Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`topic-${(i + n) % 40}`, ((i * 7 + n) % 5) + 1])),
      ),
    );
    const start = performance.now();
    expect(modelOf(many, 12, []).groups.length).toBeGreaterThan(1);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe("a state", () => {
  const playbook = (isLooking: boolean): Compiled =>
    testPlaybook((copy) => Object.assign(copy, isLooking ? { clusters: { count: 3, every: "7d" } } : {}));
  const entered = event("cluster_entered", NOON + DAY, { name: "picking", visitor: null });

  it("knows its group from the event on, and was not seen by it", () => {
    const state = fold(emptyState("interest", NOON), entered, playbook(true), entered.at);
    expect(state).toMatchObject({ cluster: "picking", lastSeen: NOON });
  });

  it("has none where the playbook looks for none", () => {
    expect(
      fold({ ...emptyState("interest", NOON), cluster: "picking" }, entered, playbook(false), entered.at).cluster,
    ).toBeNull();
  });
});
