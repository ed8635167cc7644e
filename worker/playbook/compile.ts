import { glob } from "../lib/glob.ts";
import { walk } from "./condition.ts";
import { stepsOf } from "./did.ts";
import type { Playbook } from "./document.ts";
import { type Needs, needNames, needsOf, ruleKey } from "./needs.ts";
import type { BehaviourRule } from "./scoring.ts";
import type { Page } from "./site.ts";

/** What reading a page says: its class and topics by the playbook's patterns. */
export interface PageFacts {
  class: string;
  topics: string[];
}

/** Since which revision a state has to keep what. */
export type Since = Record<string, number>;

/** A parsed playbook with what is worth working out once per revision. */
export interface Compiled extends Playbook {
  revision: number;
  needs: Needs;
  /** The keys of the counters and of the rules' points that a state keeps. */
  keys: { counters: Set<string>; rules: Set<string> };
  /** The last revision that needed something new: a state of an earlier one is not complete. */
  since: number;
  /** Whether something is needed that a state of a revision does not have yet. */
  isNew(need: string, revision: number): boolean;
  /** The name under which {@link Compiled.isNew} knows a rule. */
  ruleNeed(rule: BehaviourRule): string;
  /** Every trait this playbook speaks of; a browser may claim these and no others. */
  traits: Set<string>;
  /** Names of the blocks that ask about the visitor's company: only they have it looked up. */
  companyBlocks: Set<string>;
  /** The names of events that something listens to. */
  heard: Set<string>;
  /** Class and topics of a path such as `/products/pick/overview/`. */
  page(path: string): PageFacts;
}

const UNCLASSED: PageFacts = { class: "other", topics: [] };

/** Works out once what every request of this revision needs. What `since` does not name was always kept. */
export function compile(playbook: Playbook, revision: number, since: Since = {}): Compiled {
  const pages = playbook.site.pages.map((page: Page) => ({
    patterns: page.match.map(glob),
    facts: { class: page.class, topics: page.topics },
  }));
  const needs = needsOf(playbook);
  const rules = playbook.scoring.behaviour;
  const listening = [...needs.counters.flatMap(stepsOf), ...rules.map(({ on }) => on)];
  return {
    ...playbook,
    revision,
    needs,
    keys: { counters: new Set(needs.counters.map(({ key }) => key)), rules: new Set(rules.map(({ id }) => id)) },
    since: Math.max(0, ...needNames(playbook).map((name) => since[name] ?? 0)),
    isNew: (need, known) => (since[need] ?? 0) > known,
    ruleNeed: (rule) => ruleKey(rule, playbook.scoring.halfLife),
    traits: new Set([...needs.answers, ...playbook.site.carry, ...Object.keys(playbook.site.traits)]),
    companyBlocks: new Set(Object.keys(playbook.blocks).filter((name) => asksCompany(playbook.blocks[name]!))),
    heard: new Set(listening.map(({ did }) => did)),
    page: (path) => pages.find(({ patterns }) => patterns.some((fits) => fits(path)))?.facts ?? UNCLASSED,
  };
}

function asksCompany({ variants }: Playbook["blocks"][string]): boolean {
  return variants.some(({ when }) => [...walk(when)].some((node) => "company" in node));
}
