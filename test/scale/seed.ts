import type { Client } from "@libsql/client/http";
import type { Compiled } from "../../worker/playbook/index.ts";
import { dueAt } from "../../worker/profiles/due.ts";
import { fold } from "../../worker/profiles/fold.ts";
import { emptyState } from "../../worker/state/state.ts";
import { uuidOf } from "../../worker/lib/uuid.ts";
import { view } from "../support/events.ts";

const DAY = 86_400_000;
const HABITS = [
  ["/", "/pricing/"],
  ["/blog/", "/blog/walking-is-the-work/", "/blog/voice-or-scanner/"],
  ["/products/pick/overview/", "/products/pick/voice-picking/", "/pricing/", "/terms/"],
  ["/blog/peak-season-starts-in-july/", "/customers/fjellvik/"],
  ["/products/stock/slotting/", "/products/stock/overview/", "/blog/cycle-counting-without-the-dread/"],
  ["/"],
  ["/pricing/", "/blog/voice-or-scanner/", "/blog/walking-is-the-work/", "/contact/"],
];

/**
 * Stores `count` people straight away, as they would be had they read some pages in the last days: few kinds of histories, folded by
 * `playbook`, each copied many times. Ids are `named(n)` for the first of them, made up for the others.
 */
export async function seedPeople(
  client: Client,
  playbook: Compiled,
  count: number,
  now: number,
  named: string[],
): Promise<void> {
  const kinds = Array.from({ length: 70 }, (_, kind) => kindOf(kind, playbook, now));
  await client.batch(
    [
      "CREATE TABLE kinds (kind INTEGER PRIMARY KEY, state TEXT, stage TEXT, first INTEGER, last INTEGER, due INTEGER, events TEXT)",
      ...kinds.map((kind, i) => ({
        sql: "INSERT INTO kinds VALUES (?, ?, ?, ?, ?, ?, ?)",
        args: [
          i,
          JSON.stringify(kind.state),
          kind.state.stage,
          kind.state.firstSeen,
          kind.state.lastSeen,
          kind.due,
          JSON.stringify(kind.events),
        ],
      })),
      "CREATE TABLE seeds (n INTEGER PRIMARY KEY, id TEXT, kind INTEGER)",
      {
        sql: `INSERT INTO seeds WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?1)
              SELECT n, coalesce((SELECT value FROM json_each(?2) WHERE key = n),
                printf('%08x-%04x-4000-8000-%012x', (n * 2654435761) & 0xffffffff, n & 0xffff, n)), n % 70 FROM numbers`,
        args: [count, JSON.stringify(named)],
      },
      `INSERT INTO profiles (id, version, traits, state, stage, first_seen, last_seen, revision, due_at)
       SELECT s.id, 1, '{}', k.state, k.stage, k.first, k.last, k.state->>'$.revision', k.due
       FROM seeds AS s JOIN kinds AS k USING (kind)`,
      `INSERT INTO events (id, profile_id, type, at, received_at, path, data, effects)
       SELECT printf('%012x-%d', s.n, e.key), s.id, 'page_view', e.value->>'$.at', e.value->>'$.at',
         e.value->>'$.page.path', json_object('page', json(e.value->'$.page')), '{"points":[]}'
       FROM seeds AS s JOIN kinds AS k USING (kind), json_each(k.events) AS e`,
      `INSERT INTO profile_segments (segment, profile_id, since)
       SELECT m.value, s.id, k.last FROM seeds AS s JOIN kinds AS k USING (kind), json_each(k.state, '$.segments') AS m`,
      "DROP TABLE kinds",
      "DROP TABLE seeds",
    ],
    "write",
  );
}

function kindOf(kind: number, playbook: Compiled, now: number) {
  const paths = HABITS[kind % HABITS.length]!;
  const events = paths.map((path, i) =>
    view(playbook, path, now - (kind % 10) * DAY - (paths.length - i) * 60_000, { id: uuidOf(String(kind), path) }),
  );
  const start = emptyState(playbook.stages[0]!.id, events[0]!.at, playbook.revision);
  const state = events.reduce((folded, event) => fold(folded, event, playbook, event.receivedAt), start);
  return { state, events, due: dueAt(state, playbook, now) };
}
