import { type EventMatch, isEventType } from "../../playbook/index.ts";
import { keptAt } from "../told.ts";
import { all, constant, type Writing } from "./binder.ts";
import { matches, matchesNothing } from "./matcher.ts";
import type { Place } from "./place.ts";

/** Whether a row of events, called `e`, is the person's and one that `match` names. */
export function isEvent(e: string, { did, where = {} }: EventMatch, writing: Writing): string {
  const named = writing.bind(did);
  return all([
    `${e}.profile_id = p.id`,
    isEventType(did) ? `${e}.type = ${named}` : `(${e}.type = 'track' AND ${e}.name = ${named})`,
    ...Object.entries(where).map(([path, matcher]) => {
      const place = placeOf(e, path);
      return place === null ? constant(matchesNothing(matcher)) : matches(place, matcher, writing);
    }),
  ]);
}

/** Where a path of an event is in its row; null for what nothing may ask about. */
export function placeOf(e: string, path: string): Place | null {
  const kept = keptAt(path);
  if (kept === null) return null;
  return { doc: "column" in kept ? `json_quote(${e}.${kept.column})` : `${e}.data`, keys: kept.keys };
}
