import type { Cases, Draft } from "./base.ts";

const paper = (p: Draft) => p.forms.paper;
const industry = (p: Draft) => paper(p).fields[3];
/** A question at the end of the form's four. */
const ask = (more: object) => (p: Draft) =>
  void paper(p).fields.push({ name: "more", type: "text", label: "l", ...more });
const shown = (field: string, values: string[], more: object = {}) => ask({ if: { field, in: values }, ...more });
const both = (p: Draft) => {
  industry(p).either = "about";
  ask({ either: "about" })(p);
};

/** What forms ask, in which order, and what they send. */
export const forms = {
  "form-without-address": [
    ["", (p) => (paper(p).fields[0].type = "text"), "forms.paper.fields", /has one address/],
    [
      "asked of some only",
      (p) => (paper(p).fields[0].when = { visits: { gte: 2 } }),
      "forms.paper.fields.0",
      /asked of everybody/,
    ],
  ],
  "unknown-name": [
    [
      "a question that is not there",
      shown("indutsry", ["logistics"]),
      "forms.paper.fields.4.if.field",
      /there is no question "indutsry"; did you mean "industry"/,
      shown("industry", ["logistics"]),
    ],
    [
      "a form that comes then",
      (p) => (paper(p).next = { form: "papers" }),
      "forms.paper.next.form",
      /no form "papers"; did you mean "paper"/,
      (p) => {
        p.forms.more = { ...structuredClone(paper(p)), fields: [paper(p).fields[0]] };
        paper(p).next = { form: "more" };
      },
    ],
    ["a form after itself", (p) => (paper(p).next = { form: "paper" }), "forms.paper.next.form", /followed by itself/],
    [
      "content that is not there",
      (p) => (paper(p).deliver = { content: "paper", label: "Read" }),
      "forms.paper.deliver.content",
      /no content "paper"; add it to contents.yaml/,
      (p) => {
        p.contents = { paper: { title: "t", url: "/paper.pdf" } };
        paper(p).deliver = { content: "paper", label: "Read" };
      },
    ],
  ],
  "did-you-mean": [
    [
      "a topic that topics.yaml has",
      (p) => (p.topics = { paper: { title: "t", text: "t" }, "new-s": { title: "t", text: "t" } }),
      "forms.paper.permissions.1.topic",
      /no topic "news" in topics.yaml; did you mean "new-s"/,
      (p) => (p.topics = { paper: { title: "t", text: "t" }, news: { title: "t", text: "t" } }),
    ],
  ],
  "no-such-value": [
    [
      "shown by an option that there is not",
      shown("industry", ["logistics", "logistic"]),
      "forms.paper.fields.4.if.in.1",
      /no answer "logistic"; did you mean "logistics"/,
      shown("company", ["whatever"]),
    ],
    [
      "shown by something else than a tick",
      (p) => {
        industry(p).type = "checkbox";
        delete industry(p).options;
        shown("industry", ["no"])(p);
      },
      "forms.paper.fields.4.if.in.0",
      /answered with yes/,
    ],
  ],
  "out-of-order": [
    [
      "shown by what comes after it",
      (p) => (paper(p).fields[2].if = { field: "industry", in: ["logistics"] }),
      "forms.paper.fields.2.if.field",
      /"industry", which comes after it; put what shows it before it/,
    ],
    ["shown by itself", shown("more", ["x"]), "forms.paper.fields.4.if.field", /the answer to itself/],
  ],
  "never-matches": [
    [
      "appears to those only who have sent it",
      (p) =>
        (paper(p).placement = {
          as: "popup",
          trigger: { exit: true },
          when: { all: [{ did: "form_submit", where: { "submission.form": "paper" } }] },
        }),
      "forms.paper.placement.when",
      /does not appear to whoever has sent it/,
      (p) =>
        (paper(p).placement = {
          as: "popup",
          trigger: { exit: true },
          when: { not: { did: "form_submit", where: { "submission.form": "paper" } } },
        }),
    ],
  ],
  "reserved-field": ["submission", "url", "locale", "token", "ticket", "sure", "homepage", "altcha", "step"].map(
    (name) => [name, ask({ name }), "forms.paper.fields.4.name", /the form's own/],
  ),
  "hidden-without-value": [
    [
      "told by nothing",
      (p) => paper(p).fields.push({ name: "source", type: "hidden" }),
      "forms.paper.fields.4",
      /give it a value, or the parameter/,
      (p) => paper(p).fields.push({ name: "source", type: "hidden", parameter: "utm_source" }),
    ],
    [
      "told twice",
      (p) => paper(p).fields.push({ name: "source", type: "hidden", value: "web", parameter: "utm_source" }),
      "forms.paper.fields.4",
      /not both/,
      (p) => paper(p).fields.push({ name: "source", type: "hidden", value: "web" }),
    ],
  ],
  "impossible-range": [
    [
      "of numbers",
      ask({ type: "number", min: 5, max: 4 }),
      "forms.paper.fields.4",
      /no number is at least 5 and at most 4/,
      ask({ type: "number", min: 4, max: 4 }),
    ],
    [
      "of days",
      ask({ type: "date", min: "2026-12-01", max: "2026-11-01" }),
      "forms.paper.fields.4",
      /no date/,
      ask({ type: "date", min: "2026-12-01", max: "today" }),
    ],
    [
      "of lengths",
      ask({ minLength: 9, maxLength: 8 }),
      "forms.paper.fields.4",
      /no length/,
      ask({ minLength: 8, maxLength: 8 }),
    ],
    [
      "of choices",
      ask({ type: "multi", options: [{ value: "a", label: "a" }], most: 2 }),
      "forms.paper.fields.4",
      /no 2 options/,
      ask({ type: "multi", options: [{ value: "a", label: "a" }], most: 1 }),
    ],
  ],
  "lone-alternative": [
    ["", ask({ either: "about" }), "forms.paper.fields.4.either", /nothing else is "about"/, both],
    [
      "shown apart",
      (p) => {
        both(p);
        paper(p).fields[4].if = { field: "company", in: ["x"] };
      },
      "forms.paper.fields.4.either",
      /not shown together/,
      both,
    ],
  ],
  "empty-step": [
    [
      "at the end",
      (p) => paper(p).fields.push({ type: "step", label: "Thanks" }, { type: "rich", html: "<p>Thanks.</p>" }),
      "forms.paper.fields.4",
      /nothing is asked in this step/,
      (p) => paper(p).fields.splice(2, 0, { type: "step", label: "You" }),
    ],
    [
      "between others",
      (p) => paper(p).fields.splice(2, 0, { type: "step", label: "1" }, { type: "step", label: "2" }),
      "forms.paper.fields.2",
      /leave the step out/,
    ],
  ],
  "permission-without-mail": [
    [
      "no letter that asks",
      (p) => delete paper(p).emails.confirm,
      "forms.paper.permissions",
      /emails: \{ confirm/,
      (p) => {
        delete paper(p).emails.confirm;
        delete paper(p).pending;
        paper(p).permissions = [];
        // Nobody could ask for news any more.
        p.flows = {};
        p.personas = {};
      },
    ],
    ["no word of it", (p) => delete paper(p).pending, "forms.paper.permissions", /write pending/],
  ],
  "challenge-without-key": [
    [
      "",
      (p) => (p.site.forms = { challenge: "turnstile" }),
      "site.forms.challenge",
      /write it as turnstileKey/,
      (p) => (p.site.forms = { challenge: "turnstile", turnstileKey: "0x4AAA" }),
    ],
  ],
} satisfies Cases;
