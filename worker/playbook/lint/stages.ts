import type { Playbook } from "../document.ts";
import type { Stage } from "../journey.ts";
import { inStage } from "./in-stage.ts";
import { placedNodes } from "./nodes.ts";
import type { Path, Problem, Rule } from "./problem.ts";
import { twice } from "./twice.ts";

/** The journey: each stage can be entered from an earlier one, and a window ends. */
export function* stages({ stages: all }: Playbook): Generator<Problem> {
  yield* twice(["stages"], all, ({ id }) => id, "stage", "id");
  for (const [i, stage] of all.entries()) {
    yield* entrance(stage, i, all);
    yield* wayBack(stage, i, all);
  }
}

function* entrance(stage: Stage, i: number, all: Stage[]): Generator<Problem> {
  const { id, enter } = stage;
  if (i > 0 && !enter)
    yield { rule: "stage-without-entrance", path: ["stages", i], message: `nobody can enter "${id}"; give it "enter"` };
  if (!enter) return;
  const path = ["stages", i, "enter"];
  const later = all.slice(i + 1).map((other) => other.id);
  for (const { path: place, node } of placedNodes(path, enter)) {
    const ahead = "stage" in node ? [node.stage].flat().find((name) => later.includes(name)) : undefined;
    if (ahead !== undefined)
      yield {
        rule: "stage-looks-ahead",
        path: place,
        message: `people come to "${id}" from earlier stages only, and "${ahead}" is a later one; leave it out`,
      };
  }
  const earlier = all.slice(0, i);
  if (i > 0 && earlier.every((other) => inStage(enter, other.id) === false))
    yield {
      rule: "stage-without-entrance",
      path,
      message: `nobody can enter "${id}": its "enter" holds in none of the stages before it (${earlier.map((other) => other.id).join(", ")})`,
    };
}

function* wayBack(stage: Stage, i: number, all: Stage[]): Generator<Problem> {
  const { id, kind, lasts, fallBackTo, fallBackWhen } = stage;
  const tell = (rule: Rule, message: string, key?: string): Problem => {
    const path: Path = key === undefined ? ["stages", i] : ["stages", i, key];
    return { rule, path, message };
  };
  if (kind === "window" && lasts === undefined)
    yield tell("window-without-end", `the window "${id}" never ends; say how long it lasts: "lasts: 14d"`);
  if (kind === "holding" && lasts !== undefined)
    yield tell(
      "window-without-end",
      `"${id}" is a holding place and keeps people; write kind: window, or leave "lasts" out`,
      "lasts",
    );
  if (fallBackTo === undefined && (lasts !== undefined || fallBackWhen !== undefined)) {
    const goes = lasts === undefined ? "fallBackWhen" : "lasts";
    yield tell(
      "stage-without-return",
      `"${goes}" and "fallBackTo" go together in "${id}"; say where people go back to`,
    );
  }
  if (fallBackTo !== undefined && lasts === undefined && fallBackWhen === undefined && kind === "holding")
    yield tell(
      "stage-without-return",
      `"fallBackTo" of "${id}" needs "fallBackWhen", or "lasts" in a window: when do people go back?`,
      "fallBackTo",
    );
  if (fallBackTo && !all.slice(0, i).some((earlier) => earlier.id === fallBackTo))
    yield tell("stage-without-return", `"${fallBackTo}" is not an earlier stage`, "fallBackTo");
  if (fallBackWhen && inStage(fallBackWhen, id) === false)
    yield tell("never-matches", `this is asked of people in "${id}" only, and never holds of them`, "fallBackWhen");
}
