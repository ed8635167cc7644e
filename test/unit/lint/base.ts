// oxlint-disable unicorn/no-thenable -- what an author writes; nobody awaits it
import type { Rule } from "../../../worker/playbook/lint/index.ts";
import { document } from "../../support/playbook.ts";

/** A document on the way to be broken: nothing about it is certain. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Draft = any;
type Change = (draft: Draft) => void;

/** A mistake: what it is, how it is made, where and how it is told; and, if that is not the base itself, how it is mended. */
export type Case = [what: string, bad: Change, at: string, says: RegExp, good?: Change];
export type Cases = Partial<Record<Rule, Case[]>>;

const letter = (text: string) => ({ en: { subject: "s", html: text, text } });
const news = { permission: "news" };

/** The test playbook with something of every part, in order. */
export function base(): Draft {
  const draft: Draft = structuredClone(document);
  draft.site.goals = { bought: { title: "t", on: { did: "Order Completed" } } };
  draft.scoring.matrix = { mql: ["A1", "B1"], nurture: ["B2"] };
  draft.companies = {
    segments: {
      targets: { title: "t", when: { company: { industry: "logistics" } } },
      warm: { title: "t", when: { all: [{ company: { segments: "targets" } }, { company: { score: { gte: 60 } } }] } },
    },
    roles: { decider: { title: "t", when: { trait: "source", contains: "chief" } } },
  };
  draft.sales = {
    when: { score: { action: "mql" } },
    due: "2d",
    again: "90d",
    owners: [
      { id: "mette", name: "Mette", countries: ["DK"] },
      { id: "jonas", name: "Jonas" },
    ],
    assign: ["account", "country", "round-robin"],
    rejections: { "too-early": "Too early" },
  };
  draft.emails.story = { kind: "marketing", locales: letter("Hello {{ first_name }}, {{ unsubscribe_url }}") };
  draft.flows = {
    welcome: {
      title: "t",
      kind: "transition",
      start: [{ form: "paper" }],
      steps: [{ email: "story" }, { wait: "2d" }, { if: { stage: "learn" }, then: [{ end: true }] }],
      next: "nurturing",
    },
    nurturing: {
      title: "t",
      kind: "holding",
      start: [{ stage: "learn" }],
      when: news,
      exit: { permission: "news", is: "withdrawn" },
      again: "1d",
      steps: [{ wait: "7d" }, { email: "story" }, { goTo: "nurturing" }],
    },
  };
  draft.experiments = {
    hero: {
      title: "t",
      hypothesis: "Danes who are greeted in Danish stay longer and order more.",
      of: { block: "hero" },
      variants: [{ name: "danes" }, { name: "default" }],
      goal: "bought",
    },
  };
  draft.personas = {
    anna: {
      title: "t",
      permissions: { news: "confirmed" },
      did: [
        { page: "/pricing/", ago: "1d" },
        { form: "paper", ago: "2h", answers: { email: "anna@acme.example" } },
        { did: "contract_signed", ago: "1h" },
      ],
    },
  };
  return structuredClone(draft);
}

/** Puts a condition where any question may be asked. */
export const ask =
  (when: unknown): Change =>
  (draft) =>
    void (draft.segments.pickers.when = when);
/** The same of a block, where more may be asked. */
export const show =
  (when: unknown): Change =>
  (draft) =>
    void (draft.blocks.hero.variants[0].when = when);

export const ASKED = "segments.pickers.when";
export const SHOWN = "blocks.hero.variants.0.when";
