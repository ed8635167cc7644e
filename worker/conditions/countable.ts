import type { Compiled, Condition } from "../playbook/index.ts";
import { stepsOf, walk } from "../playbook/index.ts";
import { keptAt } from "./told.ts";

const AROUND = ["country", "region", "city", "language", "device", "campaign"] as const;

/** Why a condition cannot be counted among all people: what it asks is of a request only, unknown, or not kept of anybody. */
export function* uncountable(condition: Condition, playbook: Compiled): Generator<string> {
  for (const node of walk(condition)) yield* inNode(node, playbook);
}

function* inNode(node: Condition, { needs, site, stages, segments, flows, companies }: Compiled): Generator<string> {
  if ("page" in node)
    yield '"page" is known only while somebody is reading one; ask `did: page_view` with `where` instead';
  for (const name of AROUND) {
    if (name in node && !needs.around.has(name))
      yield `"${name}" is kept of people only once a segment, stage or score asks for it; publish one that does`;
  }
  if ("company" in node) {
    for (const name of Object.keys(node.company)) {
      if (!needs.company.has(name))
        yield `"company: ${name}" is kept of people only once a segment, stage or score asks for it; publish one that does`;
    }
  }
  if ("did" in node) {
    const paths = stepsOf(node).flatMap(({ where = {} }) => Object.keys(where));
    const unknown = [...paths, ...("of" in node ? [node.of] : [])].find((path) => keptAt(path) === null);
    if (unknown !== undefined) yield `of an event no "${unknown}" is kept; what a site tells is below "properties."`;
  }
  if ("trait" in node && !site.carry.includes(node.trait))
    yield `trait "${node.trait}" decides here, so list it under carry in site.yaml`;
  if ("knows" in node && node.knows !== "email" && !needs.answers.has(node.knows))
    yield `no form asks for "${node.knows}", so nobody is known to have said it`;
  if ("stage" in node) {
    for (const id of [node.stage].flat())
      if (!stages.some((stage) => stage.id === id)) yield `there is no stage "${id}"`;
  }
  if ("segment" in node && !Object.hasOwn(segments, node.segment)) yield `there is no segment "${node.segment}"`;
  if ("flow" in node && !Object.hasOwn(flows, node.flow)) yield `there is no flow "${node.flow}"`;
  if ("role" in node) {
    for (const role of [node.role].flat())
      if (!Object.hasOwn(companies.roles, role)) yield `there is no role "${role}"`;
  }
}
