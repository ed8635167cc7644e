import { type Condition, type Segment, walk } from "../playbook/index.ts";

/** What a segment looks at: what people are, what they do, or both. */
export const KINDS = ["facts", "behaviour", "both"] as const;
export type SegmentKind = (typeof KINDS)[number];

const FACTS = new Set("trait consent permission knows role company country region city language device".split(" "));
/** Neither of them. */
const NEITHER = new Set(["all", "any", "not", "weekday", "time"]);

/** What the segment `name` looks at, through all segments that it asks about. */
export function kindOf(segments: Record<string, Segment>, name: string): SegmentKind {
  const sides = new Set<"facts" | "behaviour">();
  const seen = new Set<string>();
  const look = (segment: string): void => {
    const found = segments[segment];
    if (!found || seen.has(segment)) return;
    seen.add(segment);
    for (const node of walk(found.when)) {
      if ("segment" in node) look(node.segment);
      else for (const side of sidesOf(node)) sides.add(side);
    }
  };
  look(name);
  if (sides.size === 2) return "both";
  return sides.has("facts") ? "facts" : "behaviour";
}

function sidesOf(node: Condition): ("facts" | "behaviour")[] {
  if ("score" in node) {
    const { fit, ...rest } = node.score;
    return [...(fit ? (["facts"] as const) : []), ...(Object.keys(rest).length > 0 ? (["behaviour"] as const) : [])];
  }
  const subject = Object.keys(node)[0]!;
  if (NEITHER.has(subject)) return [];
  return Object.keys(node).some((key) => FACTS.has(key)) ? ["facts"] : ["behaviour"];
}
