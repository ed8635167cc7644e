import { isDeepStrictEqual } from "node:util";
import type { Playbook } from "../../../worker/playbook/index.ts";
import { compare, members, order } from "./compare.ts";
import { textArrow } from "./say.ts";

type Things = Record<string, unknown>;

/** What one playbook changes of another, in words, grouped by file; empty where both say the same. */
export function differences(before: Playbook, after: Playbook): string[] {
  const parts: [file: string, lines: Iterable<string>][] = [
    ["site.yaml", compare(before.site, after.site, "website", "site")],
    ["scoring.yaml", scoring(before.scoring, after.scoring)],
    ["stages.yaml", stages(before.stages, after.stages)],
    ["segments.yaml", members(before.segments, after.segments, "segment")],
    ["topics.yaml", members(before.topics, after.topics, "topic")],
    ["contents.yaml", members(before.contents, after.contents, "content")],
    [
      "companies.yaml",
      [
        ...members(before.companies.segments, after.companies.segments, "group of companies"),
        ...members(before.companies.roles, after.companies.roles, "role"),
        ...order(Object.keys(before.companies.roles), Object.keys(after.companies.roles), "roles: "),
      ],
    ],
    ["sales.yaml", whole(before.sales, after.sales, "sales")],
    ["clusters.yaml", whole(before.clusters, after.clusters, "clusters")],
    ["experiments.yaml", members(before.experiments, after.experiments, "experiment")],
    ["personas.yaml", members(before.personas, after.personas, "persona")],
    ...files("forms", before.forms, after.forms, (was, is) => compare(was, is, "form", "form")),
    ...files("blocks", before.blocks, after.blocks, (was, is) => compare(was, is, "block", "block")),
    ...files("flows", before.flows, after.flows, (was, is) => compare(was, is, "flow", "flow")),
    ...files("emails", before.emails, after.emails, email),
  ];
  return parts.flatMap(([file, found]) => {
    const lines = [...found];
    return lines.length === 0 ? [] : [file, ...lines.map((line) => `  ${line}`)];
  });
}

function* scoring(before: Playbook["scoring"], after: Playbook["scoring"]): Generator<string> {
  const byId = (rules: { id: string }[]): Things => Object.fromEntries(rules.map((rule) => [rule.id, rule]));
  const { behaviour, fit, ...others } = before;
  const { behaviour: nextBehaviour, fit: nextFit, ...next } = after;
  yield* members(byId(behaviour), byId(nextBehaviour), "");
  yield* members(byId(fit), byId(nextFit), "fit,");
  yield* compare(others, next, "scoring", "scoring");
}

function* stages(before: Playbook["stages"], after: Playbook["stages"]): Generator<string> {
  const byId = (all: Playbook["stages"]): Things => Object.fromEntries(all.map((stage) => [stage.id, stage]));
  yield* members(byId(before), byId(after), "stage");
  const ids = (all: Playbook["stages"]): string[] => all.map(({ id }) => id);
  yield* order(ids(before), ids(after));
}

function* whole(before: unknown, after: unknown, what: string): Generator<string> {
  if (before === undefined && after !== undefined) yield `new: ${what}`;
  else if (before !== undefined && after === undefined) yield `removed: ${what}`;
  else yield* compare(before, after, what, what);
}

function files<T>(
  folder: string,
  before: Record<string, T>,
  after: Record<string, T>,
  changes: (was: T, is: T) => Iterable<string>,
): [string, Iterable<string>][] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => {
    const [was, is] = [before[name], after[name]];
    const file = folder === "emails" ? `emails/${name}.md` : `${folder}/${name}.yaml`;
    if (was === undefined) return [file, ["new"]];
    return [file, is === undefined ? ["removed"] : changes(was, is)];
  });
}

function* email(before: Playbook["emails"][string], after: Playbook["emails"][string]): Generator<string> {
  if (before.kind !== after.kind) yield `kind ${before.kind} → ${after.kind}`;
  if (before.topic !== after.topic) yield `topic ${before.topic ?? "none"} → ${after.topic ?? "none"}`;
  for (const locale of new Set([...Object.keys(before.locales), ...Object.keys(after.locales)])) {
    const [was, is] = [before.locales[locale], after.locales[locale]];
    if (isDeepStrictEqual(was, is)) continue;
    if (!was || !is) yield `${locale}: ${was ? "removed" : "new"}`;
    else {
      if (was.subject !== is.subject) yield `${locale}, subject: ${textArrow(was.subject, is.subject)}`;
      if (was.text !== is.text) yield `${locale}, letter: ${textArrow(was.text, is.text)}`;
      else if (was.subject === is.subject) yield `${locale}: its look`;
    }
  }
}
