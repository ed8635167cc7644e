import type { Condition } from "./condition.ts";
import type { Playbook } from "./document.ts";
import type { Step } from "./flow.ts";

/** A place of the playbook that asks something of people, of a company, or of a moment. */
export interface Asked {
  /** Keys from the top of the playbook. */
  path: (string | number)[];
  condition: Condition;
  /** Who asks. Blocks and forms ask in a request, where page and place are known; companies are asked on their own; the others ask at any time. */
  by: "fit" | "stage" | "segment" | "role" | "sales" | "company" | "block" | "form" | "flow";
}

/** Every condition of a playbook, with its place. */
export function* askedIn(playbook: Playbook): Generator<Asked> {
  const { scoring, stages, segments, blocks, forms, companies, sales, flows } = playbook;
  for (const [i, { when }] of scoring.fit.entries())
    yield { path: ["scoring", "fit", i, "when"], condition: when, by: "fit" };
  for (const [name, { when }] of Object.entries(companies.roles))
    yield { path: ["companies", "roles", name, "when"], condition: when, by: "role" };
  for (const [name, { when }] of Object.entries(companies.segments))
    yield { path: ["companies", "segments", name, "when"], condition: when, by: "company" };
  for (const [i, { enter, fallBackWhen }] of stages.entries()) {
    if (enter) yield { path: ["stages", i, "enter"], condition: enter, by: "stage" };
    if (fallBackWhen) yield { path: ["stages", i, "fallBackWhen"], condition: fallBackWhen, by: "stage" };
  }
  for (const [name, { when }] of Object.entries(segments))
    yield { path: ["segments", name, "when"], condition: when, by: "segment" };
  if (sales) yield { path: ["sales", "when"], condition: sales.when, by: "sales" };
  for (const [name, { variants }] of Object.entries(blocks)) {
    for (const [i, { when }] of variants.entries())
      yield { path: ["blocks", name, "variants", i, "when"], condition: when, by: "block" };
  }
  for (const [name, form] of Object.entries(forms)) {
    for (const [i, field] of form.fields.entries()) {
      if ("when" in field && field.when)
        yield { path: ["forms", name, "fields", i, "when"], condition: field.when, by: "form" };
    }
    if (form.placement?.when)
      yield { path: ["forms", name, "placement", "when"], condition: form.placement.when, by: "form" };
  }
  for (const [name, { when, exit, steps }] of Object.entries(flows)) {
    const path = ["flows", name];
    if (when) yield { path: [...path, "when"], condition: when, by: "flow" };
    if (exit) yield { path: [...path, "exit"], condition: exit, by: "flow" };
    yield* askedBySteps([...path, "steps"], steps);
  }
}

function* askedBySteps(path: Asked["path"], steps: Step[]): Generator<Asked> {
  for (const [i, step] of steps.entries()) {
    const here = [...path, i];
    if ("waitFor" in step) yield { path: [...here, "waitFor"], condition: step.waitFor, by: "flow" };
    if ("if" in step) {
      yield { path: [...here, "if"], condition: step.if, by: "flow" };
      yield* askedBySteps([...here, "then"], step.then);
      yield* askedBySteps([...here, "else"], step.else);
    }
    if ("split" in step) {
      for (const [j, branch] of step.split.entries()) yield* askedBySteps([...here, "split", j, "steps"], branch.steps);
    }
  }
}
