import { shortHash } from "../lib/hash.ts";
import { askedIn } from "./asked.ts";
import { type Condition, walk } from "./condition.ts";
import type { Did } from "./did.ts";
import type { Playbook } from "./document.ts";
import { countedFor } from "./form.ts";
import { answersOf, traitOf } from "./form-fields.ts";
import type { BehaviourRule } from "./scoring.ts";

/** What of a person's surroundings lasting rules may ask about. */
const AROUND = ["country", "region", "city", "language", "device", "campaign"] as const;
type AroundName = (typeof AROUND)[number] | "timeZone";

/** What a state has to keep so that a playbook's rules can be decided on it, and when time alone may change the decision. */
export interface Needs {
  /** What conditions ask of history. */
  counters: Did[];
  around: Set<AroundName>;
  /** What is asked of a person's company, by blocks too. */
  company: Set<string>;
  /** What is asked of the company whose network somebody uses: which of its facts make a question needless. */
  network: Set<string>;
  /** Of those rules that hold at any time, what they ask of it: where an answer changes, its people are decided anew. */
  companyQuestions: Condition[];
  /** Page views by class, for clusters. */
  classes: boolean;
  /** Names of the answers that forms ask for: what a state remembers as known. */
  answers: Set<string>;
  /** Those of them that are asked again some time after they were told. */
  again: Set<string>;
  /** Of those rules that hold at any time, what time alone may turn. */
  timed: Timed;
}

export interface Timed {
  counters: Did[];
  /** Behaviour points at which something is decided. */
  points: number[];
  /** Times in a stage. */
  stays: { stage: string; ms: number }[];
  silences: number[];
  /** Times of a local day (`09:00`). */
  clock: string[];
  /** After a no from sales, when somebody may be handed over again. */
  again: number[];
}

/** Collects {@link Needs} from all that asks. */
export function needsOf(playbook: Playbook): Needs {
  const asked = [...askedIn(playbook)].filter(({ by }) => by !== "company");
  const nodes = asked.flatMap(({ condition, by }) => [...walk(condition)].map((node) => ({ node, by })));
  const lasting = nodes.filter(({ by }) => by !== "block" && by !== "form");
  const forms = Object.entries(playbook.forms);
  const questions = forms.flatMap(([, form]) => answersOf(form));
  const facts = questions.flatMap((field) => ("company" in field ? (field.company ?? []) : []));
  const timeless = lasting.filter(({ by }) => by !== "flow").map(({ node }) => node);
  const around = new Set<AroundName>(AROUND.filter((name) => lasting.some(({ node }) => name in node)));
  if (playbook.sales?.assign.includes("country")) around.add("country");
  // Flows send at an hour of the recipient's day.
  if (Object.keys(playbook.flows).length > 0) around.add("timeZone");
  return {
    counters: didsIn([...nodes.map(({ node }) => node), ...forms.flatMap(([name, form]) => countedFor(name, form))]),
    around,
    company: new Set([...nodes.flatMap(({ node }) => ("company" in node ? Object.keys(node.company) : [])), ...facts]),
    network: new Set(facts),
    companyQuestions: distinct(lasting.map(({ node }) => node).filter((node) => "company" in node)),
    classes: playbook.clusters !== undefined,
    answers: new Set(questions.flatMap((field) => (field.type === "email" ? "email" : (traitOf(field) ?? [])))),
    again: new Set(questions.flatMap((field) => ("again" in field && field.again ? (traitOf(field) ?? []) : []))),
    timed: timedIn(timeless, playbook),
  };
}

const distinct = (nodes: Condition[]): Condition[] => [
  ...new Map(nodes.map((node) => [JSON.stringify(node), node])).values(),
];

function didsIn(nodes: Condition[]): Did[] {
  return [...new Map(nodes.flatMap((node) => ("did" in node ? [[node.key, node] as const] : []))).values()];
}

function timedIn(nodes: Condition[], { scoring, stages, sales }: Playbook): Timed {
  const asked = nodes.flatMap((node) => ("score" in node ? (node.score.behaviour ?? []) : []));
  const bounds = asked.flatMap(({ gte, lte }) => [gte ?? [], lte ?? []].flat());
  const stays = nodes.flatMap((node) => {
    if (!("stage" in node)) return [];
    const times = [node.longerThan ?? [], node.shorterThan ?? []].flat();
    return [node.stage].flat().flatMap((stage) => times.map((ms) => ({ stage, ms })));
  });
  return {
    counters: didsIn(nodes).filter(({ within }) => within !== undefined),
    points: [...new Set([...scoring.ranks.map(({ from }) => from), ...bounds])].toSorted((a, b) => a - b),
    stays: [...stays, ...stages.flatMap(({ id, lasts }) => (lasts === undefined ? [] : [{ stage: id, ms: lasts }]))],
    silences: nodes.flatMap((node) => ("inactive" in node ? [node.inactive] : [])),
    clock: [...new Set(nodes.flatMap(clockOf))],
    again: sales ? [sales.again] : [],
  };
}

function clockOf(node: Condition): string[] {
  if ("weekday" in node) return ["00:00"];
  return "time" in node ? [node.time.from, node.time.to].map((time) => (time === "24:00" ? "00:00" : time)) : [];
}

/** A rule by all that its points depend on: changed, they are worked out anew from history. */
export function ruleKey(rule: BehaviourRule, halfLife: number): string {
  const { id, on, points, tiers, cap, capPerDay } = rule;
  return `rule:${id}:${shortHash(JSON.stringify([on, points, tiers, cap, capPerDay, rule.halfLife ?? halfLife]))}`;
}

/** A name for each thing that a state has to keep: one that is new in a revision is filled in from history. */
export function needNames(playbook: Playbook): string[] {
  const { counters, around, company, classes, answers } = needsOf(playbook);
  return [
    ...counters.map(({ key }) => `counter:${key}`),
    ...playbook.scoring.behaviour.map((rule) => ruleKey(rule, playbook.scoring.halfLife)),
    ...[...around].map((name) => `around:${name}`),
    ...[...company].map((name) => `company:${name}`),
    ...(classes ? ["classes"] : []),
    ...playbook.site.carry.map((name) => `carry:${name}`),
    ...[...answers].map((name) => `answer:${name}`),
  ];
}
