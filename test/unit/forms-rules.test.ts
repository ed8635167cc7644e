import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, isEmpty, type Value } from "../../worker/forms/check.ts";
import { COUNTRIES, countriesIn, homeOf } from "../../worker/forms/countries.ts";
import { rulesOf, schemaOf } from "../../worker/forms/rules.ts";
import { validate } from "../../worker/forms/validate.ts";
import { Field } from "../../worker/playbook/form-fields.ts";
import { Form, type Question } from "../../worker/playbook/index.ts";
import { NOON } from "../support/events.ts";

const form = (...fields: object[]): Form =>
  Form.parse({ title: "t", fields, submit: "s", confirmed: { title: "t", text: "t" } });
const question = (more: object): Question => Field.parse({ name: "q", label: "l", ...more }) as Question;
const options = ["a", "b", "c d"].map((value) => ({ value, label: value }));

/** What the server keeps of one answer, or what it tells of it. */
function taken(more: object, value: unknown, locale = "en"): unknown {
  const { answers, problems } = validate(
    form({ name: "q", label: "l", ...more }),
    new Set(["q"]),
    { q: value },
    locale,
    {
      now: NOON,
    },
  );
  return problems[0]?.message ?? answers.answers["q"];
}

describe("an answer", () => {
  it.each<[what: string, question: object, value: unknown, kept: unknown]>([
    ["text has one space where several were", { type: "text" }, "  Anna \t Sørensen ", "Anna Sørensen"],
    ["text has nothing that cannot be seen", { type: "text" }, "A\u202Enn\u200Ba", "Anna"],
    ["text keeps no half characters", { type: "text" }, "a\uD800b", "a\uFFFDb"],
    ["long text keeps its line breaks", { type: "textarea" }, "one\r\n\r\ntwo  ", "one\n\ntwo"],
    ["an address in small letters", { type: "email" }, " Anna@ACME.dk ", "anna@acme.dk"],
    ["an address beyond ASCII", { type: "email" }, "mail@Rødgrød.dk", "mail@xn--rdgrd-vuad.dk"],
    ["a number", { type: "number" }, "1,234.5", 1234.5],
    ["a number sent as one", { type: "number" }, 12.25, 12.25],
    ["a day", { type: "date" }, "2024-02-29", "2024-02-29"],
    ["a day as it is written here", { type: "date" }, "4/2/2024", "2024-02-04"],
    ["an option", { type: "radio", options }, "c d", "c d"],
    ["several, in the order of the form, once", { type: "multi", options }, ["b", "a", "b"], "a, b"],
    ["several as one text", { type: "multi", options }, "c d,a", "a, c d"],
    ["a tick", { type: "checkbox" }, "on", true],
    ["a tick sent as one", { type: "checkbox" }, true, true],
    ["no tick", { type: "checkbox", required: false }, false, undefined],
    ["a country", { type: "country" }, "DK", "DK"],
    ["a number of a telephone", { type: "tel" }, "+45 (0)12 34 56 78", "+4512345678"],
  ])("%s", (_, more, value, kept) => {
    expect(taken(more, value)).toBe(kept);
  });

  it.each<[what: string, question: object, value: unknown, says: RegExp]>([
    ["nothing where something is needed", { type: "text", required: true }, " \u200B ", /fill this in/],
    ["a tick that is needed", { type: "checkbox", required: true }, false, /fill this in/],
    ["two lines where one is asked", { type: "text" }, "a\nBcc: b", /one line/],
    ["control characters", { type: "textarea" }, "a\u0007", /plain text/],
    ["too short", { type: "text", minLength: 3 }, "ab", /at least 3/],
    ["too long", { type: "text", maxLength: 3 }, "abcd", /at most 3/],
    ["too long where nothing is said of it", { type: "text" }, "a".repeat(201), /at most 200/],
    ["another pattern", { type: "text", pattern: { match: "\\d{8}", message: "A CVR number" } }, "123", /CVR/],
    ["no address", { type: "email" }, "anna@acme", /name@company\.com/],
    ["a header in an address", { type: "email" }, "a@acme.dk\r\nBcc: b@acme.dk", /name@company\.com/],
    ["no number", { type: "number" }, "1e3", /a number/],
    ["half of a whole", { type: "number", whole: true }, "1.5", /whole/],
    ["too little", { type: "number", min: 1000 }, "999", /1,000 or more/],
    ["too much", { type: "number", max: 2.5 }, "3", /2\.5 or less/],
    ["a day that there is not", { type: "date" }, "2026-02-30", /24-12-2026/],
    ["a day too early", { type: "date", min: "2026-11-01" }, "2026-10-31", /November 1, 2026/],
    ["a day to come", { type: "date", max: "today" }, "2026-11-24", /or an earlier/],
    ["none of the options", { type: "select", options }, "d", /from the list/],
    ["none of the options among others", { type: "multi", options }, ["a", "d"], /from the list/],
    ["too many", { type: "multi", options, most: 1 }, ["a", "b"], /1 at most/],
    ["two of one", { type: "radio", options }, ["a", "b"], /from the list/],
    ["another tick", { type: "checkbox" }, "maybe", /tick/],
    ["no country", { type: "country" }, "Denmark", /from the list/],
    ["no telephone", { type: "tel" }, "call me", /\+45/],
    ["an object", { type: "text" }, { toString: "x" }, /one line/],
    ["a list in a list", { type: "multi", options }, [["a"]], /from the list/],
  ])("%s is told", (_, more, value, says) => {
    expect(String(taken(more, value))).toMatch(says);
  });

  it("is read and told as the visitor's language has it", () => {
    const amount = { type: "number", min: 1000.5 };
    expect(taken(amount, "1.234,5", "da")).toBe(1234.5);
    expect(taken(amount, "1.234", "da")).toBe(1234);
    expect(taken({ type: "number" }, 1.234, "da")).toBe(1.234);
    expect(taken(amount, "12,5", "da")).toBe("Skriv et tal, der er 1.000,5 eller mere.");
    expect(taken({ type: "date", min: "2026-11-01" }, "31.10.2026", "da")).toMatch(/1\. november 2026/);
    expect(taken({ type: "text", required: true }, "", "da")).toMatch(/Udfyld/);
  });

  it("of today may be today's anywhere in the world", () => {
    const rules = rulesOf(
      question({ type: "date", min: "today", max: "today" }),
      "en",
      Date.parse("2026-11-22T23:30Z"),
    );
    expect(["2026-11-22", "2026-11-23"].map((day) => check(rules, day))).toEqual([null, null]);
    expect(check(rules, "2026-11-21")).toMatch(/later/);
    expect(check(rules, "2026-11-24")).toMatch(/earlier/);
  });
});

const values: fc.Arbitrary<Value> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...Array.from("ab1.,-+' \t\n@:/()\u202E\uFEFF")), maxLength: 12 }),
  fc.array(fc.constantFrom("a", "b", "c d", "d", "", " a", "a,b"), { maxLength: 4 }),
  fc.constantFrom(
    "yes",
    "a",
    "c d",
    "DK",
    "dk",
    "12.5",
    "1.234",
    "1,234,567",
    "-3",
    "2026-11-22",
    "31-02-2026",
    "1/1/2027",
  ),
  fc.tuple(fc.string({ maxLength: 8 }), fc.domain()).map(([local, domain]) => `${local}@${domain}`),
  fc.emailAddress(),
);
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const day = fc.constantFrom("today", "2026-01-01", "2026-12-31");
const length = some(fc.integer({ min: 1, max: 20 }));
const questions = fc
  .oneof(
    fc.record({
      type: fc.constantFrom("text", "textarea"),
      minLength: length,
      maxLength: length,
      pattern: some(fc.constantFrom("[a-z]+", "\\d+", ".").map((match) => ({ match, message: "pattern" }))),
    }),
    fc.record({ type: fc.constantFrom("email", "tel", "checkbox", "country") }),
    fc.record({
      type: fc.constant("number"),
      min: some(fc.integer({ min: -9, max: 9 })),
      max: some(fc.float({ min: -9, max: 9, noNaN: true })),
      whole: fc.boolean(),
    }),
    fc.record({ type: fc.constant("date"), min: some(day), max: some(day) }),
    fc.record({ type: fc.constantFrom("select", "radio"), options: fc.constant(options) }),
    fc.record({
      type: fc.constant("multi"),
      options: fc.constant(options),
      most: some(fc.integer({ min: 1, max: 3 })),
    }),
  )
  .chain((one) => fc.boolean().map((required) => question({ ...one, required })));

it("the browser's check and the server's schema tell the same of any answer to any question", () => {
  fc.assert(
    fc.property(questions, values, fc.constantFrom("en", "da"), (one, value, locale) => {
      const rules = rulesOf(one, locale, NOON);
      const told = check(rules, value);
      if (isEmpty(value)) {
        expect(told).toBe(rules.required ?? null);
        return;
      }
      const parsed = schemaOf(rules).safeParse(value);
      expect(parsed.error?.issues[0]?.message ?? null).toBe(told);
      // What is kept would be taken again.
      if (parsed.success && one.type !== "number")
        expect(check(rules, parsed.data === true ? "yes" : String(parsed.data))).toBeNull();
    }),
    { numRuns: 2000 },
  );
});

it("what the browser lets through the server takes, but for addresses at which there is nobody", () => {
  fc.assert(
    fc.property(questions, values, (one, value) => {
      const told = check(rulesOf(one, "en", NOON), value);
      const server = validate(
        { ...form({ type: "text", name: "x", label: "l" }), fields: [one] },
        new Set(["q"]),
        { q: value },
        "en",
        {
          now: NOON,
        },
      ).problems[0]?.message;
      if (told === null && server !== undefined) expect(server).toMatch(/No mail can reach/);
      else expect(server ?? null).toBe(told);
    }),
    { numRuns: 500 },
  );
});

it("rules are plain data, as a page carries them", () => {
  fc.assert(
    fc.property(questions, values, (one, value) => {
      const rules = rulesOf(one, "da", NOON);
      const sent = JSON.parse(JSON.stringify(rules)) as typeof rules;
      expect(check(sent, value)).toBe(check(rules, value));
    }),
    { numRuns: 200 },
  );
});

describe("countries", () => {
  it("have their names in the visitor's language, sorted as it sorts", () => {
    const danish = countriesIn("da", ["DK", "SE"]).map(({ label }) => label);
    expect(danish).toHaveLength(COUNTRIES.length);
    expect(danish.slice(0, 3)).toEqual(["Danmark", "Sverige", "Afghanistan"]);
    expect(danish.at(-1)).toBe("Åland");
    expect(countriesIn("en")[0]).toEqual({ value: "AF", label: "Afghanistan" });
  });

  it("are told by a locale where a language is at home in one", () => {
    expect(["da", "da-DK", "nb", "de-AT", "en", "de"].map(homeOf)).toEqual([
      "DK",
      "DK",
      "NO",
      "AT",
      undefined,
      undefined,
    ]);
  });
});
