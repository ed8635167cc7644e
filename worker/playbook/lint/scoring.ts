import type { Playbook } from "../document.ts";
import type { Problem } from "./problem.ts";
import { twice } from "./twice.ts";

/** Rules, grades, ranks and the matrix: each thing once, and better ones from more points. */
export function* scoring({ scoring: { behaviour, fit, grades, ranks, matrix } }: Playbook): Generator<Problem> {
  yield* twice(["scoring", "behaviour"], behaviour, ({ id }) => id, "rule", "id");
  yield* twice(["scoring", "fit"], fit, ({ id }) => id, "rule", "id");
  yield* twice(["scoring", "grades"], grades, ({ grade }) => grade, "grade", "grade");
  yield* twice(["scoring", "ranks"], ranks, ({ rank }) => String(rank), "rank", "rank");
  yield* steps("grades", grades, ({ grade }) => grade);
  yield* steps("ranks", ranks, ({ rank }) => String(rank));
  const given = new Map<string, string>();
  for (const [action, cells] of Object.entries(matrix)) {
    for (const [i, cell] of cells.entries()) {
      const path = ["scoring", "matrix", action, i];
      const other = given.get(cell);
      const [grade = "", rank = ""] = cell;
      if (other !== undefined)
        yield { rule: "matrix-cell", path, message: `${cell} is given to "${other}" already; leave it out of one` };
      else if (grade !== "D" && !grades.some((step) => step.grade === grade))
        yield {
          rule: "matrix-cell",
          path,
          message: `nobody has grade ${grade}; add it to grades, or leave ${cell} out`,
        };
      else if (rank !== "4" && !ranks.some((step) => String(step.rank) === rank))
        yield { rule: "matrix-cell", path, message: `nobody has rank ${rank}; add it to ranks, or leave ${cell} out` };
      given.set(cell, action);
    }
  }
}

function* steps<S extends { from: number }>(part: string, all: S[], nameOf: (step: S) => string): Generator<Problem> {
  for (const [i, step] of all.entries()) {
    const better = all.find((other) => nameOf(other) < nameOf(step) && other.from <= step.from);
    if (better !== undefined)
      yield {
        rule: "out-of-order",
        path: ["scoring", part, i, "from"],
        message: `${nameOf(better)} is better than ${nameOf(step)}, so it has to begin at more points; mend "from"`,
      };
  }
}
