import { describe, expect, it } from "vitest";
import { Condition, EventMatch, Playbook } from "../../worker/playbook/index.ts";
import { document } from "../support/playbook.ts";

// oxlint-disable-next-line typescript/no-explicit-any
type Draft = any;

/** What the playbook's checks say of a changed copy, as `path: message`. */
function problems(change: (draft: Draft) => void): string[] {
  const draft = structuredClone(document);
  change(draft);
  const result = Playbook.safeParse(draft);
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

/** What a condition that asks for an event asks for, once it is parsed. */
const did = (name: string) => Condition.parse({ did: name, within: "7d" }) as { did: string; key: string };

describe("an event asked for by name", () => {
  it.each(["order completed", "ORDER COMPLETED", "order_completed", "purchase", "Order Completed"])(
    "%s is the shop event that is stored under the spec's name, and one counter",
    (name) => {
      expect(did(name)).toMatchObject({ did: "Order Completed", key: did("Order Completed").key });
      expect(EventMatch.parse({ did: name })).toEqual({ did: "Order Completed" });
    },
  );

  it.each(["Purchase", "Trial Started", "trial_started", "page_view", "click", "form_submit", "refund asked"])(
    "%s is what it is",
    (name) => {
      expect(did(name).did).toBe(name);
    },
  );
});

describe("a playbook", () => {
  it("in order has no problems", () => {
    expect(problems(() => undefined)).toEqual([]);
  });

  it.each<[string, (draft: Draft) => void, RegExp]>([
    [
      "an unknown segment",
      (p) => (p.blocks.hero.variants[0].when = { segment: "x" }),
      /blocks.hero.variants.0.when: there is no segment "x"/,
    ],
    ["an unknown stage", (p) => (p.segments.evaluating.when = { stage: "x" }), /there is no stage "x"/],
    [
      "a trait the cookie does not carry",
      (p) => (p.segments.hot.when = { trait: "title", eq: "x" }),
      /list it under carry/,
    ],
    ["an address in the cookie", (p) => p.site.carry.push("email"), /never travels in a cookie/],
    [
      "a segment that asks about a later one",
      (p) => (p.segments.pickers.when = { segment: "hot" }),
      /write "hot" before "pickers"/,
    ],
    ["a stage nobody can enter", (p) => delete p.stages[1].enter, /nobody can enter "learn"/],
    ["a window without an end", (p) => delete p.stages[2].fallBackTo, /go together/],
    ["a fall back forwards", (p) => (p.stages[2].fallBackTo = "evaluate"), /not an earlier stage/],
    ["a rule twice", (p) => p.scoring.behaviour.push(p.scoring.behaviour[0]), /is there twice/],
    ["fit that looks at behaviour", (p) => (p.scoring.fit[0].when = { stage: "learn" }), /not at "stage"/],
    ["a form without an address", (p) => p.forms.paper.fields.shift(), /has one address/],
    ["a select without options", (p) => delete p.forms.paper.fields[3].options, /forms.paper.fields.3.options/],
    ["a form without its mail", (p) => delete p.emails.confirm, /emails\/confirm.md must be there/],
    ["a form whose own permission is a box", (p) => (p.forms.paper.permissions[0].box = true), /write box: false/],
    ["points and tiers at once", (p) => (p.scoring.behaviour[0].points = 3), /either "points" or "tiers"/],
    ["a broken template", (p) => (p.blocks.hero.default.html = "{% if %}"), /blocks.hero.default.html/],
    [
      "an unclosed loop in a mail",
      (p) => (p.emails.confirm.locales.en.text = "{% for a in b %}"),
      /emails.confirm.locales.en.text/,
    ],
    ["a template that takes in a file", (p) => (p.blocks.hero.default.html = "{% include 'x' %}"), /no other file/],
    ["a mail in no language", (p) => (p.emails.confirm.locales = {}), /at least one language/],
    ["a script to follow", (p) => (p.forms.paper.deliver.url = "javascript:alert(1)"), /write https/],
    ["a link to another host by path", (p) => (p.forms.paper.deliver.url = "//evil.example/"), /write https/],
    ["a time zone on Mars", (p) => (p.site.timeZone = "Mars/X"), /Europe\/Copenhagen/],
    ["a rule with a name of JavaScript's own", (p) => (p.scoring.behaviour[0].id = "constructor"), /choose another/],
    ["a segment with such a name", (p) => (p.blocks.hero.variants[0].when = { segment: "constructor" }), /no segment/],
    ["a misspelt key", (p) => (p.site.orgins = []), /orgins/],
  ])("with %s says where and how to mend it", (_, change, message) => {
    expect(problems(change).join("\n")).toMatch(message);
  });
});
