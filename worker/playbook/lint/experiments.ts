import type { Playbook } from "../document.ts";
import { questionsOf } from "../form-fields.ts";
import { knownEvent } from "./events.ts";
import type { Known } from "./known.ts";
import { unknown } from "./near.ts";
import type { Problem } from "./problem.ts";
import { twice } from "./twice.ts";

/** What is tried, on what, and by which goal it is measured. */
export function* experiments({ experiments: all, blocks }: Playbook, known: Known): Generator<Problem> {
  for (const [name, { of, variants, goal }] of Object.entries(all)) {
    const path = ["experiments", name];
    if (!known.goals.includes(goal))
      yield {
        rule: "unknown-name",
        path: [...path, "goal"],
        message: unknown("goal", goal, known.goals, "add it under goals in site.yaml"),
      };
    yield* subject(path, of, known);
    yield* twice([...path, "variants"], variants, (variant) => variant.name, "variant", "name");
    const block = "block" in of ? blocks[of.block] : undefined;
    if (!block) continue;
    const names = [...block.variants.map((variant) => variant.name), "default"];
    for (const [i, variant] of variants.entries()) {
      if (!names.includes(variant.name))
        yield {
          rule: "unknown-name",
          path: [...path, "variants", i, "name"],
          message: unknown("variant", variant.name, names, `the block has ${names.join(", ")}`),
        };
    }
  }
}

function* subject(path: Problem["path"], of: Playbook["experiments"][string]["of"], known: Known): Generator<Problem> {
  const kinds = { block: known.blocks, email: known.emails, flow: known.flows, form: known.forms };
  for (const [kind, name] of Object.entries(of) as [keyof typeof kinds, string][]) {
    if (!kinds[kind].includes(name))
      yield {
        rule: "unknown-name",
        path: [...path, "of", kind],
        message: unknown(kind, name, kinds[kind], `write ${kind}s/${name}.${kind === "email" ? "md" : "yaml"}`),
      };
  }
}

/** Invented visitors fill in forms that exist and do what can be done. */
export function* personas({ personas: all, forms }: Playbook, known: Known): Generator<Problem> {
  for (const [name, { did, permissions }] of Object.entries(all)) {
    for (const topic of Object.keys(permissions)) {
      if (!known.permissions.includes(topic))
        yield {
          rule: "unknown-name",
          path: ["personas", name, "permissions", topic],
          message: unknown("topic", topic, known.permissions, "no form asks for a permission of this topic"),
        };
    }
    for (const [i, deed] of did.entries()) {
      const path = ["personas", name, "did", i];
      if ("did" in deed) yield* knownEvent(path, deed.did);
      if (!("form" in deed)) continue;
      const form = forms[deed.form];
      const fields = form && questionsOf(form).map((field) => field.name);
      if (!fields)
        yield {
          rule: "unknown-name",
          path,
          message: unknown("form", deed.form, known.forms, `write forms/${deed.form}.yaml`),
        };
      for (const answer of Object.keys(deed.answers)) {
        if (fields && !fields.includes(answer))
          yield {
            rule: "unknown-name",
            path: [...path, "answers", answer],
            message: unknown("field", answer, fields, `the form asks for ${fields.join(", ")}`),
          };
      }
    }
  }
}
