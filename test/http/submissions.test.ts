import { randomUUID } from "node:crypto";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { rows, until } from "../support/client.ts";
import { somebody } from "../support/person.ts";

const AT = Date.parse("2026-03-04T12:00:00Z");

/** Puts answers into a form that no other test has. */
async function sent(profile: string, answers: object[], doubts: string[] = []): Promise<string> {
  const form = `form-${randomUUID().slice(0, 8)}`;
  for (const [i, one] of answers.entries()) {
    const row = [randomUUID(), profile, form, AT + i, "en", "https://www.nordlys.example/", JSON.stringify(one)];
    await rows(
      "INSERT INTO submissions (id, profile_id, form, at, locale, url, answers, doubts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      ...row,
      JSON.stringify(doubts),
    );
  }
  return form;
}

describe("GET /submissions", () => {
  it("tells what somebody answered, field by field, with the address they gave", async () => {
    const { browser, email, id } = await somebody(["/white-paper/"], { firstName: "Anna", industry: "logistics" });
    const { json } = await until(
      () => browser.api(`/submissions?email=${encodeURIComponent(email.toUpperCase())}`),
      (answer) => answer.json?.submissions?.length === 1,
    );
    expect(json.next).toBe(null);
    expect(json.submissions[0]).toMatchObject({
      profile: id,
      form: "whitepaper",
      email,
      answers: { firstName: "Anna", industry: "logistics" },
      url: expect.stringContaining("/white-paper/"),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect((await browser.api(`/submissions?profile=${id}&form=nps`)).json.submissions).toEqual([]);
    expect((await browser.api(`/submissions?profile=${id}`)).json.submissions).toEqual(json.submissions);
  });

  it("gives them newest first, a part at a time, by day and by doubt", async () => {
    const { browser, id } = await somebody();
    const form = await sent(id, [{ n: 0 }, { n: 1 }, { n: 2 }]);
    const first = (await browser.api(`/submissions?form=${form}&limit=2`)).json;
    expect(first.submissions.map(({ answers }: { answers: { n: number } }) => answers.n)).toEqual([2, 1]);
    const rest = (await browser.api(`/submissions?form=${form}&limit=2&cursor=${first.next}`)).json;
    expect(rest).toMatchObject({ submissions: [{ answers: { n: 0 } }], next: null });
    const from = new Date(AT + 1).toISOString();
    const to = new Date(AT + 2).toISOString();
    const between = (await browser.api(`/submissions?form=${form}&from=${from}&to=${to}`)).json;
    expect(between.submissions).toMatchObject([{ answers: { n: 1 } }]);
    expect((await browser.api(`/submissions?form=${form}&doubted=1`)).json.submissions).toEqual([]);
    const odd = await sent(id, [{ n: 1 }], ["fast"]);
    expect((await browser.api(`/submissions?form=${odd}&doubted=1`)).json.submissions).toMatchObject([
      { doubts: ["fast"] },
    ]);
  });

  it("says what is wrong with a question", async () => {
    const { browser } = await somebody();
    for (const query of ["from=yesterday", "limit=0", "doubted=2", "cursor=x", "format=xml", "profile=1"]) {
      const { status, json } = await browser.api(`/submissions?${query}`);
      expect([query, status, json.error.code]).toEqual([query, 400, "invalid_request"]);
    }
    expect((await browser.fetch("/api/submissions.csv")).status).toBe(401);
  });
});

describe("submissions as a file", () => {
  it.each(["/submissions.csv?", "/submissions?format=csv&"])("is safe to open in a spreadsheet: %s", async (path) => {
    const { browser, id, email } = await somebody();
    const form = await sent(id, [{ "=HYPERLINK(1)": "=1+1" }, { company: "@SUM(A1)" }]);
    const answer = await browser.api(`${path}form=${form}`);
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="submissions-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const lines = parse(answer.text, { columns: true }) as Record<string, string>[];
    expect(lines.map((line) => [line["email"], line["others"]])).toEqual([
      [email, '{"company":"@SUM(A1)"}'],
      [email, '{"=HYPERLINK(1)":"=1+1"}'],
    ]);
    for (const cell of lines.flatMap((line) => Object.values(line))) expect(cell).not.toMatch(/^[=+\-@]/);
  });

  it("has the form's fields as columns", async () => {
    const { browser, email } = await somebody(["/"], { firstName: "=Anna" });
    const csv = `/submissions.csv?form=whitepaper&email=${encodeURIComponent(email)}&separator=semicolon&bom=1`;
    const { text } = await until(
      () => browser.api(csv),
      (answer) => answer.text.includes("Anna"),
    );
    const [line] = parse(text, { columns: true, delimiter: ";" }) as [Record<string, string>];
    expect(line).toMatchObject({ email, firstName: "'=Anna", "answer.email": email });
  });
});

describe("GET /unfinished", () => {
  it("tells who began a form, and which step they finished last", async () => {
    const { browser, id, email } = await somebody();
    const form = `form-${randomUUID().slice(0, 8)}`;
    for (const [i, step] of [1, 2].entries()) {
      await rows(
        "INSERT INTO unfinished (id, profile_id, form, started_at, at, step, answers) VALUES (?, ?, ?, ?, ?, ?, ?)",
        randomUUID(),
        id,
        form,
        AT,
        AT + 1_000 * i,
        step,
        '{"company":"Nordvare"}',
      );
    }
    const { json } = await browser.api(`/unfinished?form=${form}&limit=1`);
    expect(json.unfinished).toEqual([
      {
        id: expect.any(String),
        profile: id,
        email,
        form,
        startedAt: "2026-03-04T12:00:00.000Z",
        at: "2026-03-04T12:00:01.000Z",
        step: 2,
        answers: { company: "Nordvare" },
      },
    ]);
    const rest = await browser.api(`/unfinished?form=${form}&cursor=${json.next}`);
    expect(rest.json).toMatchObject({ unfinished: [{ step: 1 }], next: null });
  });
});
