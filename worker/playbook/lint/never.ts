import type { Condition } from "../condition.ts";
import type { Playbook } from "../document.ts";
import { contradiction, isExact, matchersOf, only } from "./matchers.ts";
import { nodesIn } from "./nodes.ts";
import type { Problem } from "./problem.ts";

/** Conditions that nobody can ever meet, whatever they do. */
export function* never(playbook: Playbook): Generator<Problem> {
  for (const { path, node } of nodesIn(playbook)) {
    for (const message of contradictions(node)) yield { rule: "never-matches", path, message };
  }
}

function* contradictions(node: Condition): Generator<string> {
  for (const [what, matcher] of matchersOf(node)) {
    const impossible = contradiction(matcher);
    if (impossible !== undefined) yield `${what}: ${impossible}`;
  }
  for (const [what, { gte = -Infinity, lte = Infinity }] of rangesOf(node))
    if (gte > lte) yield `${what}: nothing is at least ${gte} and at most ${lte}; exchange the two`;
  if ("stage" in node && node.longerThan !== undefined && node.longerThan >= (node.shorterThan ?? Infinity))
    yield "nobody is there longer than that and shorter than that; exchange the two";
  if ("time" in node && node.time.from === node.time.to)
    yield `no time is from ${node.time.from} to ${node.time.to}; leave "time" out for the whole day`;
  if ("all" in node) yield* atOnce(node.all);
}

function rangesOf(node: Condition): [string, { gte?: number | undefined; lte?: number | undefined }][] {
  if ("visits" in node) return [["visits", node.visits]];
  if ("did" in node) return node.asks === "sum" ? [[`sum of ${node.of}`, node]] : [];
  if (!("score" in node)) return [];
  return [
    ["behaviour", node.score.behaviour ?? {}],
    ["rank", node.score.rank ?? {}],
  ];
}

/** What of a person (or moment) has one value at a time, and which of them a node allows. */
interface Claim {
  about: string;
  values: Set<string>;
  /** Whether nothing else is asked, so that its opposite is every other value. */
  exact: boolean;
}

/** Conditions of one `all` that exclude each other. */
function* atOnce(nodes: Condition[]): Generator<string> {
  const asked = nodes.flatMap((node) => claims(node, true));
  const told = new Set<string>();
  for (const [i, { claim, holds }] of asked.entries()) {
    for (const other of asked.slice(i + 1)) {
      if (other.claim.about !== claim.about || told.has(claim.about)) continue;
      const message = clash({ claim, holds }, other);
      if (message === undefined) continue;
      told.add(claim.about);
      yield message;
    }
  }
}

interface Asked {
  claim: Claim;
  holds: boolean;
}

function clash(a: Asked, b: Asked): string | undefined {
  const [yes, no] = a.holds ? [a, b] : [b, a];
  if (!yes.holds) return undefined;
  const left = [...yes.claim.values].filter((value) => no.claim.values.has(value) === no.holds);
  if (left.length > 0) return undefined;
  const { about } = yes.claim;
  if (yes.claim.values.has(TRUE)) return "the same condition is asked for and excluded at once; remove one of the two";
  const list = ({ claim }: Asked): string => [...claim.values].map((value) => `"${value}"`).join(" or ");
  return no.holds
    ? `${about} cannot be ${list(yes)} and also ${list(no)}; write them under "any", or in one list`
    : `${about} has to be ${list(yes)} here, and "not" excludes just that; remove one of the two`;
}

/** What a condition asks for certain: itself, and everything inside `all`. */
function claims(node: Condition, holds: boolean): Asked[] {
  if ("not" in node) return claims(node.not, !holds);
  if ("all" in node) return holds ? node.all.flatMap((child) => claims(child, true)) : [];
  if ("any" in node) return holds ? [] : node.any.flatMap((child) => claims(child, false));
  const claim = claimOf(node);
  return holds || claim.exact ? [{ claim, holds }] : [];
}

const TRUE = "\0true";

function claimOf(node: Condition): Claim {
  const exactly = (about: string, values: string | string[]): Claim => ({
    about,
    values: new Set([values].flat()),
    exact: true,
  });
  if ("stage" in node) {
    const exact = node.longerThan === undefined && node.shorterThan === undefined;
    return { ...exactly("stage", node.stage), exact };
  }
  if ("lead" in node) return exactly("lead", node.lead);
  if ("role" in node) return exactly("role", node.role);
  if ("cluster" in node) return exactly("cluster", node.cluster);
  if ("permission" in node) return exactly(`the permission for ${node.permission}`, node.is);
  const [[what, matcher] = ["", undefined], ...others] = ONE_VALUE.some((name) => name in node)
    ? [...matchersOf(node)]
    : [];
  const values = matcher === undefined || others.length > 0 ? undefined : only(matcher);
  if (values === undefined) return exactly(JSON.stringify(node), TRUE);
  return { about: what, values, exact: isExact(matcher!) };
}

const ONE_VALUE = ["trait", "country", "region", "city", "device", "language"];
