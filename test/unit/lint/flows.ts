// oxlint-disable unicorn/no-thenable -- what an author writes; nobody awaits it
import type { Cases, Draft } from "./base.ts";

const flow = (steps: unknown[], more = {}) => ({
  title: "t",
  kind: "transition",
  start: [{ form: "paper" }],
  steps,
  ...more,
});
const withFlow =
  (steps: unknown[], more = {}) =>
  (p: Draft) =>
    void (p.flows.other = flow(steps, { next: "nurturing", ...more }));

/** Flows, experiments and personas: what they name, and the graph that flows and stages make. */
export const flows = {
  "unknown-name": [
    ["a goal", (p) => (p.experiments.hero.goal = "sold"), "experiments.hero.goal", /under goals in site.yaml/],
    [
      "what is tried",
      (p) => (p.experiments.hero.of = { email: "storys" }),
      "experiments.hero.of.email",
      /did you mean "story"/,
      (p) => (p.experiments.hero.of = { email: "story" }),
    ],
    [
      "a variant of a block",
      (p) => (p.experiments.hero.variants[0].name = "swedes"),
      "experiments.hero.variants.0.name",
      /the block has evaluating, danes, default/,
    ],
    [
      "a persona's form",
      (p) => (p.personas.anna.did[1].form = "papers"),
      "personas.anna.did.1",
      /did you mean "paper"/,
    ],
    [
      "a persona's answer",
      (p) => (p.personas.anna.did[1].answers.phone = "1"),
      "personas.anna.did.1.answers.phone",
      /the form asks for email/,
    ],
    [
      "a persona's permission",
      (p) => (p.personas.anna.permissions.x = "confirmed"),
      "personas.anna.permissions.x",
      /no topic "x"/,
    ],
    [
      "a form's letter",
      (p) => (p.forms.paper.emails.confirm = "deliver"),
      "forms.paper.emails.confirm",
      /with kind: confirmation/,
    ],
    [
      "the form that starts a flow",
      (p) => (p.flows.welcome.start = [{ form: "x" }]),
      "flows.welcome.start.0",
      /write forms\/x.yaml/,
    ],
    [
      "the segment that starts it",
      (p) => p.flows.welcome.start.push({ segment: "x" }),
      "flows.welcome.start.1",
      /no segment/,
    ],
    [
      "the stage that starts it",
      (p) => p.flows.welcome.start.push({ stage: "x" }),
      "flows.welcome.start.1",
      /no stage/,
    ],
    [
      "the date that starts it",
      (p) => p.flows.welcome.start.push({ date: "birthday" }),
      "flows.welcome.start.1",
      /under traits in site.yaml/,
      (p) => {
        p.site.traits.birthday = {};
        p.flows.welcome.start.push({ date: "birthday" });
      },
    ],
    [
      "a lead without sales",
      (p) => {
        delete p.sales;
        p.flows.welcome.start.push({ lead: "won" });
      },
      "flows.welcome.start.1",
      /without sales.yaml/,
      (p) => p.flows.welcome.start.push({ lead: "won" }),
    ],
    ["a letter", (p) => (p.flows.welcome.steps[0].email = "x"), "flows.welcome.steps.0", /write emails\/x.md/],
    [
      "a letter in a branch",
      withFlow([
        {
          split: [
            { name: "a", weight: 1, steps: [] },
            { name: "b", weight: 1, steps: [{ email: "x" }] },
          ],
        },
      ]),
      "flows.other.steps.0.split.1.steps.0",
      /no e-mail "x"/,
    ],
    ["the next flow", (p) => (p.flows.welcome.next = "nurture"), "flows.welcome.next", /write flows\/nurture.yaml/],
    ["a flow to go to", (p) => (p.flows.nurturing.steps[2].goTo = "x"), "flows.nurturing.steps.2", /no flow "x"/],
    [
      "an owner",
      withFlow([{ assign: ["mete"] }]),
      "flows.other.steps.0",
      /no owner "mete"/,
      withFlow([{ assign: ["mette"] }, { assign: ["round-robin"] }]),
    ],
    [
      "whom to tell",
      withFlow([{ notify: "boss", text: "t" }]),
      "flows.other.steps.0",
      /write an address/,
      withFlow([
        { notify: "owner", text: "t" },
        { notify: "a@b.example", text: "t" },
      ]),
    ],
    [
      "a trait to set",
      withFlow([{ set: { Industry: "x" } }]),
      "flows.other.steps.0",
      /did you mean "industry"/,
      withFlow([{ set: { vip: true } }]),
    ],
  ],
  "mail-without-topic": [
    [
      "nothing tells it",
      (p) => (p.flows.welcome.start = [{ did: "page_view" }]),
      "flows.welcome.steps.0",
      /when: \{ permission: <topic> \}/,
      (p) => {
        p.segments.readers = { title: "t", when: { permission: "news" } };
        p.flows.welcome.start = [{ segment: "readers" }];
      },
    ],
    [
      "a delivery needs none",
      withFlow([{ email: "story" }], { start: [{ did: "x" }] }),
      "flows.other.steps.0",
      /"story" is sent by/,
      withFlow([{ email: "deliver" }], { start: [{ did: "x" }] }),
    ],
  ],
  "unreachable-step": [
    [
      "after a flow to go to",
      (p) => p.flows.nurturing.steps.push({ wait: "1d" }),
      "flows.nurturing.steps.3",
      /nobody comes to this step/,
    ],
    [
      "after both branches end",
      withFlow([{ if: { visits: { gte: 2 } }, then: [{ end: true }], else: [{ goTo: "nurturing" }] }, { wait: "1d" }]),
      "flows.other.steps.1",
      /nobody comes/,
      withFlow([{ if: { visits: { gte: 2 } }, then: [{ end: true }] }, { wait: "1d" }]),
    ],
    [
      "inside a branch",
      withFlow([
        {
          split: [
            { name: "a", weight: 1, steps: [{ end: true }, { wait: "1d" }] },
            { name: "b", weight: 1, steps: [] },
          ],
        },
      ]),
      "flows.other.steps.0.split.0.steps.1",
      /nobody comes/,
    ],
  ],
  "hole-in-journey": [
    [
      "the end leads nowhere",
      (p) => delete p.flows.welcome.next,
      "flows.welcome",
      /in no flow any more/,
      (p) => {
        delete p.flows.welcome.next;
        p.flows.welcome.steps = [{ wait: "1d" }, { goTo: "nurturing" }];
      },
    ],
    [
      "one way out leads nowhere",
      withFlow([{ if: { visits: { gte: 2 } }, then: [{ end: true }] }, { goTo: "nurturing" }], { next: undefined }),
      "flows.other",
      /in no flow any more/,
      withFlow([{ if: { visits: { gte: 2 } }, then: [{ wait: "1d" }] }, { goTo: "nurturing" }], { next: undefined }),
    ],
  ],
  "stage-without-flow": [
    [
      "nothing holds them",
      (p) => (p.flows.nurturing.exit = { stage: ["evaluate"] }),
      "stages.2",
      /whoever is in "evaluate" is in no flow/,
      (p) => {
        p.flows.nurturing.exit = { stage: ["evaluate"] };
        p.flows.lead = flow([{ wait: "14d" }], { start: [{ stage: "evaluate" }], next: "nurturing" });
      },
    ],
    [
      "nobody is let in",
      (p) => {
        p.flows.nurturing.exit = { all: [{ stage: "evaluate" }] };
        p.flows.lead = flow([{ wait: "14d" }], {
          start: [{ stage: "evaluate" }],
          when: { stage: "learn" },
          next: "nurturing",
        });
      },
      "stages.2",
      /is in no flow/,
    ],
    [
      "no flow at all is no hole",
      (p) => (p.flows.nurturing.exit = { any: [{ stage: "evaluate" }, { did: "x" }] }),
      "stages.2",
      /is in no flow/,
      (p) => (p.flows = {}),
    ],
  ],
  "flow-without-entrance": [
    [
      "by hand only",
      (p) => (p.flows.club = flow([{ wait: "9d" }], { kind: "holding", start: [{ byHand: true }] })),
      "flows.club.start",
      /nobody comes into "club"/,
      (p) => {
        p.flows.club = flow([{ wait: "9d" }], { kind: "holding", start: [{ byHand: true }] });
        p.flows.welcome.next = "club";
      },
    ],
  ],
  "circle-without-wait": [
    [
      "a flow that begins anew at once",
      (p) => {
        p.flows.nurturing.steps = [{ email: "story" }, { goTo: "nurturing" }];
        delete p.flows.nurturing.when;
      },
      "flows.nurturing",
      /nurturing → nurturing goes round/,
    ],
    [
      "two flows",
      (p) => {
        p.flows.a = flow([{ list: "x" }], { next: "b" });
        p.flows.b = flow([{ list: "x" }, { goTo: "a" }]);
      },
      "flows.a",
      /a → b → a goes round without ever waiting/,
      (p) => {
        p.flows.a = flow([{ list: "x" }], { next: "b" });
        p.flows.b = flow([{ list: "x" }, { until: { time: "09:00" } }, { goTo: "a" }]);
      },
    ],
    [
      "as long as a condition holds",
      withFlow([{ if: { visits: { gte: 2 } }, then: [{ goTo: "other" }] }]),
      "flows.other",
      /goes round/,
      (p) => {
        p.flows.a = flow([{ if: { visits: { gte: 2 } }, then: [{ goTo: "b" }] }], { next: "nurturing" });
        p.flows.b = flow([{ if: { not: { visits: { gte: 2 } } }, then: [{ goTo: "a" }] }], { next: "nurturing" });
      },
    ],
  ],
} satisfies Cases;
