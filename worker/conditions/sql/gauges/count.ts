import type { Did } from "../../../playbook/index.ts";
import { isEvent } from "../event.ts";
import { type Gauge, inWindow } from "./gauge.ts";

/** Looks no further than the last that is needed. */
export const count: Gauge<Extract<Did, { asks: "count" }>> = (did, writing) => {
  const events = `SELECT 1 FROM events AS e WHERE ${isEvent("e", did, writing)} AND ${inWindow("e", did, writing)}`;
  return did.atLeast === 1
    ? `EXISTS (${events})`
    : `EXISTS (${events} LIMIT 1 OFFSET ${writing.bind(did.atLeast - 1)})`;
};
