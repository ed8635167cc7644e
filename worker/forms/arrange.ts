import { type Field, isQuestion, type Question } from "../playbook/index.ts";

/**
 * The questions that were chosen, and what stands around them. A step and a heading go with the questions below them: where none
 * of these is asked, they are left out with all that they hold. Words and pictures go with the questions that follow them; those
 * that open or close a part of the form go with the part. What is told by nobody is not shown.
 */
export function arrange(fields: readonly Field[], chosen: ReadonlySet<Question>): Field[] {
  const isChosen = (field: Field): boolean => isQuestion(field) && chosen.has(field);
  const seen = fields.filter(({ type }) => type !== "hidden");
  return split(seen, "step").flatMap((step, i) => {
    // What stands before the first step may be words alone.
    if (!step.some(isChosen) && (i > 0 || step.some(isQuestion))) return [];
    return split(step, "heading").flatMap((part, at) => within(part, at === 0, isChosen));
  });
}

/** Cuts before each field of a type; the first piece may begin with another, and be empty. */
function split(fields: readonly Field[], type: "step" | "heading"): Field[][] {
  const pieces: Field[][] = [[]];
  for (const field of fields) {
    if (field.type === type) pieces.push([field]);
    else pieces.at(-1)!.push(field);
  }
  return pieces;
}

function within(part: Field[], isFirst: boolean, isChosen: (field: Field) => boolean): Field[] {
  const first = part.findIndex(isQuestion);
  // A heading over nothing but words stays; over nothing, it goes.
  if (first < 0) return part.length === 1 && part[0]!.type === "heading" ? [] : part;
  if (!part.some(isChosen)) return isFirst ? part.slice(0, first) : [];
  const last = part.findLastIndex(isQuestion);
  const kept = part.slice(0, first);
  let waiting: Field[] = [];
  for (const [i, field] of part.slice(first, last + 1).entries()) {
    if (isChosen(field)) {
      kept.push(...waiting, field);
      waiting = [];
    } else if (!isQuestion(field)) {
      if (isQuestion(part[first + i - 1]!)) waiting = [];
      waiting.push(field);
    }
  }
  return [...kept, ...part.slice(last + 1)];
}
