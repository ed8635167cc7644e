import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { field, filled } from "../support/filled.ts";

const EMAIL = field("email", { type: "email", required: true });

describe("questions of one form", () => {
  const topic = field("topic", { type: "radio", options: ["demo", "other"].map((value) => ({ value, label: value })) });
  const what = field("what", { required: true, if: { field: "topic", in: ["other"] } });
  const why = field("why", { required: true, if: { field: "what", in: ["this"] } });

  it("that others do not show are neither needed nor kept", () => {
    expect(filled([topic, what], { topic: "demo", what: "hidden" })).toMatchObject({
      answers: { topic: "demo" },
      problems: [],
    });
    expect(filled([topic, what], { topic: "other" }).problems).toEqual(["what"]);
    expect(filled([topic, what], { what: "alone" })).toMatchObject({ answers: {}, problems: [] });
    expect(filled([topic, what, why], { topic: "demo", what: "this", why: "x" }).answers).toEqual({ topic: "demo" });
    expect(filled([topic, what, why], { topic: "other", what: "this" }).problems).toEqual(["why"]);
  });

  it("that were asked though what shows them was not, were shown by what is known", () => {
    expect(filled([topic, what], {}, {}, ["what"]).problems).toEqual(["what"]);
    expect(filled([topic, what], { what: "x" }, {}, ["what"]).answers).toEqual({ what: "x" });
  });

  it("a tick and one of several show others, too", () => {
    const tick = field("tick", { type: "checkbox" });
    const many = field("many", { type: "multi", options: ["a", "b"].map((value) => ({ value, label: value })) });
    const more = field("more", { if: { field: "tick", in: ["yes"] } });
    const yet = field("yet", { if: { field: "many", in: ["b"] } });
    expect(filled([tick, many, more, yet], { tick: "on", many: "a,b", more: "1", yet: "2" }).answers).toEqual({
      tick: true,
      many: "a, b",
      more: "1",
      yet: "2",
    });
    expect(filled([tick, many, more, yet], { many: ["a"], more: "1", yet: "2" }).answers).toEqual({ many: "a" });
  });

  it("that are alternatives need one answer", () => {
    const pair = [field("company", { either: "employer", required: true }), field("vat", { either: "employer" })];
    expect(filled(pair, { company: "Acme" }).problems).toEqual([]);
    expect(filled(pair, { vat: "12345678" }).problems).toEqual([]);
    expect(filled(pair, { company: " " })).toMatchObject({
      problems: ["company"],
      says: "Please answer one of these.",
    });
    expect(filled(pair, {}, {}, []).problems).toEqual([]);
    expect(filled([field("a", { either: "x" }), field("b", { either: "x" })], {}).problems).toEqual([]);
  });

  it("nobody tells are told by the form or the page's address, whatever is sent", () => {
    const fields = [
      { name: "kind", type: "hidden", value: "web" },
      { name: "source", type: "hidden", parameter: "utm_source", trait: false },
    ];
    const values = { kind: "forged", source: "forged" };
    expect(filled(fields, values, { url: "https://www.acme.dk/a?utm_source=%20news%0Aletter%20" })).toMatchObject({
      answers: { kind: "web", source: "news letter" },
      traits: { kind: "web" },
    });
    expect(filled(fields, values, { url: "no address" }).answers).toEqual({ kind: "web" });
    expect(
      filled(fields, values, { url: `https://a.dk/?utm_source=${"x".repeat(999)}` }).answers["source"],
    ).toHaveLength(200);
  });

  it("with a trait of another name fill it; with none they stay with the submission", () => {
    const fields = [field("role", { trait: "title" }), field("note", { trait: false })];
    expect(filled(fields, { role: "CEO", note: "Hi" })).toMatchObject({
      answers: { role: "CEO", note: "Hi" },
      traits: { title: "CEO" },
    });
  });

  it("takes any body without falling over", () => {
    const fields = [EMAIL, field("a"), field("b", { type: "number" }), field("c", { type: "checkbox" }), topic, what];
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("email", "a", "b", "c", "topic", "what", "__proto__"), fc.anything()),
        (values) => {
          const { answers, doubts } = filled(fields, values);
          expect(Object.values(answers).every((one) => ["string", "number", "boolean"].includes(typeof one))).toBe(
            true,
          );
          expect(Array.isArray(doubts)).toBe(true);
        },
      ),
    );
  });
});
