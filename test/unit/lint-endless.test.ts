import { describe, expect, it } from "vitest";
import { decideBlock } from "../../worker/blocks/decide.ts";
import { renderMail } from "../../worker/messages/render.ts";
import { renderHtml, renderText } from "../../worker/platform/liquid.ts";
import { testPlaybook } from "../support/playbook.ts";

const items = "{% assign all = 'x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x' | split: ',' %}";
const loop = (times: number, list: string, body: string): string =>
  times === 0 ? body : `{% for i${times} in ${list} %}${loop(times - 1, list, body)}{% endfor %}`;

const ENDLESS = {
  "a long range": "{% for i in (1..100000000) %}x{% endfor %}",
  "ranges in ranges": loop(4, "(1..1000)", "{{ i1 }}"),
  "a list in itself, printing": items + loop(6, "all", "x"),
  "a list in itself, printing nothing": items + loop(6, "all", ""),
  "a table": "{% tablerow i in (1..100000000) %}x{% endtablerow %}",
  "a text that doubles": `{% assign a = 'xxxxxxxxxx' %}${"{% assign a = a | append: a %}".repeat(60)}{{ a }}`,
};

describe.each(Object.entries(ENDLESS))("%s", (_, template) => {
  const limited = (run: () => unknown): void => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(1_500);
  };

  it("ends with an error, in HTML and in text", () => {
    limited(() => expect(() => renderHtml(template, {})).toThrow(/limit exceeded|shorten its loops|Invalid string/));
    limited(() => expect(() => renderText(template, {})).toThrow(/limit exceeded|shorten its loops|Invalid string/));
  });

  it("in a variant gives way to the default, in the default to the page's own", () => {
    const shown = (change: Parameters<typeof testPlaybook>[0]) => {
      const playbook = testPlaybook(change);
      return decideBlock(playbook.blocks["hero"]!, null, { country: "DK" }, playbook, Date.now());
    };
    limited(() =>
      expect(shown((p) => (p.blocks.hero.variants[1]!.html = template))).toEqual({
        variant: "default",
        html: "<h1>Hello</h1>",
      }),
    );
    limited(() =>
      expect(
        shown((p) => {
          p.blocks.hero.variants = [];
          p.blocks.hero.default.html = template;
        }),
      ).toBeNull(),
    );
  });

  it("in a letter keeps that one letter from being sent", () => {
    const playbook = testPlaybook((p) => (p.emails.deliver.locales.en.html = template));
    const message = { id: "1", email: "anna@acme.example", template: "deliver", locale: "en" };
    limited(() =>
      expect(() => renderMail(playbook, message, {}, null)).toThrow(/limit exceeded|shorten its loops|Invalid/),
    );
    expect(renderMail(playbook, { ...message, template: "confirm" }, { confirm_url: "/c" }, null).text).toBe("/c");
  });
});

it("does not depend on a clock, which stands still while a Worker works", () => {
  const { now } = performance;
  performance.now = () => 0;
  try {
    for (const template of Object.values(ENDLESS)) expect(() => renderHtml(template, {})).toThrow();
  } finally {
    performance.now = now;
  }
});

it("a long letter is not taken for an endless one", () => {
  const rows = "<tr><td>{{ i }}</td><td>{% if i > 5 %}many{% else %}few{% endif %}</td></tr>";
  expect(renderHtml(`{% for i in (1..1000) %}${rows}{% endfor %}`, {})).toContain("<td>1000</td>");
});

describe("a template of thousands of tags", () => {
  it("is refused before it takes a Worker's time", () => {
    const before = process.cpuUsage();
    const crowded = "{{ country }}".repeat(1_400);
    expect(() =>
      testPlaybook((p) => {
        for (let i = 0; i < 40; i++) Object.assign(p.blocks, { [`b${i}`]: { title: "B", default: { html: crowded } } });
      }),
    ).toThrow(/there are 1400 Liquid tags; one template has 300 at most/);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(1_500);
  });
});
