import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowProblem } from "../../worker/imports/import.ts";
import { timeOf } from "../../worker/imports/permission.ts";
import { parsePerson } from "../../worker/imports/person-row.ts";
import { NOON } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook((copy) =>
  copy.forms.paper.fields.push({ name: "size", type: "number", label: "Size" } as never),
);
const parse = (row: unknown) => parsePerson(row, "people.csv", playbook, NOON);
const proof = { status: "confirmed", at: "2025-03-01", source: "Trade fair", text: "Mail me." };

describe("a row about a person", () => {
  it("is cleaned: addresses compared, texts trimmed, numbers only where the playbook has numbers", () => {
    const told = parse({
      email: " ANNA@Acme.Example ",
      traits: { size: " 12.5 ", orders: "3", zip: "0800", a: " ", b: "x\ny" },
    });
    expect(told).toMatchObject({ email: "anna@acme.example", problems: [], permissions: [], company: undefined });
    expect(told.traits).toEqual({ size: 12.5, orders: 3, zip: "0800", b: "x y" });
  });

  it.each([
    ["a string", "invalid_row"],
    [["list"], "invalid_row"],
    [null, "invalid_row"],
    [{}, "nobody"],
    [{ email: "anna@" }, "invalid_email"],
    [{ email: "a@b.example", traits: { size: "many" } }, "invalid_trait"],
    [{ email: "a@b.example", traits: { size: "1e999" } }, "invalid_trait"],
    [{ email: "a@b.example", traits: { constructor: "x" } }, "invalid_trait"],
    [{ email: "a@b.example", traits: { text: "x".repeat(100_000) } }, "invalid_trait"],
    [{ email: "a@b.example", isAdmin: true }, "invalid_row"],
    [JSON.parse('{"email":"a@b.example","__proto__":{"x":1}}'), "invalid_row"],
    [{ email: "a@b.example", permissions: { news: { ...proof, at: "" } } }, "invalid_permission"],
  ])("%j is refused as %s", (row, code) => {
    expect(() => parse(row)).toThrow(expect.objectContaining({ code }));
  });

  it("is taken without the permission that lacks proof, which is told by its reason", () => {
    const refused = (cells: object) => {
      const { problems, permissions } = parse({
        email: "a@b.example",
        traits: { a: "1" },
        permissions: { news: cells },
      });
      expect(permissions).toEqual([]);
      return problems.map(({ message }) => message).join();
    };
    expect(refused({ ...proof, at: "" })).toMatch(/needs the time/);
    expect(refused({ ...proof, source: "" })).toMatch(/where it was given/);
    expect(refused({ ...proof, text: "" })).toMatch(/the words that were agreed to/);
    expect(refused({ ...proof, at: "01/03/2025" })).toMatch(/2026-05-31/);
    expect(refused({ ...proof, at: "2999-01-01" })).toMatch(/still to come/);
    expect(refused({ ...proof, status: "yes" })).toMatch(/confirmed, withdrawn or pending/);
    const other = parse({ email: "a@b.example", traits: { a: "1" }, permissions: { spam: proof } });
    expect(other.problems[0]!.message).toMatch(/no such topic, only for paper, news/);
    expect(parse({ userId: "7", traits: { a: "1" }, permissions: { news: proof } }).problems[0]!.message).toMatch(
      /e-mail/,
    );
  });

  it.each([
    ["2026-06-01", Date.parse("2026-06-01T23:59:59.999Z")],
    ["2026-06-01T09:00:00Z", Date.parse("2026-06-01T09:00:00Z")],
    ["2026-11-02", null],
    ["2027-01-01T00:00:00Z", null],
    ["01-06-2026", null],
    ["", null],
  ])("that was taken back at %j outlives every yes of before", (at, when) => {
    const { permissions, problems } = parse({
      email: "a@b.example",
      permissions: { news: { status: "withdrawn", at } },
    });
    expect([permissions[0]?.at, problems]).toEqual([when, []]);
  });

  it("keeps the proof in the shape of our own, its address truncated", () => {
    const cells = { ...proof, version: "3", ip: "192.0.2.77", url: "https://x.example/", locale: "da" };
    const { permissions } = parse({ email: "a@b.example", permissions: { news: cells } });
    expect(permissions).toEqual([
      {
        topic: "news",
        status: "confirmed",
        at: Date.parse("2025-03-01"),
        evidence: {
          version: "3",
          text: "Mail me.",
          locale: "da",
          url: "https://x.example/",
          form: "import: people.csv (Trade fair)",
          ip: "192.0.2.0",
          userAgent: "",
        },
      },
    ]);
    expect(
      parse({ email: "a@b.example", permissions: { news: { status: "Withdrawn" } } }).permissions[0],
    ).toMatchObject({
      status: "withdrawn",
      at: null,
    });
  });

  it("claims a company by its domain, else by the address's, never by a free-mail one", () => {
    const company = (row: object) => parse({ email: "a@acme-tools.com", ...row }).company;
    expect(company({ company: { name: "Acme", domain: "https://www.acme.dk/" } })).toEqual({
      domain: "acme.dk",
      name: "Acme",
    });
    expect(company({ company: { name: "Acme" } })).toEqual({ domain: "acme-tools.com", name: "Acme" });
    expect(company({})).toBeUndefined();
    const free = parse({ email: "a@gmail.com", company: { name: "Acme", domain: "gmail.com" } });
    expect(free).toMatchObject({
      company: undefined,
      traits: { company: "Acme" },
      problems: [{ code: "invalid_company" }],
    });
  });

  it("whatever it is, is taken or refused with a reason", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom("=1+1", "\0", "confirmed", "2025-01-01", "__proto__"),
      fc.anything(),
    );
    const row = fc.record(
      {
        email: fc.oneof(fc.emailAddress(), cell),
        userId: cell,
        traits: fc.dictionary(fc.string(), cell),
        company: cell,
        permissions: fc.dictionary(
          fc.constantFrom("news", "__proto__", "x"),
          fc.dictionary(fc.constantFrom("status", "at", "ip"), cell),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(row, fc.anything()), (given) => {
        try {
          parse(given);
        } catch (error) {
          expect(error).toBeInstanceOf(RowProblem);
        }
      }),
    );
  });
});

describe("a time in a file", () => {
  it.each([
    ["2025-03-01", "2025-03-01T00:00:00.000Z"],
    ["2025-03-01 12:30", "2025-03-01T12:30:00.000Z"],
    ["2025-03-01T12:30:15.5+0200", "2025-03-01T10:30:15.500Z"],
    ["2025-03-01T12:30:15-05:30", "2025-03-01T18:00:15.000Z"],
    ["2025-03-01t12:30:15z", "2025-03-01T12:30:15.000Z"],
  ])("%s is %s", (text, iso) => expect(new Date(timeOf(text)).toISOString()).toBe(iso));

  it.each(["", "1/3/2025", "2025-02-31", "2025-13-01", "2025-03-01T25:00", "1969-01-01", "yesterday", "20250301"])(
    "%j is none",
    (text) => expect(timeOf(text)).toBeNaN(),
  );
});
