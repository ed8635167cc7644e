// oxlint-disable unicorn/no-thenable -- what an author writes; nobody awaits it
import { ask, ASKED, type Cases, show, SHOWN } from "./base.ts";

/** What conditions ask: names, events, values. */
export const conditions = {
  "unknown-name": [
    ["a segment", show({ segment: "x" }), SHOWN, /no segment "x"; add it to segments.yaml/],
    [
      "a misspelt segment",
      show({ segment: "hot-picker" }),
      SHOWN,
      /did you mean "hot-pickers"/,
      show({ segment: "hot" }),
    ],
    [
      "a stage inside other conditions",
      ask({ all: [{ not: { stage: "lern" } }] }),
      `${ASKED}.all.0.not`,
      /no stage "lern"/,
    ],
    [
      "an action of the matrix",
      ask({ score: { action: "mqll" } }),
      ASKED,
      /no action/,
      ask({ score: { action: "mql" } }),
    ],
    ["a topic of permission", ask({ permission: "newsletter" }), ASKED, /no topic/, ask({ permission: "news" })],
    ["an answer", ask({ knows: "telephone" }), ASKED, /no form has a field/, ask({ knows: "email" })],
    ["a role", ask({ role: "boss" }), ASKED, /under roles in companies.yaml/, ask({ role: "decider" })],
    ["a flow", ask({ flow: "welcom" }), ASKED, /did you mean "welcome"/, ask({ flow: "welcome", is: "completed" })],
    ["a flow gone through", ask({ flow: "x", is: "completed" }), ASKED, /write flows\/x.yaml/],
    [
      "an e-mail",
      ask({ email: "x", was: "opened" }),
      ASKED,
      /write emails\/x.md/,
      ask({ email: "story", was: "opened" }),
    ],
    [
      "a cluster without clusters",
      ask({ cluster: "a" }),
      ASKED,
      /without clusters.yaml/,
      (p) => {
        p.clusters = { count: 3, every: "7d" };
        ask({ cluster: "a" })(p);
      },
    ],
    [
      "a lead without sales",
      (p) => {
        delete p.sales;
        ask({ lead: "won" })(p);
      },
      ASKED,
      /without sales.yaml/,
      ask({ lead: "won" }),
    ],
    [
      "a page class",
      ask({ did: "page_view", where: { "page.class": "prices" } }),
      ASKED,
      /no page class "prices"/,
      ask({ did: "page_view", where: { "page.class": ["pricing", "other"] } }),
    ],
    [
      "a form in an event",
      (p) => (p.scoring.behaviour[2].on.where = { "submission.form": "papers" }),
      "scoring.behaviour.2.on",
      /did you mean "paper"/,
      (p) => (p.scoring.behaviour[2].on.where = { "submission.form": "paper" }),
    ],
    ["a stage in an event", ask({ did: "stage_entered", where: { name: "x" } }), ASKED, /no stage "x"/],
    [
      "a segment in a later step",
      ask({ did: "page_view", then: { did: "segment_entered", where: { name: "x" }, within: "1d" } }),
      ASKED,
      /no segment "x"/,
    ],
    [
      "a group of companies",
      ask({ company: { segments: "target" } }),
      ASKED,
      /did you mean "targets"/,
      ask({ company: { segments: "targets" } }),
    ],
    [
      "a role at a company",
      ask({ company: { "roles.boss": { gte: 1 } } }),
      ASKED,
      /roles.decider/,
      ask({ company: { "roles.decider": { gte: 1 } } }),
    ],
    [
      "a kind of network",
      ask({ company: { kind: ["company", "isp"] } }),
      ASKED,
      /"kind" is one of/,
      ask({ company: { kind: ["company", "education"] } }),
    ],
  ],
  "unknown-path": [
    [
      "one that is not kept",
      ask({ did: "page_view", where: { "page.clas": "blog" } }),
      ASKED,
      /did you mean "page.class"/,
    ],
    [
      "one too short",
      ask({ did: "page_view", where: { device: "mobile" } }),
      ASKED,
      /write device.type or/,
      ask({ did: "page_view", where: { "device.type": "mobile" } }),
    ],
    [
      "a sum of nothing",
      ask({ did: "Order Completed", sum: "total", gte: 5 }),
      ASKED,
      /below "properties."/,
      ask({ did: "Order Completed", sum: "properties.total", gte: 5 }),
    ],
    ["a form by the event's name", ask({ did: "form_submit", where: { name: "paper" } }), ASKED, /submission.form/],
    ["in a goal", (p) => (p.site.goals.bought.on.where = { total: { gte: 9 } }), "site.goals.bought.on", /no "total"/],
  ],
  "did-you-mean": [
    ["a plural", ask({ did: "page_views" }), ASKED, /did you mean "page_view"/, ask({ did: "price_calculated" })],
    ["other signs", (p) => (p.scoring.behaviour[0].on.did = "Page View"), "scoring.behaviour.0.on", /page_view/],
    ["a shop's event", ask({ did: "Order Complete" }), ASKED, /Order Completed/, ask({ did: "Card Viewed" })],
    ["what a persona did", (p) => (p.personas.anna.did[2].did = "form_submits"), "personas.anna.did.2", /form_submit/],
    ["a topic", ask({ interest: "pickings" }), ASKED, /"picking"/, ask({ interest: "a-topic-of-a-meta-tag" })],
    [
      "of a company",
      ask({ company: { Domain: "acme.dk" } }),
      ASKED,
      /"domain"/,
      ask({ company: { store: "x", king: 2 } }),
    ],
  ],
  "trait-not-carried": [
    [
      "in a segment",
      ask({ trait: "title", eq: "x" }),
      ASKED,
      /list it under carry in site.yaml/,
      (p) => {
        p.site.carry.push("title");
        ask({ trait: "title", eq: "x" })(p);
      },
    ],
    ["misspelt", ask({ trait: "Industry", eq: "logistics" }), ASKED, /did you mean "industry"/],
    [
      "in a block's text",
      (p) => (p.blocks.hero.default.html = "{{ visitor.traits.firstName }}"),
      "blocks.hero.default.html",
      /always empty/,
      (p) => (p.blocks.hero.default.html = "{{ visitor.traits.industry }}"),
    ],
  ],
  "no-such-value": [
    ["an option that is not offered", ask({ trait: "industry", eq: "energy" }), ASKED, /options logistics/],
    [
      "a misspelt option in a list",
      ask({ trait: "industry", in: ["logistic", "retail"] }),
      ASKED,
      /did you mean "logistics"/,
      ask({ trait: "industry", in: ["logistics", "retail"] }),
    ],
    [
      "part of an option",
      ask({ trait: "industry", contains: "soft" }),
      ASKED,
      /no "soft" in any/,
      ask({ trait: "industry", contains: "logi" }),
    ],
    ["a country by its name", ask({ country: "Denmark" }), ASKED, /two letters/, ask({ country: ["dk", "SE"] })],
    ["the wrong code", ask({ country: ["UK"] }), ASKED, /"GB"/, ask({ country: "GB" })],
    ["a language by its name", ask({ language: "Danish" }), ASKED, /its code/, ask({ language: ["da", "da-DK"] })],
    ["a device", ask({ device: "phone" }), ASKED, /desktop, mobile/, ask({ device: "mobile" })],
    [
      "a page's class",
      show({ page: { class: "prices" } }),
      SHOWN,
      /no page class/,
      show({ page: { class: "pricing" } }),
    ],
    [
      "a page's key",
      show({ page: { topic: "picking" } }),
      SHOWN,
      /page has url/,
      show({ page: { topics: "picking" } }),
    ],
    [
      "a campaign's key",
      ask({ campaign: { utm_source: "x" } }),
      ASKED,
      /campaign has source/,
      ask({ campaign: { source: "x" } }),
    ],
  ],
} satisfies Cases;
