import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { asPublished, forgetPlaybook, newestInForce, playbook, publish } from "../../worker/playbook/store.ts";
import { freshDatabase } from "../support/database.ts";
import { document } from "../support/playbook.ts";

beforeEach(forgetPlaybook);
afterEach(() => void vi.useRealTimers());

/** The test playbook with another name. */
const named = (name: string): unknown => ({ ...document, site: { ...document.site, name } });
const later = (seconds: number): void => void vi.setSystemTime(Date.now() + seconds * 1000);

it("a new playbook reaches an isolate behind an answer, or, where nobody came for a while, before it", async () => {
  const { open } = await freshDatabase();
  vi.useFakeTimers({ toFake: ["Date"] });
  const behind: Promise<unknown>[] = [];
  const name = async (): Promise<string> => (await playbook(open(), (work) => behind.push(work))).site.name;

  await publish(open(), { document: named("one") }, 1);
  expect(await name()).toBe("one");
  await publish(open(), { document: named("two") }, 2);
  later(9);
  expect([await name(), behind.length]).toEqual(["one", 0]);
  later(2);
  expect([await name(), behind.length]).toEqual(["one", 1]);
  await Promise.all(behind);
  expect(await name()).toBe("two");
  await publish(open(), { document: named("three") }, 3);
  later(30);
  expect(await name()).toBe("three");
});

it("answers go on with the playbook known when the database is gone", async () => {
  const { open } = await freshDatabase();
  vi.useFakeTimers({ toFake: ["Date"] });
  await publish(open(), { document: named("one") }, 1);
  const known = await playbook(open(), () => undefined);
  later(60);
  const gone = { ...open(), read: () => new Promise<never>(() => undefined) };
  expect(await playbook(gone, () => undefined)).toBe(known);
});

it("remembers since when each thing was asked; what a preview compiles is what publishing makes", async () => {
  const { open } = await freshDatabase();
  const asks = (...classes: string[]): unknown => ({
    ...document,
    segments: Object.fromEntries(
      classes.map((name) => [name, { title: name, when: { did: "page_view", where: { "page.class": name } } }]),
    ),
  });
  const steps = [asks("pricing"), asks("pricing", "blog"), asks("blog"), asks("pricing", "blog")];
  const since: [number, number[]][] = [];
  for (const [i, next] of steps.entries()) {
    const { playbook: previewed, isNew } = await asPublished(open(), next);
    expect(await publish(open(), { document: next }, i)).toEqual({ revision: i + 1, created: true });
    const made = await newestInForce(open());
    const needs = made.needs.counters.map(({ key }) => `counter:${key}`);
    const known = [0, 1, 2, 3].map((revision) => needs.map((need) => made.isNew(need, revision)));
    expect([previewed.revision, previewed.since, isNew]).toEqual([made.revision, made.since, true]);
    expect([0, 1, 2, 3].map((revision) => needs.map((need) => previewed.isNew(need, revision)))).toEqual(known);
    since.push([made.revision, [made.since]]);
  }
  // The last asks of "pricing" anew, which the third did not keep.
  expect(since.map(([, [last]]) => last)).toEqual([1, 2, 2, 4]);
  expect((await asPublished(open(), steps[3])).isNew).toBe(false);
});
