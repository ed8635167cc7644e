import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { e164, readableName } from "../../worker/forms/normalize.ts";
import { cannotExist, isMash, isNoCompany, isNoName } from "../../worker/forms/quality.ts";
import { suggest } from "../../worker/forms/suggest.ts";
import type { Filling } from "../../worker/forms/validate.ts";
import { field, filled } from "../support/filled.ts";

const EMAIL = field("email", { type: "email", required: true });

describe("a name", () => {
  it.each<[told: string, kept: string, kind?: "first" | "last"]>([
    ["ANNA", "Anna"],
    ["anna-marie", "Anna-Marie"],
    ["ÅSE SØRENSEN", "Åse Sørensen"],
    ["vincent van gogh", "Vincent van Gogh"],
    ["CHARLOTTE AF ROSENBORG", "Charlotte af Rosenborg"],
    ["van der berg", "van der Berg", "last"],
    ["AL", "Al"],
    ["o'brien", "O'Brien"],
    ["MCDONALD", "McDonald", "last"],
    ["McDonald", "McDonald", "last"],
    ["deVries", "deVries", "last"],
    ["HC ANDERSEN", "HC Andersen"],
    ["BO", "Bo"],
    ["山田", "山田"],
    ["A", "A"],
  ])("%s is written %s", (told, kept, kind = "first") => {
    expect(readableName(told, kind, "en")).toBe(kept);
  });

  it("once readable stays as it is, and keeps its letters", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("abcåØßŞz '-.")), maxLength: 20 }), (told) => {
        const kept = readableName(told, "first", "en");
        expect(readableName(kept, "first", "en").toLowerCase()).toBe(kept.toLowerCase());
      }),
    );
  });

  it.each([
    "Donald Duck",
    "Anders And",
    "test",
    "Test Test",
    "asdf",
    "asd asd",
    "Qwerty",
    "xxx",
    "aaaa bbbb",
    "n/a",
    "123",
    "-",
    "John Doe",
    "sdfgh",
    "visit https://spam.example",
    "<b>x</b>",
  ])("%s is nobody's", (name) => expect(isNoName(name)).toBe(true));

  it.each([
    "Anna",
    "Bo",
    "Yui",
    "Null",
    "Donald",
    "Bert",
    "Saad Assad",
    "Tre",
    "Jens Test-Hansen",
    "Ng",
    "Kirsten Prøvensen",
    "Li",
    "Øyvind",
    "Krzysztof",
    "Jennifer Null",
    "Wer",
    "山田 太郎",
    "Jean-Luc",
    "O'Neil",
    "Dr. Hans Hansen",
    "Åse",
  ])("%s may be somebody's", (name) => expect(isNoName(name)).toBe(false));

  it("that is nobody's is kept with the submission, and makes no trait", () => {
    const names = [field("firstName"), field("lastName"), field("title")];
    const { traits, answers, doubts } = filled(names, { firstName: "donald", lastName: "DUCK", title: "CEO" });
    expect(answers).toEqual({ firstName: "Donald", lastName: "Duck", title: "CEO" });
    expect(traits).toEqual({ title: "CEO" });
    expect(doubts).toEqual(["firstName", "lastName"]);
    expect(filled(names, { firstName: "Donald", lastName: "Hansen" }).doubts).toEqual([]);
  });

  it("of a company is kept as it is written, unless it says nothing", () => {
    expect(filled([field("company")], { company: "IKEA" }).traits).toEqual({ company: "IKEA" });
    expect(filled([field("firm", { autocomplete: "organization" })], { firm: "asdf" })).toMatchObject({
      traits: {},
      doubts: ["firm"],
    });
    expect(["AAA", "3M", "test", "---", "qwe"].map(isNoCompany)).toEqual([false, false, true, true, true]);
  });
});

describe("an address", () => {
  it.each([
    "asd@asd.asd",
    "asdf@asdf.com",
    "a@b.con",
    "me@firma.dkk",
    "x@y.zz",
    "test@test.test",
    "jens@localhost.local",
    "qwe@qwe.qwe",
    "a@-b-.dk",
    `${"a".repeat(65)}@acme.dk`,
  ])("%s cannot exist, and is told what to do", (email) => {
    expect(filled([EMAIL], { email })).toMatchObject({
      problems: ["email"],
      says: expect.stringMatching(/name@company\.com/),
    });
  });

  it.each([
    "anna@acme.example",
    "a@b.co",
    "info@asdf.dk",
    "asdf@gmail.com",
    "me@foo.io",
    "x@xn--r-3fa9c.dk",
    "n@aaa.com",
    "o'brien@nhs.uk",
    "me@europa.eu",
    "a@foo.museum",
  ])("%s may exist", (email) => expect(cannotExist(email)).toBe(false));

  it("that fingers fell into is doubted, and still the person's", () => {
    expect(filled([EMAIL], { email: "asdf@gmail.com" })).toMatchObject({
      email: "asdf@gmail.com",
      doubts: ["email"],
    });
  });

  it("to throw away is taken, marked or refused, as the playbook has it", () => {
    const email = "anna@mailinator.com";
    const become = (disposable?: Filling["disposable"]) => filled([EMAIL], { email }, { disposable });
    expect(become("allow")).toMatchObject({ email, doubts: [], problems: [] });
    expect(become()).toMatchObject({ email, doubts: ["disposable"], problems: [] });
    expect(become("refuse")).toMatchObject({
      problems: ["email"],
      says: expect.stringMatching(/an address that you keep/),
    });
  });

  it.each([
    ["gmial.com", "gmail.com"],
    ["gmail.con", "gmail.com"],
    ["gmail.dk", "gmail.com"],
    ["hotmial.com", "hotmail.com"],
    ["hotnail.dk", "hotmail.dk"],
    ["yahoo.co", "yahoo.com"],
    ["outlok.dk", "outlook.dk"],
    ["stofnaet.dk", "stofanet.dk"],
    ["acme.dkk", "acme.dk"],
  ])("at %s was probably meant at %s", (told, meant) => {
    expect(suggest(`Anna+x@${told}`)).toBe(`Anna+x@${meant}`);
  });

  it.each([
    "gmail.com",
    "hotmail.fr",
    "outlook.de",
    "mail.com",
    "mail.dk",
    "acme.dk",
    "novo.dk",
    "tdc.dk",
    "dtu.dk",
    "sol.dk",
    "jysk.com",
    "email.dk",
    "acme.example",
    "me.com",
    "icloud.com",
    "danfoss.com",
  ])("at %s is left alone", (domain) => expect(suggest(`anna@${domain}`)).toBeNull());

  it("gets a hint, or none, whatever it is", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void suggest(text)));
    expect(["", "@", "anna", "anna@", "a@b@c", "a@..", "a@gmial..com"].map(suggest)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("a telephone number", () => {
  const PHONE = field("phone", { type: "tel" });
  const land = field("country", { type: "country" });

  it.each<[told: string, country: string | undefined, kept: string]>([
    ["12 34 56 78", "DK", "+4512345678"],
    ["0045 12 34 56 78", undefined, "+4512345678"],
    ["+46 (0)70-123 45 67", undefined, "+46701234567"],
    ["070 123 45 67", "SE", "+46701234567"],
  ])("%s is kept as everybody dials it", (phone, country, kept) => {
    expect(filled([PHONE], { phone }, { country }).traits).toEqual({ phone: kept });
  });

  it("is of the country that the form was told, before the one they are in", () => {
    const { traits } = filled([PHONE, land], { phone: "070 123 45 67", country: "SE" }, { country: "DK" });
    expect(traits).toEqual({ phone: "+46701234567", country: "SE" });
  });

  it("that cannot be dialled is kept as it was written, and doubted", () => {
    expect(filled([PHONE], { phone: "12345" }, { country: "DK" })).toMatchObject({
      answers: { phone: "12345" },
      traits: {},
      doubts: ["phone"],
    });
    expect(e164("12345678", undefined)).toBeNull();
  });

  it("of which nothing tells the country is taken as it is written", () => {
    expect(filled([PHONE], { phone: "12 34 56 78" })).toMatchObject({ traits: { phone: "12 34 56 78" }, doubts: [] });
    expect(filled([PHONE], { phone: "+99 12 34" }).doubts).toEqual(["phone"]);
  });
});

describe("isMash", () => {
  it("hears fingers fall, and not words", () => {
    expect(["asd", "qweqwe", "asdfghjkl", "dsfsdfsdf", "xxxx", "zxcvbnm", "lkjhg"].map(isMash)).not.toContain(false);
    expect(
      ["", "ab", "wer", "were", "property", "add", "assad", "fad", "google", "poi", "oslo"].map(isMash),
    ).not.toContain(true);
  });
});
