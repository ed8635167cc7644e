import { glob } from "../lib/glob.ts";
import { type Did, walk } from "./condition.ts";
import type { Playbook } from "./document.ts";
import type { Page } from "./site.ts";

/** What reading a page says: its class and topics by the playbook's patterns. */
export interface PageFacts {
  class: string;
  topics: string[];
}

/** A parsed playbook with what is worth working out once per revision. */
export interface Compiled extends Playbook {
  revision: number;
  /** The counters the conditions need, by key; the state keeps these and no others. */
  counters: Did[];
  /** The scoring rules' ids, as keys of what they gave. */
  rules: { key: string }[];
  /** Names of the answers that forms ask for: what a state remembers as known. */
  answers: Set<string>;
  /** Every trait this playbook speaks of; a browser may claim these and no others. */
  traits: Set<string>;
  /** Names of the blocks that ask about the visitor's company: only they have it looked up. */
  companyBlocks: Set<string>;
  /** Class and topics of a path such as `/products/pick/overview/`. */
  page(path: string): PageFacts;
}

const UNCLASSED: PageFacts = { class: "other", topics: [] };

/** Works out once what every request of this revision needs. */
export function compile(playbook: Playbook, revision: number): Compiled {
  const pages = playbook.site.pages.map((page: Page) => ({
    patterns: page.match.map(glob),
    facts: { class: page.class, topics: page.topics },
  }));
  const answers = Object.values(playbook.forms).flatMap((form) => form.fields.map((field) => field.name));
  return {
    ...playbook,
    revision,
    counters: counters(playbook),
    rules: playbook.scoring.behaviour.map(({ id }) => ({ key: id })),
    answers: new Set(answers),
    traits: new Set([...answers, ...playbook.site.carry, ...Object.keys(playbook.site.traits)]),
    companyBlocks: new Set(Object.keys(playbook.blocks).filter((name) => asksCompany(playbook.blocks[name]!))),
    page: (path) => pages.find(({ patterns }) => patterns.some((fits) => fits(path)))?.facts ?? UNCLASSED,
  };
}

function asksCompany({ variants }: Playbook["blocks"][string]): boolean {
  return variants.some(({ when }) => [...walk(when)].some((node) => "company" in node));
}

function counters(playbook: Playbook): Did[] {
  const roots = [
    ...playbook.scoring.fit.map((rule) => rule.when),
    ...playbook.stages.flatMap((stage) => stage.enter ?? []),
    ...Object.values(playbook.segments).map((segment) => segment.when),
    ...Object.values(playbook.blocks).flatMap((block) => block.variants.map((variant) => variant.when)),
  ];
  const byKey = new Map<string, Did>();
  for (const root of roots) {
    for (const node of walk(root)) if ("did" in node) byKey.set(node.key, node);
  }
  return [...byKey.values()];
}
