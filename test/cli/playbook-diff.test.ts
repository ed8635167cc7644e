import { describe, expect, it } from "vitest";
import { differences } from "../../cli/playbook/diff/differences.ts";
import { Playbook } from "../../worker/playbook/index.ts";
import { document } from "../support/playbook.ts";

// Documents are edited freely; the assertions say what is expected.
// oxlint-disable-next-line typescript/no-explicit-any
type Edit = (copy: any) => void;

function told(edit: Edit): string[] {
  const copy = structuredClone(document);
  edit(copy);
  return differences(Playbook.parse(document), Playbook.parse(copy)).map((line) => line.trim());
}

const CASES: [what: string, edit: Edit, told: string[]][] = [
  ["nothing", () => undefined, []],
  [
    "points",
    (d) => ((d.scoring.behaviour[1].points = 15), (d.scoring.behaviour[1].cap = 45)),
    ["scoring.yaml", "The price page: 10 → 15 points", "The price page: cap 30 → 45 points"],
  ],
  ["a half-life", (d) => (d.scoring.halfLife = "30d"), ["scoring.yaml", "scoring: half-life 14 → 30 days"]],
  [
    "a tier",
    (d) => (d.scoring.behaviour[0].tiers[1].points = 12),
    ["scoring.yaml", "Pages about picking, 3 pages: 10 → 12 points"],
  ],
  [
    "a rank's bound",
    (d) => (d.scoring.ranks[0].from = 70),
    ["scoring.yaml", "scoring, ranks, rank 1: from 60 → 70 points"],
  ],
  [
    "what a rule listens to",
    (d) => (d.scoring.behaviour[1].on.where["page.class"] = ["pricing", "blog"]),
    ["scoring.yaml", "The price page: viewed a page (class pricing) → (class pricing or blog)"],
  ],
  [
    "a new rule and one less",
    (d) => d.scoring.behaviour.splice(2, 1, { id: "news", title: "News", on: { did: "page_view" }, points: 1 }),
    ["scoring.yaml", "new: News: 1 point, for who has viewed a page", "removed: White paper"],
  ],
  [
    "a segment's condition",
    (d) => (d.segments.hot.when.score.behaviour.gte = 40),
    ["segments.yaml", "segment Hot: behaviour is at least 30 → 40 points"],
  ],
  [
    "one condition of several",
    (d) => d.segments["hot-pickers"].when.all.push({ country: "DK" }),
    ["segments.yaml", "segment Both: also asked: country is DK"],
  ],
  [
    "a condition beside the one there was",
    (d) => (d.stages[1].enter = { all: [d.stages[1].enter, { country: "DK" }] }),
    ["stages.yaml", "stage Learn, entry: also asked: country is DK"],
  ],
  [
    "a new goal, and a title in two languages",
    (d) => (
      (d.site.goals = { buy: { title: "Buys", on: { did: "page_view" } } }),
      (d.site.consent.title = { en: "May we?" })
    ),
    ["site.yaml", 'website, consent: title t → "May we?"', "new: website, goals, Buys: for who has viewed a page"],
  ],
  [
    "a new segment",
    (d) => (d.segments.danes = { title: "Danes", when: { country: "DK" } }),
    ["segments.yaml", "new: segment Danes: country is DK"],
  ],
  ["a stage's time-out", (d) => (d.stages[2].lasts = "21d"), ["stages.yaml", "stage Evaluate: time-out 14 → 21 days"]],
  [
    "a new time-out",
    (d) => Object.assign(d.stages[1], { kind: "window", lasts: "14d", fallBackTo: "interest" }),
    [
      "stages.yaml",
      "stage Learn: kind holding → window",
      "stage Learn: new time-out 14 days",
      "stage Learn: new falls back to interest",
    ],
  ],
  [
    "a stage's entry",
    (d) => (d.stages[1].enter.atLeast = 4),
    ["stages.yaml", "stage Learn, entry: has viewed a page at least 3 → 4 times"],
  ],
  [
    "a text in a form",
    (d) => ((d.forms.paper.submit = "Get the report"), (d.forms.paper.fields[1].label = "Your first name")),
    [
      "forms/paper.yaml",
      'form, fields, firstName: label "First name" → "Your first name"',
      'form: submit "Get the paper" → "Get the report"',
    ],
  ],
  [
    "a block's variant and content",
    (d) => ((d.blocks.hero.variants[0].html = "<h1>Now?</h1>"), d.blocks.hero.variants.pop()),
    [
      "blocks/hero.yaml",
      "block, variants, evaluating: content <h1>Ready?</h1> → <h1>Now?</h1>",
      "removed: block, variants, danes",
    ],
  ],
  [
    "a letter",
    (d) => (d.emails.deliver.locales.en.subject = "Here it is"),
    ["emails/deliver.md", 'en, subject: "Here" → "Here it is"'],
  ],
  ["a new file", (d) => (d.blocks.foot = { title: "Foot", default: { html: "x" } }), ["blocks/foot.yaml", "new"]],
  [
    "the order of pages, of which the first match wins",
    (d) => d.site.pages.reverse(),
    ["site.yaml", expect.stringMatching(/^website, pages: another order: /)],
  ],
  [
    "pages of the website",
    (d) => d.site.pages.push({ match: "/jobs/*", class: "jobs" }),
    ["site.yaml", "new: website, pages, /jobs/*"],
  ],
];

describe("a difference is told in words", () => {
  it.each(CASES)("%s", (_, edit, lines) => {
    expect(told(edit)).toEqual(lines);
  });
});
