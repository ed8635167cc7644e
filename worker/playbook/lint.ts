import { type Condition, walk } from "./condition.ts";
import type { Playbook } from "./document.ts";

/** What is wrong, where (keys from the top of the playbook), and how to mend it. */
export interface Problem {
  path: (string | number)[];
  message: string;
}

/** Rules that look across files: unknown names, traits a cookie does not carry, mails nobody could send. */
export function* lint(playbook: Playbook): Generator<Problem> {
  for (const [path, condition] of conditions(playbook)) {
    for (const node of walk(condition)) {
      yield* unknownNames(playbook, path, node);
      if ("company" in node && path[0] !== "blocks")
        yield { path, message: "company is for blocks until segments can see it" };
    }
  }
  yield* stages(playbook);
  yield* segments(playbook);
  yield* forms(playbook);
  yield* fit(playbook);
  const rules = playbook.scoring.behaviour.map((rule) => rule.id);
  for (const [i, id] of rules.entries()) {
    if (rules.indexOf(id) !== i)
      yield { path: ["scoring", "behaviour", i, "id"], message: `rule "${id}" is there twice; rename one` };
  }
  if (playbook.site.carry.includes("email"))
    yield { path: ["site", "carry"], message: "an e-mail address never travels in a cookie; remove it" };
}

function* conditions(playbook: Playbook): Generator<[Problem["path"], Condition]> {
  for (const [i, rule] of playbook.scoring.fit.entries()) yield [["scoring", "fit", i, "when"], rule.when];
  for (const [i, stage] of playbook.stages.entries()) {
    if (stage.enter) yield [["stages", i, "enter"], stage.enter];
  }
  for (const [name, segment] of Object.entries(playbook.segments)) {
    yield [["segments", name, "when"], segment.when];
  }
  for (const [name, block] of Object.entries(playbook.blocks)) {
    for (const [i, variant] of block.variants.entries()) {
      yield [["blocks", name, "variants", i, "when"], variant.when];
    }
  }
}

function* unknownNames(playbook: Playbook, path: Problem["path"], node: Condition): Generator<Problem> {
  if ("segment" in node && !Object.hasOwn(playbook.segments, node.segment))
    yield { path, message: `there is no segment "${node.segment}"; add it to segments.yaml` };
  if ("trait" in node && !playbook.site.carry.includes(node.trait))
    yield { path, message: `trait "${node.trait}" decides here, so list it under carry in site.yaml` };
  if ("stage" in node) {
    for (const id of [node.stage].flat()) {
      if (!playbook.stages.some((stage) => stage.id === id))
        yield { path, message: `there is no stage "${id}"; add it to stages.yaml` };
    }
  }
}

function* stages({ stages: all }: Playbook): Generator<Problem> {
  for (const [i, stage] of all.entries()) {
    if (i > 0 && !stage.enter)
      yield { path: ["stages", i], message: `nobody can enter "${stage.id}"; give it "enter"` };
    if ((stage.lasts === undefined) !== (stage.fallBackTo === undefined))
      yield { path: ["stages", i], message: `"lasts" and "fallBackTo" go together in "${stage.id}"` };
    if (stage.fallBackTo && !all.slice(0, i).some((earlier) => earlier.id === stage.fallBackTo))
      yield { path: ["stages", i, "fallBackTo"], message: `"${stage.fallBackTo}" is not an earlier stage` };
  }
}

const CHANGING = ["score", "segment", "stage", "did", "visits", "interest"];

/** Fit says who somebody is; what they do belongs to behaviour, and the two are never summed. */
function* fit({ scoring }: Playbook): Generator<Problem> {
  for (const [i, rule] of scoring.fit.entries()) {
    for (const node of walk(rule.when)) {
      const subject = CHANGING.find((name) => name in node);
      if (subject)
        yield { path: ["scoring", "fit", i, "when"], message: `fit looks at who somebody is, not at "${subject}"` };
    }
  }
}

/** A segment may use those written before it, so one pass in order decides all of them. */
function* segments(playbook: Playbook): Generator<Problem> {
  const names = Object.keys(playbook.segments);
  for (const [i, name] of names.entries()) {
    for (const node of walk(playbook.segments[name]!.when)) {
      if ("segment" in node && names.indexOf(node.segment) >= i)
        yield { path: ["segments", name, "when"], message: `write "${node.segment}" before "${name}", which uses it` };
    }
  }
}

/** What a form sends beside its answers. */
const RESERVED = ["submission", "url", "locale", "token"];

function* forms(playbook: Playbook): Generator<Problem> {
  for (const [name, form] of Object.entries(playbook.forms)) {
    if (form.fields[0]?.name !== "email" || form.fields[0].type !== "email")
      yield { path: ["forms", name, "fields"], message: 'the first field is the address: name and type "email"' };
    if (form.permissions[0]?.box)
      yield {
        path: ["forms", name, "permissions", 0, "box"],
        message: "the first permission is what the form is for: its text stands by the button, so write box: false",
      };
    for (const [i, field] of form.fields.entries()) {
      if (RESERVED.includes(field.name))
        yield {
          path: ["forms", name, "fields", i, "name"],
          message: `"${field.name}" is the form's own; choose another`,
        };
      if ((field.type === "select") !== (field.options !== undefined))
        yield { path: ["forms", name, "fields", i], message: '"options" belong to a select, and a select needs them' };
    }
    for (const [use, id] of Object.entries(form.emails)) {
      const kind = playbook.emails[id]?.kind;
      const wanted = use === "confirm" ? "confirmation" : "delivery";
      if (kind !== wanted)
        yield { path: ["forms", name, "emails", use], message: `emails/${id}.md must be there, with kind: ${wanted}` };
    }
  }
}
