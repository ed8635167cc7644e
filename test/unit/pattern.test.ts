import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitting } from "../../worker/lib/pattern.ts";
import { Field } from "../../worker/playbook/form-fields.ts";

const field = (match: string) =>
  Field.safeParse({ type: "text", name: "vat", label: "VAT", pattern: { match, message: "No" } });

describe("a pattern of an answer", () => {
  it.each(["(a+)+", "(a|a)*", "(a?a?)*b", "(\\w+\\s?)*", "((a*)*)*", "(.*)(.*)(.*)(.*)(.*)x"])(
    "%s is answered at once, whatever a stranger writes",
    (source) => {
      expect(fitting(source)(`${"a".repeat(5_000)}!`)).toBe(false);
    },
  );

  it("means what it means in a browser", () => {
    const atoms = fc.constantFrom("a", "b", "\\d", "[ab]", "[^b]", ".", "\\.", "\\p{L}", "æ", "\\u{1F600}");
    const { source } = fc.letrec<{ source: string }>((tie) => ({
      source: fc.oneof(
        { maxDepth: 3 },
        atoms,
        fc.tuple(tie("source"), tie("source")).map((two) => two.join("")),
        fc.tuple(tie("source"), tie("source")).map(([a, b]) => `(?:${a}|${b})`),
        fc
          .tuple(tie("source"), fc.constantFrom("*", "+", "?", "{2}", "{1,}", "{0,2}", "+?", "*?"))
          .map(([a, times]) => `(${a})${times}`),
        tie("source").map((a) => `(?<n>^${a}$)`.replaceAll(/\?<n>/g, "")),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "1", ".", "æ", "😀", "\n"), maxLength: 6 });
    fc.assert(
      fc.property(source, text, (given, told) => {
        expect(fitting(given)(told)).toBe(new RegExp(`^(?:${given})$`, "v").test(told));
      }),
      { numRuns: 1_500 },
    );
  });

  it.each([
    ["[A-Z]{2}\\d{8}|DK-\\d+", "DK12345678", true],
    ["([A-Z]{2})? ?[0-9 ]{8,12}", "DK 12 34 56 78", true],
    ["^(?<year>\\d{4})-\\d\\d$", "2026-11", true],
    ["[a-z]+(-[a-z]+)*", "a-b-", false],
    ["\\\\b\\(\\[\\]\\)", "\\b([])", true],
    ["", "", true],
  ])("%j and %j: %s", (source, text, fits) => {
    expect(fitting(source)(text)).toBe(fits);
  });

  it.each(["(?=a)a", "(?<!a)b", "(a)\\1", "(\\d{1,100}){1,100}", "[\\q{ab}]", "\\p{RGI_Emoji}", "[[a-z]--[b]]"])(
    "%s is refused when the playbook is checked, with what to do",
    (source) => {
      expect(field(source).error?.issues[0]?.message).toMatch(/say only what stands/);
    },
  );

  it("is refused where it is no regular expression", () => {
    expect(field("(").error?.issues[0]?.message).toMatch(/no regular expression/);
    expect(field("[A-Z]{2}").success).toBe(true);
  });
});
