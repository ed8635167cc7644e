import { walk } from "../../../playbook/index.ts";
import type { Happening } from "../../../reports/timeline.ts";
import { format, segmentTitle, stageTitle, type View } from "../view.ts";
import { stay } from "./stages.tsx";
import { textOf } from "./text-of.ts";

type Told = Pick<Happening, "type" | "name" | "data">;

/** What followed by itself, in words; null for what somebody did. */
export function derived(view: View, { type, name, data }: Told): string | null {
  const { words } = view;
  const { from, cell } = properties(data);
  switch (type) {
    case "segment_entered":
      return words.enteredSegment(segmentTitle(view, name ?? ""));
    case "segment_left":
      return words.leftSegment(segmentTitle(view, name ?? ""));
    case "stage_entered":
      return words.movedToStage(stageTitle(view, name ?? ""));
    case "score_changed":
      return words.cellMoved(textOf(from) ?? "–", name ?? "–");
    case "lead_qualified":
      return [words.leadReady, textOf(cell)].filter(Boolean).join(": ");
    default:
      return null;
  }
}

/** Why it followed: how long somebody had stayed, what their score stands for, and whether time, a playbook or a merge brought it about. */
export function derivedWhy(view: View, told: Told): string[] {
  const { words } = view;
  const { by, from, after, revision, cell } = properties(told.data);
  const stage = textOf(from);
  const stayed =
    told.type === "stage_entered" && stage !== null && typeof after === "number"
      ? [words.afterStay(stay(view, after), stageTitle(view, stage))]
      : [];
  const score = told.type === "score_changed" ? told.name : told.type === "lead_qualified" ? textOf(cell) : null;
  const said = [...stayed, ...(score === null ? [] : [cellInWords(view, score)])];
  if (by === "time") return [...said, isFading(view, told) ? words.byFading : words.byTime];
  if (by === "merge") return [...said, words.byMerge];
  if (by !== "publish") return said;
  const which = typeof revision === "number" ? words.byRevision(format(view, revision)) : words.byNewPlaybook;
  return [...said, which];
}

/** What a cell such as `B2` stands for: `fit B, behaviour warm`. */
function cellInWords({ words }: View, cell: string): string {
  const rank = Number(cell[1]);
  return words.cellMeans(cell[0] ?? "–", words.ranks[rank] ?? String(rank));
}

/** Whether nothing but points that fade can have moved somebody as time passed. */
function isFading({ playbook }: View, { type, name, data }: Told): boolean {
  if (type === "score_changed") return textOf(properties(data)["from"])?.[0] === name?.[0];
  if (type !== "segment_left" || name === null || !Object.hasOwn(playbook.segments, name)) return false;
  const nodes = [...walk(playbook.segments[name]!.when)];
  const hasOther = nodes.some((node) => ["did", "stage", "inactive", "segment"].some((subject) => subject in node));
  return !hasOther && nodes.some((node) => "score" in node);
}

const properties = (data: Record<string, unknown>): Record<string, unknown> =>
  (data["properties"] ?? {}) as Record<string, unknown>;
