import { evaluate, type Facts } from "../conditions/index.ts";
import type { Segment } from "../playbook/index.ts";
import type { State } from "../state/state.ts";

/** The segments somebody is in, in the playbook's order; a segment may ask about those written before it. */
export function decideSegments(segments: Record<string, Segment>, state: State, facts: Facts): string[] {
  const members: string[] = [];
  const soFar = { ...facts, state: { ...state, segments: members } };
  for (const [name, segment] of Object.entries(segments)) if (evaluate(segment.when, soFar)) members.push(name);
  return members;
}
