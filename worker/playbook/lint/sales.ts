import type { Playbook } from "../document.ts";
import type { Problem, Rule } from "./problem.ts";
import { twice } from "./twice.ts";

/** Every lead finds an owner, and sales can say no. */
export function* sales({ sales: wanted }: Playbook): Generator<Problem> {
  if (!wanted) return;
  const { owners, assign, rejections } = wanted;
  yield* twice(["sales", "owners"], owners, ({ id }) => id, "owner", "id");
  yield* twice(["sales", "assign"], assign, (rule) => rule, "rule");
  const tell = (rule: Rule, path: Problem["path"], message: string): Problem => ({
    rule,
    path: ["sales", ...path],
    message,
  });
  const last = assign.indexOf("round-robin");
  if (last === -1)
    yield tell(
      "nobody-assigned",
      ["assign"],
      "leads from other companies and countries would be nobody's; end with round-robin",
    );
  else if (assign.slice(last + 1).some((rule) => rule !== "round-robin"))
    yield tell(
      "nobody-assigned",
      ["assign", last + 1],
      "round-robin always names an owner, so nothing after it is asked; write it last",
    );
  if (assign.includes("country") && owners.every(({ countries }) => countries.length === 0))
    yield tell(
      "nobody-assigned",
      ["assign", assign.indexOf("country")],
      'no owner has "countries"; give them some, or leave country out',
    );
  if (Object.keys(rejections).length === 0)
    yield tell("nobody-assigned", ["rejections"], "sales could not say no; give at least one cause");
}
