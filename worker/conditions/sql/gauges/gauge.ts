import type { Did } from "../../../playbook/index.ts";
import { seconds } from "../../gauges/gauge.ts";
import { ofState, valueOf } from "../place.ts";
import type { Writing } from "../binder.ts";

/** A question about history, asked of the events of `p`; never NULL. What each kind means is told in ../../gauges. */
export type Gauge<D extends Did> = (did: D, writing: Writing) => string;

/** Whether an event's time lies in the window that a question is about, as `inWindow` has it: by whole seconds. */
export function inWindow(e: string, { within, since }: Did, writing: Writing): string {
  if (within !== undefined) {
    const [from, to] = [seconds(writing.now - within) + 1, seconds(writing.now) + 1];
    return `${e}.at >= ${writing.bind(from * 1000)} AND ${e}.at < ${writing.bind(to * 1000)}`;
  }
  if (since === "stage") return `${e}.at >= (${valueOf(ofState("stageSince"), writing)} / 1000 + 1) * 1000`;
  return since === undefined ? "1" : `${e}.at >= ${writing.bind(since)}`;
}
