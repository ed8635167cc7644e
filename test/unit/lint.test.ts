import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Playbook } from "../../worker/playbook/index.ts";
import { type Rule, RULES } from "../../worker/playbook/lint/index.ts";
import { base, type Case, type Cases, type Draft } from "./lint/base.ts";
import { conditions } from "./lint/conditions.ts";
import { order } from "./lint/order.ts";
import { content } from "./lint/content.ts";
import { flows } from "./lint/flows.ts";
import { forms } from "./lint/forms.ts";
import { never } from "./lint/never.ts";
import { rules } from "./lint/rules.ts";

/** Cases of every part, by rule. */
function together(...parts: Cases[]): Partial<Record<Rule, Case[]>> {
  const all: Partial<Record<Rule, Case[]>> = {};
  for (const [rule, found] of parts.flatMap((part) => Object.entries(part)) as [Rule, Case[]][])
    all[rule] = [...(all[rule] ?? []), ...found];
  return all;
}

const cases = together(conditions, order, never, content, rules, flows, forms);
interface Told {
  rule: unknown;
  path: string;
  message: string;
}

/** What the checks say of a changed copy. */
function problems(change: (draft: Draft) => void = () => undefined): Told[] {
  const draft = base();
  change(draft);
  const issues = Playbook.safeParse(draft).error?.issues ?? [];
  return issues.map((issue) => ({
    rule: issue.code === "custom" ? issue.params?.["rule"] : issue.code,
    path: issue.path.join("."),
    message: issue.message,
  }));
}

it("a playbook with something of every part is in order", () => {
  expect(problems()).toEqual([]);
});

describe.each(Object.entries(cases))("%s", (rule, all) => {
  it.each(all)("%s", (_, bad, path, says, good) => {
    const told = problems(bad);
    expect(told.filter((one) => one.rule !== rule)).toEqual([]);
    expect(told[0]).toEqual({ rule, path, message: expect.stringMatching(says) });
    expect(problems(good)).toEqual([]);
  });
});

describe("pre-ticked-box", () => {
  it.each(["checked", "ticked", "default"])("%s: true is refused in so many words", (key) => {
    const told = problems((p) => (p.forms.paper.permissions[1][key] = true));
    expect(told).toEqual([
      {
        rule: "unrecognized_keys",
        path: "forms.paper.permissions.1",
        message: expect.stringMatching(/never ticked beforehand/),
      },
    ]);
    expect(problems((p) => (p.forms.paper.permissions[1].chekked = true))[0]!.message).toMatch(/chekked/);
  });
});

it("each rule has its cases; `pre-ticked-box` is the shape's: a key that there is not", () => {
  expect(new Set([...Object.keys(cases), "pre-ticked-box"])).toEqual(new Set(RULES));
});

describe("docs/lint.md", () => {
  it("tells of each rule, and of no others", async () => {
    const text = await readFile(join(import.meta.dirname, "../../docs/lint.md"), "utf8");
    const told = [...text.matchAll(/^### `([a-z-]+)`$/gm)].map(([, rule]) => rule);
    expect(new Set(told)).toEqual(new Set(RULES));
    expect(told).toHaveLength(RULES.length);
  });
});
