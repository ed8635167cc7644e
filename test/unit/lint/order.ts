// oxlint-disable unicorn/no-thenable -- what an author writes; nobody awaits it
import { ask, ASKED, type Cases, show } from "./base.ts";

/** What is asked in the wrong place or order. */
export const order = {
  "wrong-subject": [
    [
      "fit that looks at behaviour",
      (p) => (p.scoring.fit[0].when = { stage: "learn" }),
      "scoring.fit.0.when",
      /not at "stage"/,
    ],
    [
      "fit that looks at a lead",
      (p) => (p.scoring.fit[0].when = { lead: "won" }),
      "scoring.fit.0.when",
      /not at "lead"/,
      (p) => (p.scoring.fit[0].when = { any: [{ role: "decider" }, { country: "DK" }] }),
    ],
    [
      "fit that looks at the company",
      (p) => (p.scoring.fit[0].when = { company: { people: { gte: 2 } } }),
      "scoring.fit.0.when",
      /not at "company"/,
    ],
    [
      "a role by a stage",
      (p) => (p.companies.roles.decider.when = { stage: "learn" }),
      "companies.roles.decider.when",
      /decided before "stage"/,
      (p) => (p.companies.roles.decider.when = { did: "page_view" }),
    ],
    [
      "a page in a segment",
      ask({ page: { class: "pricing" } }),
      ASKED,
      /only blocks and forms know/,
      show({ page: { class: "pricing" } }),
    ],
    [
      "the clock in a stage",
      (p) => (p.stages[1].enter = { weekday: ["mon"] }),
      "stages.1.enter",
      /belongs into blocks and flows/,
      (p) => {
        show({ weekday: ["mon"] })(p);
        p.flows.welcome.steps[2].if = { time: { from: "09:00", to: "17:00" } };
      },
    ],
    [
      "a person in a group of companies",
      (p) => (p.companies.segments.targets.when = { any: [{ did: "page_view" }] }),
      "companies.segments.targets.when.any.0",
      /"did" is about a person/,
    ],
    [
      "company where it may be asked",
      (p) => (p.scoring.fit[0].when = { all: [{ company: { kind: "company" } }] }),
      "scoring.fit.0.when.all.0",
      /fit looks at/,
      (p) => {
        ask({ company: { kind: "company" } })(p);
        p.stages[1].enter = { company: { score: { gte: 10 } } };
        p.sales.when = { all: [{ score: { action: "mql" } }, { company: { people: { gte: 2 } } }] };
        p.flows.nurturing.exit = { company: { name: "Acme" } };
      },
    ],
  ],
  "out-of-order": [
    ["a segment that asks about a later one", ask({ segment: "hot" }), ASKED, /write "hot" before "pickers"/],
    ["segments in a circle", ask({ segment: "hot-pickers" }), ASKED, /in a circle/],
    [
      "a segment that asks about itself",
      ask({ any: [{ segment: "pickers" }, { visits: { gte: 2 } }] }),
      `${ASKED}.any.0`,
      /about itself/,
    ],
    [
      "groups of companies",
      (p) => (p.companies.segments.targets.when = { company: { segments: ["warm"] } }),
      "companies.segments.targets.when",
      /in a circle/,
    ],
    [
      "a role that asks how many have it",
      (p) => (p.companies.roles.decider.when = { not: { company: { "roles.decider": { gte: 1 } } } }),
      "companies.roles.decider.when.not",
      /would be answered otherwise each time/,
    ],
    [
      "a role that asks so by a group of companies",
      (p) => {
        p.companies.segments.targets.when = { company: { "roles.decider": { lte: 0 } } };
        p.companies.roles.decider.when = { all: [{ knows: "email" }, { company: { segments: ["targets"] } }] };
      },
      "companies.roles.decider.when.all.1",
      /ask about the person/,
    ],
    [
      "ranks",
      (p) => (p.scoring.ranks[1].from = 70),
      "scoring.ranks.1.from",
      /1 is better than 2/,
      (p) => p.scoring.ranks.reverse(),
    ],
    ["grades", (p) => (p.scoring.grades[0].from = 30), "scoring.grades.1.from", /A is better than B/],
  ],
} satisfies Cases;
