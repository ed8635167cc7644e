import type { Condition } from "../condition.ts";
import type { Playbook } from "../document.ts";
import { KINDS } from "../condition.ts";
import type { Known } from "./known.ts";
import { comparisons, namedBy } from "./matchers.ts";
import { nearest, unknown } from "./near.ts";
import { nodesIn } from "./nodes.ts";
import type { Path, Problem } from "./problem.ts";

/** Conditions that ask for what no file of the playbook gives. */
export function* names(playbook: Playbook, known: Known): Generator<Problem> {
  for (const { path, node } of nodesIn(playbook)) {
    for (const message of unknownIn(node, known, playbook)) yield { rule: "unknown-name", path, message };
    if ("trait" in node && !playbook.site.carry.includes(node.trait)) yield trait(path, node.trait, playbook);
    if ("interest" in node) {
      const near = known.topics.includes(node.interest) ? undefined : nearest(node.interest, known.topics);
      if (near !== undefined)
        yield { rule: "did-you-mean", path, message: `there is no topic "${node.interest}"; did you mean "${near}"?` };
    }
    if ("company" in node) yield* companyKeys(path, Object.keys(node.company), known);
  }
}

function* unknownIn(node: Condition, known: Known, { sales, clusters }: Playbook): Generator<string> {
  const each = function* (what: string, wanted: string | string[], all: string[], mend: string): Generator<string> {
    for (const name of [wanted].flat()) if (!all.includes(name)) yield unknown(what, name, all, mend);
  };
  if ("segment" in node) yield* each("segment", node.segment, known.segments, "add it to segments.yaml");
  if ("stage" in node) yield* each("stage", node.stage, known.stages, "add it to stages.yaml");
  if ("role" in node) yield* each("role", node.role, known.roles, "add it under roles in companies.yaml");
  if ("flow" in node) yield* each("flow", node.flow, known.flows, `write flows/${node.flow}.yaml`);
  if ("knows" in node) yield* each("answer", node.knows, known.answers, "no form has a field of this name");
  if ("permission" in node)
    yield* each("topic", node.permission, known.permissions, "no form asks for a permission of this topic");
  if ("score" in node && node.score.action !== undefined)
    yield* each("action", node.score.action, known.actions, "add it under matrix in scoring.yaml");
  if ("lead" in node && !sales) yield "nobody becomes a lead without sales.yaml; write it, or leave this condition out";
  if ("cluster" in node && !clusters)
    yield "no clusters are looked for without clusters.yaml; write it, or leave this condition out";
  if ("company" in node) {
    const { segments, kind } = node.company;
    for (const name of segments === undefined ? [] : namedBy(segments))
      yield* each("group of companies", String(name), known.groups, "add it to companies.yaml");
    for (const name of kind === undefined ? [] : namedBy(kind))
      yield* each("kind of network", String(name), [...KINDS], `"kind" is one of ${KINDS.join(", ")}`);
  }
}

function trait(path: Path, name: string, { site }: Playbook): Problem {
  const near = nearest(name, site.carry);
  const message =
    near === undefined
      ? `trait "${name}" decides here, so list it under carry in site.yaml`
      : `there is no trait "${name}" under carry in site.yaml; did you mean "${near}"?`;
  return { rule: "trait-not-carried", path, message };
}

const BUILT_IN = ["name", "domain", "kind", "people", "score", "hottest", "segments"];

/** What else is asked of a company is a trait, which imports and servers name as they like. */
function* companyKeys(path: Path, keys: string[], known: Known): Generator<Problem> {
  for (const key of keys) {
    if (BUILT_IN.includes(key)) continue;
    const [first = "", role] = key.split(".");
    if (first === "roles" || nearest(first, ["roles"]) !== undefined) {
      if (first === "roles" && role !== undefined && known.roles.includes(role)) continue;
      const roles = known.roles.map((one) => `roles.${one}`).join(", ") || "there are none in companies.yaml";
      yield { rule: "unknown-name", path, message: `"${key}" is no role at a company; write one of: ${roles}` };
      continue;
    }
    const near = nearest(key, BUILT_IN);
    if (near !== undefined)
      yield { rule: "did-you-mean", path, message: `company has "${near}", not "${key}"; mend its spelling` };
  }
}

/** Values that can never be there: options that a question does not have, countries by their names. */
export function* values(playbook: Playbook, known: Known): Generator<Problem> {
  for (const { path, node } of nodesIn(playbook)) {
    for (const message of impossibleIn(node, known)) yield { rule: "no-such-value", path, message };
  }
}

const DEVICES = ["desktop", "mobile", "tablet", "other"];
const CAMPAIGN = ["source", "medium", "name", "term", "content"];
const PAGE = ["url", "path", "title", "class", "topics"];

function* impossibleIn(node: Condition, known: Known): Generator<string> {
  if ("trait" in node) yield* notAnOption(node.trait, node.is, known);
  if ("device" in node)
    for (const name of namedBy(node.device))
      if (!DEVICES.includes(String(name).toLowerCase())) yield `device is one of ${DEVICES.join(", ")}, not "${name}"`;
  if ("country" in node)
    for (const name of namedBy(node.country)) {
      const code = String(name).toUpperCase();
      if (!/^[A-Z]{2}$/.test(code)) yield `write a country as two letters such as DK, not "${name}"`;
      if (code === "UK") yield 'the code of the United Kingdom is "GB", not "UK"';
    }
  if ("language" in node)
    for (const name of namedBy(node.language))
      if (!/^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(String(name)))
        yield `write a language by its code such as en or da, not "${name}"`;
  if ("campaign" in node) yield* strangers("campaign", Object.keys(node.campaign), CAMPAIGN);
  if ("page" in node) {
    yield* strangers("page", Object.keys(node.page), PAGE);
    const wanted = node.page["class"];
    if (wanted !== undefined) yield* classes(wanted, known);
  }
}

function* strangers(what: string, keys: string[], all: string[]): Generator<string> {
  for (const key of keys) if (!all.includes(key)) yield `${what} has ${all.join(", ")}, not "${key}"`;
}

/** Classes that no pattern of site.yaml gives. */
export function* classes(wanted: Parameters<typeof namedBy>[0], { classes: all }: Known): Generator<string> {
  for (const name of namedBy(wanted))
    if (!all.includes(String(name)))
      yield unknown("page class", String(name), all, "give it to some pages in site.yaml");
}

function* notAnOption(trait: string, is: Parameters<typeof namedBy>[0], { options }: Known): Generator<string> {
  const all = options.get(trait);
  if (all === undefined) return;
  const named = namedBy(is).map(String);
  const known = new Set(all.map((option) => option.toLowerCase()));
  const missing = named.filter((name) => !known.has(name.toLowerCase()));
  const near = missing.map((name) => [name, nearest(name, all)] as const).find(([, option]) => option !== undefined);
  if (near) yield `"${trait}" has no option "${near[0]}"; did you mean "${near[1]}"?`;
  else if (named.length > 0 && missing.length === named.length)
    yield `"${trait}" has the options ${all.join(", ")}; ${missing.map((name) => `"${name}"`).join(" and ")} is none of them`;
  const { contains, startsWith } = comparisons(is);
  for (const part of [contains, startsWith])
    if (part !== undefined && !all.some((option) => option.toLowerCase().includes(part.toLowerCase())))
      yield `"${trait}" has the options ${all.join(", ")}, and no "${part}" in any of them`;
}
