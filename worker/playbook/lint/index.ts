import type { Playbook } from "../document.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { experiments, personas } from "./experiments.ts";
import { flows } from "./flows.ts";
import { forms } from "./forms.ts";
import { journey } from "./journey.ts";
import { knownIn } from "./known.ts";
import { names, values } from "./names.ts";
import { never } from "./never.ts";
import { places } from "./places.ts";
import type { Problem } from "./problem.ts";
import { roles } from "./roles.ts";
import { sales } from "./sales.ts";
import { scoring } from "./scoring.ts";
import { segments } from "./segments.ts";
import { size } from "./size.ts";
import { stages } from "./stages.ts";
import { templates } from "./templates.ts";
import { thresholds } from "./thresholds.ts";

export { type Problem, type Rule, RULES } from "./problem.ts";

/** The rules that look across files (docs/lint.md): what is told here is not published. */
export function* lint(playbook: Playbook): Generator<Problem> {
  const known = knownIn(playbook);
  const excess = [...size(playbook)];
  yield* excess;
  // The other rules compare each with each.
  if (excess.length > 0) return;
  yield* names(playbook, known);
  yield* events(playbook, known);
  yield* values(playbook, known);
  yield* places(playbook);
  yield* never(playbook);
  yield* thresholds(playbook);
  yield* scoring(playbook);
  yield* stages(playbook);
  yield* segments(playbook);
  yield* roles(playbook);
  yield* forms(playbook, known);
  yield* templates(playbook, known);
  yield* blocks(playbook);
  yield* sales(playbook);
  yield* experiments(playbook, known);
  yield* personas(playbook, known);
  yield* flows(playbook, known);
  yield* journey(playbook);
  if (playbook.site.carry.includes("email"))
    yield {
      rule: "address-in-cookie",
      path: ["site", "carry"],
      message: "an e-mail address never travels in a cookie; remove it",
    };
}
