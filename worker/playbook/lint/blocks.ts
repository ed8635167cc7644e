import { type Condition, walk } from "../condition.ts";
import type { Playbook } from "../document.ts";
import { implies } from "./implies.ts";
import type { Problem } from "./problem.ts";
import { twice } from "./twice.ts";

/** Variants that nobody can be shown, because an earlier one holds whenever they do. */
export function* blocks({ blocks: all }: Playbook): Generator<Problem> {
  for (const [name, { variants }] of Object.entries(all)) {
    const path = ["blocks", name, "variants"];
    yield* twice(path, variants, (variant) => variant.name, "variant", "name");
    for (const [i, variant] of variants.entries()) {
      if (variant.name === "default")
        yield {
          rule: "given-twice",
          path: [...path, i, "name"],
          message: '"default" is what is shown where no variant holds; name this one otherwise',
        };
      const before = variants.slice(0, i).find((earlier) => covers(earlier.when, variant.when));
      if (before !== undefined)
        yield {
          rule: "unreachable-variant",
          path: [...path, i],
          message: `nobody sees "${variant.name}": whenever it holds, "${before.name}" before it does, too; write the particular before the general`,
        };
    }
  }
}

/** Without consent only what asks nothing about the person is considered, so what asks something does not stand in its way. */
function covers(earlier: Condition, later: Condition): boolean {
  return implies(later, earlier) && (!isPersonal(earlier) || isPersonal(later));
}

const IMPERSONAL = ["all", "any", "not", "country", "region", "city", "language", "device", "campaign", "page"];
const MOMENT = ["company", "weekday", "time"];

function isPersonal(condition: Condition): boolean {
  return [...walk(condition)].some((node) => ![...IMPERSONAL, ...MOMENT].some((subject) => subject in node));
}
