import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { doChores } from "../../worker/jobs/chore.ts";
import { republish } from "../../worker/jobs/republish.ts";
import { retention } from "../../worker/jobs/retention.ts";
import { wake } from "../../worker/jobs/wake.ts";
import type { Db } from "../../worker/platform/db.ts";
import { compile, type Compiled, Playbook } from "../../worker/playbook/index.ts";
import { erase } from "../support/erase.ts";
import { profileOfAnonymous, profileOfUser } from "../../worker/profiles/person.ts";
import { readPerson } from "../../worker/profiles/store.ts";
import { askOne } from "../../worker/reports/query.ts";
import { daysUpTo, segmentCounts, segmentSizes } from "../../worker/reports/segments.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { DAY, event, NOON, view } from "../support/events.ts";
import { document, testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();

const store = (db: Db, now: number, events: Event[], by: Compiled = playbook) =>
  settle(db, [{ kind: "events", id: events[0]!.id, events }], by, now);

const counted = async (db: Db): Promise<Record<string, number>> => {
  const [result] = await db.read([
    "SELECT segment, count(*) AS n FROM profile_segments GROUP BY segment ORDER BY segment",
  ]);
  return Object.fromEntries(result!.rows.map((row) => [String(row["segment"]), Number(row["n"])]));
};

/** What the days' sums tell, without segments that are empty. */
const summed = async (db: Db): Promise<Record<string, number>> => {
  const counts = [...(await askOne(db, segmentCounts()))].filter(([, people]) => people !== 0);
  return Object.fromEntries(counts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

const browserId = (n: number): string => profileOfAnonymous(`b${n}`);
const read = (n: number, path: string, at: number): Event =>
  view(playbook, path, at, { profile: browserId(n), visitor: browserId(n) });

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("read" as const), who: fc.nat(4), many: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("name" as const), who: fc.nat(4), many: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("erase" as const), who: fc.nat(4), many: fc.constant(0) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      who: fc.constant(0),
      many: fc.integer({ min: 1, max: 20 }),
    }),
  },
);

describe("the sizes of segments", () => {
  it("are those of counting through, whatever happens: settling, time, merges, erasing, forgetting", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const kept = { ...playbook, site: { ...playbook.site, retention: { events: 90 * DAY, visitors: 25 * DAY } } };
    let now = NOON;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        for (const { do: what, who, many } of steps) {
          now += 60_000;
          if (what === "read") {
            const paths = ["/pricing", "/products/pick/1", "/pricing", "/products/pick/2"].slice(0, many);
            await store(
              db,
              now,
              paths.map((path, i) => read(who, path, now + i)),
            );
          } else if (what === "name") {
            const userId = `u${many}`;
            const identity = { userId, was: [browserId(who)] };
            await store(db, now, [event("identify", now, { visitor: null, profile: profileOfUser(userId), identity })]);
          } else if (what === "erase") {
            const person = await readPerson(db, browserId(who));
            if (person) await erase(db, person.id, now);
          } else {
            now += many * DAY;
            expect(await doChores([wake, ...retention], { db, now, playbook: kept }, { slices: 60 })).toEqual([]);
          }
          expect(await summed(db)).toEqual(await counted(db));
        }
      }),
      { numRuns: 12, seed: 20261122 },
    );
    const [left] = await db.read(["SELECT sum(entered) AS entered, sum(left) AS gone FROM segment_days"]);
    expect(Number(left!.rows[0]!["entered"])).toBeGreaterThan(0);
    expect(Number(left!.rows[0]!["gone"])).toBeGreaterThan(0);
  });

  it("are told day by day, with who came and who left", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const hot = ["/pricing", "/pricing", "/pricing"];
    await store(
      db,
      NOON,
      hot.map((path, i) => read(1, path, NOON + i)),
    );
    await store(
      db,
      NOON + DAY,
      hot.map((path, i) => read(2, path, NOON + DAY + i)),
    );
    const person = await readPerson(db, browserId(1));
    await erase(db, person!.id, NOON + 3 * DAY);
    const days = daysUpTo(NOON + 4 * DAY, 4);
    const sizes = await askOne(db, segmentSizes(days, "hot"));
    expect(sizes.get("hot")).toEqual([
      { day: "2026-11-03", entered: 1, left: 0, people: 2 },
      { day: "2026-11-04", entered: 0, left: 0, people: 2 },
      { day: "2026-11-05", entered: 0, left: 1, people: 1 },
      { day: "2026-11-06", entered: 0, left: 0, people: 1 },
    ]);
    expect((await askOne(db, segmentSizes(days))).get("hot")).toEqual(sizes.get("hot"));
  });

  it("do not count somebody twice whom a second worker brings in", async () => {
    const { open } = await freshDatabase();
    const events = ["/pricing", "/pricing", "/pricing"].map((path, i) => read(1, path, NOON + i));
    await Promise.all([store(open(), NOON, events), store(open(), NOON, events)]);
    expect(await summed(open())).toEqual(await counted(open()));
  });
});

describe("a segment that the playbook no longer has", () => {
  it("is left by everybody as they are brought to the new revision", async () => {
    const { open } = await freshDatabase();
    const db = open();
    await store(
      db,
      NOON,
      ["/pricing", "/pricing", "/pricing"].map((path, i) => read(1, path, NOON + i)),
    );
    expect(await counted(db)).toMatchObject({ hot: 1 });
    const { hot: _, "hot-pickers": __, ...segments } = document.segments;
    const next = compile(Playbook.parse({ ...document, segments }), 2);
    expect(await doChores([republish], { db, now: NOON + DAY, playbook: next }, { slices: 10 })).toEqual([]);
    expect(await counted(db)).not.toHaveProperty("hot");
    expect(await summed(db)).toEqual(await counted(db));
    const [told] = await db.read(["SELECT data FROM events WHERE type = 'segment_left' AND name = 'hot'"]);
    expect(JSON.parse(String(told!.rows[0]!["data"]))).toEqual({ properties: { by: "publish", revision: 2 } });
  });
});
