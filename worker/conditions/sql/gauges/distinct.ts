import type { Did } from "../../../playbook/index.ts";
import { constant } from "../binder.ts";
import { isEvent, placeOf } from "../event.ts";
import { scalars, textOf } from "../matcher.ts";
import { locate } from "../place.ts";
import { type Gauge, inWindow } from "./gauge.ts";

export const distinct: Gauge<Extract<Did, { asks: "distinct" }>> = (did, writing) => {
  const place = placeOf("e", did.of);
  if (place === null) return constant(false);
  const located = locate(place, writing);
  return `(SELECT count(DISTINCT ${textOf(located)}) FROM events AS e, ${scalars(located)}
    AND ${isEvent("e", did, writing)} AND ${inWindow("e", did, writing)}) >= ${writing.bind(did.atLeast)}`;
};
