import { compile, type Compiled, Playbook } from "../../worker/playbook/index.ts";

const text = { title: "t", text: "t" };

/** A small playbook with one of everything the fold looks at. */
export const document = {
  site: {
    name: "Testby",
    url: "https://www.testby.example",
    origins: ["https://www.testby.example"],
    locales: ["en", "da"],
    sender: { name: "Testby", email: "hello@testby.example" },
    consent: {
      version: "1",
      title: "t",
      body: "b",
      accept: "a",
      decline: "d",
      choose: "c",
      save: "s",
      close: "x",
      settings: "s",
      purposes: { analytics: text, personalization: text, marketing: text },
    },
    pages: [
      { match: "/pricing", class: "pricing" },
      { match: "/products/pick/*", class: "product-pick", topics: ["picking"] },
      { match: ["/blog/*", "/news/*"], class: "blog" },
    ],
    traits: { orders: { merge: "add" }, source: { merge: "oldest" } },
    carry: ["industry", "orders", "source"],
  },
  scoring: {
    halfLife: "14d",
    behaviour: [
      {
        id: "pick-pages",
        title: "Pages about picking",
        on: { did: "page_view", where: { "page.class": "product-pick" } },
        tiers: [
          { pages: 1, points: 1 },
          { pages: 3, points: 10 },
          { pages: 5, points: 50 },
        ],
      },
      {
        id: "pricing",
        title: "The price page",
        on: { did: "page_view", where: { "page.class": "pricing" } },
        points: 10,
        cap: 30,
        halfLife: "7d",
      },
      { id: "paper", title: "White paper", on: { did: "form_submit" }, points: 15 },
      {
        id: "order",
        title: "Ordered",
        on: { did: "Order Completed", where: { "properties.total": { gte: 100 } } },
        points: 40,
      },
    ],
    fit: [
      { id: "industry", title: "Our industry", when: { trait: "industry", in: ["logistics", "retail"] }, points: 40 },
    ],
    grades: [
      { grade: "A", from: 60 },
      { grade: "B", from: 30 },
    ],
    ranks: [
      { rank: 1, from: 60 },
      { rank: 2, from: 30 },
      { rank: 3, from: 10 },
    ],
  },
  stages: [
    { id: "interest", title: "Interest", kind: "holding" },
    { id: "learn", title: "Learn", kind: "holding", enter: { did: "page_view", atLeast: 3 } },
    {
      id: "evaluate",
      title: "Evaluate",
      kind: "window",
      enter: { did: "page_view", where: { "page.class": "pricing" }, atLeast: 2, within: "7d" },
      lasts: "14d",
      fallBackTo: "learn",
    },
  ],
  segments: {
    pickers: { title: "Interested in picking", when: { interest: "picking", atLeast: 2 } },
    hot: { title: "Hot", when: { score: { behaviour: { gte: 30 } } } },
    "hot-pickers": { title: "Both", when: { all: [{ segment: "pickers" }, { segment: "hot" }] } },
    evaluating: { title: "Evaluating", when: { stage: "evaluate" } },
  },
  forms: {
    paper: {
      title: "The paper",
      ask: 3,
      fields: [
        { name: "email", type: "email", label: "E-mail", required: true },
        { name: "firstName", type: "text", label: "First name" },
        { name: "company", type: "text", label: "Company" },
        { name: "industry", type: "select", label: "Industry", options: [{ value: "logistics", label: "Logistics" }] },
      ],
      permissions: [
        { topic: "paper", version: "1", text: "We mail you the paper.", box: false },
        { topic: "news", version: "2", text: "News, monthly." },
      ],
      submit: "Get the paper",
      error: "Try again.",
      pending: text,
      confirmed: text,
      deliver: { url: "/paper.html", label: "Read" },
      emails: { confirm: "confirm", deliver: "deliver" },
    },
  },
  blocks: {
    hero: {
      title: "Hero",
      variants: [
        { name: "evaluating", when: { stage: "evaluate" }, html: "<h1>Ready?</h1>" },
        { name: "danes", when: { country: "DK" }, html: "<h1>Hej</h1>" },
      ],
      default: { html: "<h1>Hello</h1>" },
    },
  },
  emails: {
    confirm: {
      kind: "confirmation",
      locales: { en: { subject: "Confirm", html: '<a href="{{ confirm_url }}">ok</a>', text: "{{ confirm_url }}" } },
    },
    deliver: {
      kind: "delivery",
      locales: { en: { subject: "Here", html: '<a href="{{ deliver_url }}">get</a>', text: "{{ deliver_url }}" } },
    },
  },
};

/** The test playbook, compiled; `change` edits a copy of the document first. */
export function testPlaybook(change: (copy: typeof document) => void = () => undefined): Compiled {
  const copy = structuredClone(document);
  change(copy);
  return compile(Playbook.parse(copy), 1);
}
