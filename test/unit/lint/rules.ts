import type { Cases } from "./base.ts";

/** Scores, stages and sales: each thing once, in order, and with a way in and out. */
export const rules = {
  "given-twice": [
    [
      "a rule",
      (p) => p.scoring.behaviour.push(p.scoring.behaviour[0]),
      "scoring.behaviour.4.id",
      /rule "pick-pages" is there twice/,
    ],
    ["a grade", (p) => p.scoring.grades.push({ grade: "B", from: 30 }), "scoring.grades.2.grade", /grade "B"/],
    [
      "a stage",
      (p) => p.stages.push({ id: "learn", title: "t", kind: "holding", enter: { did: "x" } }),
      "stages.3.id",
      /stage "learn"/,
    ],
    [
      "a field",
      (p) => p.forms.paper.fields.push({ name: "company", type: "text", label: "l" }),
      "forms.paper.fields.4.name",
      /field "company"/,
    ],
    [
      "an option",
      (p) => p.forms.paper.fields[3].options.push({ value: "logistics", label: "l" }),
      "forms.paper.fields.3.options.1.value",
      /option "logistics"/,
    ],
    [
      "a topic",
      (p) => p.forms.paper.permissions.push({ topic: "news", version: "3", text: "t" }),
      "forms.paper.permissions.2.topic",
      /topic "news"/,
    ],
    ["a variant", (p) => (p.blocks.hero.variants[0].name = "danes"), "blocks.hero.variants.1.name", /variant "danes"/],
    [
      "a variant called default",
      (p) => p.blocks.hero.variants.push({ name: "default", when: { country: "SE" }, html: "x" }),
      "blocks.hero.variants.2.name",
      /name this one otherwise/,
    ],
    ["an owner", (p) => (p.sales.owners[1].id = "mette"), "sales.owners.1.id", /owner "mette"/],
  ],
  "matrix-cell": [
    [
      "two actions for one",
      (p) => p.scoring.matrix.nurture.push("A1"),
      "scoring.matrix.nurture.1",
      /given to "mql" already/,
    ],
    [
      "a grade that is not given",
      (p) => (p.scoring.matrix.nurture = ["C4"]),
      "scoring.matrix.nurture.0",
      /nobody has grade C/,
      (p) => (p.scoring.matrix.nurture = ["D4"]),
    ],
    [
      "a rank that is not given",
      (p) => {
        p.scoring.ranks.pop();
        p.scoring.matrix.nurture = ["D3"];
      },
      "scoring.matrix.nurture.0",
      /nobody has rank 3/,
    ],
  ],
  "stage-without-entrance": [
    ["no enter", (p) => delete p.stages[1].enter, "stages.1", /nobody can enter "learn"; give it "enter"/],
    [
      "only for who is there",
      (p) => (p.stages[2].enter = { all: [{ stage: "evaluate" }, { did: "x" }] }),
      "stages.2.enter",
      /in none of the stages before it/,
      (p) => (p.stages[2].enter = { all: [{ stage: ["learn", "evaluate"] }, { did: "x" }] }),
    ],
  ],
  "stage-without-return": [
    [
      "a window without a way back",
      (p) => delete p.stages[2].fallBackTo,
      "stages.2",
      /"lasts" and "fallBackTo" go together/,
    ],
    [
      "back, but where to",
      (p) => (p.stages[1].fallBackWhen = { did: "x" }),
      "stages.1",
      /"fallBackWhen" and "fallBackTo" go together/,
      (p) => Object.assign(p.stages[1], { fallBackWhen: { did: "x" }, fallBackTo: "interest" }),
    ],
    ["back, but when", (p) => (p.stages[1].fallBackTo = "interest"), "stages.1.fallBackTo", /needs "fallBackWhen"/],
    ["back to itself", (p) => (p.stages[2].fallBackTo = "evaluate"), "stages.2.fallBackTo", /not an earlier stage/],
  ],
  "window-without-end": [
    [
      "a window for ever",
      (p) => {
        delete p.stages[2].lasts;
        p.stages[2].fallBackWhen = { did: "x" };
      },
      "stages.2",
      /never ends/,
    ],
    [
      "a holding place that lasts",
      (p) => Object.assign(p.stages[1], { lasts: "7d", fallBackTo: "interest" }),
      "stages.1.lasts",
      /write kind: window/,
      (p) => Object.assign(p.stages[1], { kind: "window", lasts: "7d", fallBackTo: "interest" }),
    ],
  ],
  "stage-looks-ahead": [
    [
      "enter asks for a later stage",
      (p) => (p.stages[1].enter = { any: [{ did: "x" }, { stage: "evaluate" }] }),
      "stages.1.enter.any.1",
      /"evaluate" is a later one/,
      (p) => (p.stages[2].enter = { any: [{ did: "x" }, { stage: "learn", longerThan: "9d" }] }),
    ],
  ],
  "nobody-assigned": [
    ["leads from elsewhere", (p) => (p.sales.assign = ["account", "country"]), "sales.assign", /end with round-robin/],
    ["what is never asked", (p) => (p.sales.assign = ["round-robin", "account"]), "sales.assign.1", /write it last/],
    [
      "countries that are nobody's",
      (p) => (p.sales.owners[0].countries = []),
      "sales.assign.1",
      /no owner has "countries"/,
      (p) => {
        p.sales.owners[0].countries = [];
        p.sales.assign = ["round-robin"];
      },
    ],
    ["no way to say no", (p) => (p.sales.rejections = {}), "sales.rejections", /could not say no/],
  ],
  "too-many": [
    [
      "segments",
      (p) => {
        for (let i = 0; i < 197; i++) p.segments[`s${i}`] = { title: "t", when: { visits: { gte: 2 } } };
      },
      "segments",
      /201 segments are too many; at most 200/,
      (p) => {
        for (let i = 0; i < 196; i++) p.segments[`s${i}`] = { title: "t", when: { visits: { gte: 2 } } };
      },
    ],
    [
      "conditions",
      (p) => {
        for (let i = 0; i < 60; i++)
          p.segments[`s${i}`] = {
            title: "t",
            when: { any: Array.from({ length: 50 }, () => ({ visits: { gte: 2 } })) },
          };
      },
      "segments",
      /conditions are too many/,
    ],
  ],
} satisfies Cases;
