import type { Condition, Matcher } from "../../playbook/index.ts";
import { all, constant, oneOf, type Writing } from "./binder.ts";
import { gauge } from "./gauges/index.ts";
import { local } from "./local.ts";
import { matches, matchesNothing } from "./matcher.ts";
import { ofState, valueOf } from "./place.ts";
import { between, score, type WriteCondition } from "./score.ts";

export type Leaf = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>;

const PLACES = ["country", "region", "city", "language", "device"] as const;

/** One question, of one subject; `condition` writes a whole condition. Never NULL. */
export function leaf(node: Leaf, writing: Writing, condition: WriteCondition): string {
  const { now, bind } = writing;
  const value = (...keys: string[]): string => valueOf(ofState(...keys), writing);
  /** A number of the state; a row written before there was one has none. */
  const number = (...keys: string[]): string => `coalesce(${value(...keys)}, 0)`;
  const isOneOf = (wanted: string | string[], ...keys: string[]): string =>
    `coalesce(${value(...keys)} IN ${oneOf([wanted].flat(), writing)}, 0)`;
  const has = (list: string, member: string): string =>
    `EXISTS (SELECT 1 FROM json_each(p.state, ${bind(`$.${list}`)}) WHERE value = ${bind(member)})`;

  if ("did" in node) return gauge(node, writing);
  if ("trait" in node) return matches(ofState("traits", node.trait), node.is, writing);
  if ("score" in node) return score(node.score, writing, condition);
  if ("stage" in node) {
    const stayed = `${bind(now)} - ${number("stageSince")}`;
    return all([
      isOneOf(node.stage, "stage"),
      ...(node.longerThan === undefined ? [] : [`${stayed} >= ${bind(node.longerThan)}`]),
      ...(node.shorterThan === undefined ? [] : [`${stayed} < ${bind(node.shorterThan)}`]),
    ]);
  }
  if ("segment" in node) return has("segments", node.segment);
  if ("visits" in node) return between(number("session", "count"), node.visits, bind);
  if ("inactive" in node) return `${bind(now)} - ${number("lastSeen")} >= ${bind(node.inactive)}`;
  if ("interest" in node) return `${number("topics", node.interest)} >= ${bind(node.atLeast)}`;
  if ("consent" in node) return number("consent", node.consent);
  if ("permission" in node) return isOneOf(node.is, "permissions", node.permission);
  if ("knows" in node) return has("known", node.knows);
  if ("lead" in node) return isOneOf(node.lead, "lead", "status");
  if ("role" in node) return isOneOf(node.role, "role");
  if ("cluster" in node) return isOneOf(node.cluster, "cluster");
  if ("flow" in node) return has("flows", node.flow);
  if ("weekday" in node || "time" in node) return local(node, writing);
  if ("company" in node) return record(node.company, (key) => ["company", key], writing);
  if ("campaign" in node) return record(node.campaign, (path) => ["around", "campaign", ...path.split(".")], writing);
  // Nobody is on a page but in a request.
  if ("page" in node) return constant(Object.values(node.page).every(matchesNothing));
  for (const name of PLACES) {
    const matcher = (node as Partial<Record<string, Matcher>>)[name];
    if (matcher !== undefined) return matches(ofState("around", name), matcher, writing);
  }
  throw new Error(`nobody writes ${JSON.stringify(node)}`);
}

function record(wanted: Record<string, Matcher>, keys: (path: string) => string[], writing: Writing): string {
  return all(Object.entries(wanted).map(([path, matcher]) => matches(ofState(...keys(path)), matcher, writing)));
}
