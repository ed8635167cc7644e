import type { Cases, Draft } from "./base.ts";

const first = (p: Draft) => p.forms.paper.permissions[0];
const story = (p: Draft) => p.emails.story.locales.en;

/** Permissions, letters and blocks: what visitors get to see. */
export const content = {
  "address-in-cookie": [["", (p) => p.site.carry.push("email"), "site.carry", /never travels in a cookie/]],
  "own-permission-boxed": [["", (p) => (first(p).box = true), "forms.paper.permissions.0.box", /write box: false/]],
  "permission-without-text": [
    ["no words", (p) => (first(p).text = " "), "forms.paper.permissions.0.text", /words that were read/],
    [
      "no words in one language",
      (p) => (first(p).text = { en: "We mail you.", da: "" }),
      "forms.paper.permissions.0.text",
      /in each language/,
      (p) => (first(p).text = { en: "We mail you.", da: "Vi skriver." }),
    ],
  ],
  "mail-without-link": [
    [
      "nothing to confirm by",
      (p) => (p.emails.confirm.locales.en.html = "{% if confirm_url %}x{% endif %}"),
      "emails.confirm.locales.en.html",
      /link to \{\{ confirm_url/,
    ],
    [
      "nothing to end it by",
      (p) => {
        story(p).html = "x";
        story(p).text = "x";
      },
      "emails.story.locales.en.html",
      /\{\{ unsubscribe_url/,
    ],
    [
      "nothing to end it by in plain text",
      (p) => (story(p).text = "x"),
      "emails.story.locales.en.text",
      /in the plain text, too/,
    ],
  ],
  "mail-without-text": [
    ["", (p) => (p.emails.deliver.locales.en.text = "\n"), "emails.deliver.locales.en.text", /plain text/],
  ],
  "unknown-variable": [
    [
      "in a block",
      (p) => (p.blocks.hero.default.html = "{{ visitor.stag }}"),
      "blocks.hero.default.html",
      /no variable "visitor.stag"; /,
      (p) =>
        (p.blocks.hero.default.html =
          "{% for t in visitor.topics %}{{ t }}{% endfor %}{% assign x = page.path %}{{ x | upcase }}{{ country }}{{ site }}"),
    ],
    [
      "in a variant",
      (p) => (p.blocks.hero.variants[1].html = "{{ name }}"),
      "blocks.hero.variants.1.html",
      /known here are visitor.returning/,
    ],
    [
      "in a confirmation",
      (p) => (p.emails.confirm.locales.en.subject = "{{ first_name }}"),
      "emails.confirm.locales.en.subject",
      /no variable "first_name"/,
      (p) => (p.emails.deliver.locales.en.subject = "{{ first_name }}: {{ deliver_label }}"),
    ],
    [
      "in a letter",
      (p) => (story(p).text += "{{ firstname }}"),
      "emails.story.locales.en.text",
      /did you mean "first_name"/,
    ],
  ],
  "unreachable-variant": [
    [
      "the same twice",
      (p) => (p.blocks.hero.variants[1].when = { stage: "evaluate" }),
      "blocks.hero.variants.1",
      /nobody sees "danes"/,
    ],
    [
      "the general before the particular",
      (p) => {
        p.blocks.hero.variants[0].when = { visits: { gte: 2 } };
        p.blocks.hero.variants[1].when = { all: [{ country: "DK" }, { visits: { gte: 5 } }] };
      },
      "blocks.hero.variants.1",
      /the particular before the general/,
      (p) => {
        p.blocks.hero.variants[0].when = { all: [{ country: "DK" }, { visits: { gte: 5 } }] };
        p.blocks.hero.variants[1].when = { visits: { gte: 2 } };
      },
    ],
    [
      "fewer of the same list",
      (p) => {
        p.blocks.hero.variants[0].when = { country: ["DK", "SE"] };
      },
      "blocks.hero.variants.1",
      /"evaluating" before it/,
      (p) => {
        // Who did not agree to personalization passes the first one by.
        p.blocks.hero.variants[0].when = { any: [{ country: ["DK", "SE"] }, { stage: "evaluate" }] };
      },
    ],
    [
      "more of what was done",
      (p) => {
        p.blocks.hero.variants[0].when = { did: "page_view" };
        p.blocks.hero.variants[1].when = { did: "page_view", atLeast: 3 };
      },
      "blocks.hero.variants.1",
      /nobody sees/,
      (p) => {
        p.blocks.hero.variants[0].when = { did: "page_view", within: "7d" };
        p.blocks.hero.variants[1].when = { did: "page_view", atLeast: 3 };
      },
    ],
  ],
} satisfies Cases;
