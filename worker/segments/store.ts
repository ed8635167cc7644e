import type { InStatement } from "@libsql/client/http";
import { dayOf } from "../lib/day.ts";

/** Somebody in a segment. */
export interface Member {
  segment: string;
  profileId: string;
}

const ADD_UP =
  "ON CONFLICT(segment, day) DO UPDATE SET entered = entered + excluded.entered, left = left + excluded.left";

/** People come into segments at `now`, each pair once; who is in one already is not counted again. */
export function enterSegments(members: Member[], now: number): InStatement[] {
  if (members.length === 0) return [];
  const people = JSON.stringify(members);
  const isNew = `FROM json_each(?1) AS coming WHERE NOT EXISTS (SELECT 1 FROM profile_segments AS s
    WHERE s.segment = coming.value->>'$.segment' AND s.profile_id = coming.value->>'$.profileId')`;
  return [
    {
      sql: `INSERT INTO segment_days (segment, day, entered, left)
            SELECT coming.value->>'$.segment', ?2, count(*), 0 ${isNew} GROUP BY 1 ${ADD_UP}`,
      args: [people, dayOf(now)],
    },
    {
      sql: `INSERT INTO profile_segments (segment, profile_id, since)
            SELECT coming.value->>'$.segment', coming.value->>'$.profileId', ?2 ${isNew}`,
      args: [people, now],
    },
  ];
}

/** People leave segments at `now`. */
export function leaveSegments(members: Member[], now: number): InStatement[] {
  if (members.length === 0) return [];
  return leaveWhere(
    "(segment, profile_id) IN (SELECT value->>'$.segment', value->>'$.profileId' FROM json_each(?1))",
    [JSON.stringify(members)],
    now,
  );
}

/** People leave all segments at `now`: those whose ids the SQL `ids` selects. It counts its parameters: `?1`. */
export function leaveAll(ids: string, args: (string | number)[], now: number): InStatement[] {
  return leaveWhere(`profile_id IN ${ids}`, args, now);
}

function leaveWhere(condition: string, args: (string | number)[], now: number): InStatement[] {
  const from = `FROM profile_segments WHERE ${condition}`;
  return [
    {
      sql: `INSERT INTO segment_days (segment, day, entered, left)
            SELECT segment, ?${args.length + 1}, 0, count(*) ${from} GROUP BY segment ${ADD_UP}`,
      args: [...args, dayOf(now)],
    },
    { sql: `DELETE ${from}`, args },
  ];
}
