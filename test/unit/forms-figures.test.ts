import { randomUUID } from "node:crypto";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { submissions as sent, unfinished } from "../../worker/forms/tables.ts";
import { startOf } from "../../worker/lib/day.ts";
import { permissions } from "../../worker/permissions/tables.ts";
import { insertRows } from "../../worker/platform/rows.ts";
import { formFigures } from "../../worker/reports/forms.ts";
import { askOne, type Query } from "../../worker/reports/query.ts";
import { exportSubmissions } from "../../worker/reports/submission-export.ts";
import { type SubmissionFilter, submissions, unfinishedForms } from "../../worker/reports/submissions.ts";
import { freshDatabase } from "../support/database.ts";
import { NOON } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const DAY = 86_400_000;

interface Sent {
  id?: string;
  form?: string;
  at?: number;
  answers?: Record<string, string>;
  doubts?: string[];
}

const row = ({ id = randomUUID(), form = "paper", at = NOON, answers = {}, doubts = [] }: Sent) => ({
  id,
  profileId: "somebody",
  form,
  at,
  locale: "en",
  url: "https://www.testby.example/",
  email: "ann@acme.example",
  answers,
  doubts,
});

const begun = (form: string, step: number, at = NOON) => ({
  id: randomUUID(),
  profileId: "somebody",
  form,
  startedAt: at - 1_000,
  at,
  step,
  answers: {},
});

const answer = (submission: string, status: "pending" | "confirmed") => ({
  id: randomUUID(),
  profileId: "somebody",
  email: "ann@acme.example",
  channel: "email",
  topic: "news",
  status,
  at: NOON,
  submission,
  evidence: null,
});

describe("the figures of forms", () => {
  it("count what was sent by day, doubts, answers by mail, and the step where people stopped", async () => {
    const { open } = await freshDatabase();
    const db = open();
    await db.write([
      ...insertRows(sent, [
        row({ id: "a" }),
        row({ id: "b", at: NOON - DAY, doubts: ["fast"] }),
        row({ id: "c", at: NOON - 6 * DAY }),
        row({ id: "d", at: NOON - 7 * DAY }),
        row({ id: "e", form: "other" }),
      ]),
      ...insertRows(permissions, [answer("a", "pending"), answer("a", "confirmed"), answer("b", "pending")]),
      ...insertRows(unfinished, [
        begun("paper", 1),
        begun("paper", 1),
        begun("paper", 2),
        begun("paper", 1, NOON - 9 * DAY),
      ]),
    ]);
    const [paper, other, none] = await askOne(db, formFigures({ paper: 3, other: 1, none: 1 }, 7, NOON));
    expect(paper).toEqual({
      form: "paper",
      days: [1, 0, 0, 0, 0, 1, 1],
      sent: 3,
      doubted: 1,
      asked: 2,
      confirmed: 1,
      stopped: [
        { step: 1, count: 2 },
        { step: 2, count: 1 },
      ],
    });
    expect(other).toMatchObject({ sent: 1, asked: 0, stopped: [] });
    expect(none).toMatchObject({ sent: 0, doubted: 0 });
  });

  it.each([
    [
      "the figures",
      formFigures({ paper: 3 }, 30, NOON),
      ["submissions_form", "submissions_doubted", "unfinished_form"],
    ],
    ["a form's list", submissions({ form: "paper", from: 0, to: NOON }, { limit: 50 }), ["submissions_form"]],
    ["a form's doubtful ones", submissions({ form: "paper", doubted: true }, { limit: 50 }), ["submissions_doubted"]],
    ["everybody's list", submissions({ from: 0 }, { limit: 50 }), ["submissions_at"]],
    ["a person's list", submissions({ profile: "somebody" }, { limit: 50 }), ["submissions_profile"]],
    ["what was begun", unfinishedForms({ form: "paper" }, { limit: 20 }), ["unfinished_form"]],
  ] as [string, Query<unknown>, string[]][])(
    "read %s by an index, and sort nothing",
    async (_, { statements }, indexes) => {
      const { open } = await freshDatabase();
      const plans = await open().read(statements.map(({ sql, args }) => ({ sql: `EXPLAIN QUERY PLAN ${sql}`, args })));
      const told = plans.flatMap(({ rows }) => rows.map(({ detail }) => String(detail))).join("\n");
      for (const index of indexes) expect(told).toContain(index);
      expect(told).not.toMatch(/SCAN (s|u|submissions|unfinished|permissions)\b(?!.*USING (COVERING )?INDEX)/);
      expect(told).not.toContain("TEMP B-TREE FOR ORDER BY");
    },
  );
});

describe("submissions as a list", () => {
  it("are those asked for, newest first, each once", async () => {
    const { open } = await freshDatabase();
    const db = open();
    const all = Array.from({ length: 7 }, (_, i) =>
      row({ id: `s${i}`, at: NOON + (i >> 1), doubts: i === 3 ? ["x"] : [] }),
    );
    await db.write(insertRows(sent, [...all, row({ id: "other", form: "other" })]));
    const ids = async (filter: SubmissionFilter): Promise<string[]> => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const part = await askOne(db, submissions(filter, { limit: 2, cursor }));
        found.push(...part.items.map(({ id }) => id));
        cursor = part.next ?? undefined;
      } while (cursor !== undefined);
      return found;
    };
    expect(await ids({ form: "paper" })).toEqual(["s6", "s5", "s4", "s3", "s2", "s1", "s0"]);
    expect(await ids({ form: "paper", from: NOON + 1, to: NOON + 2 })).toEqual(["s3", "s2"]);
    expect(await ids({ form: "paper", doubted: true })).toEqual(["s3"]);
    expect(await ids({})).toHaveLength(8);
  });
});

describe("submissions as a file", () => {
  const playbook = testPlaybook();
  const text = async (form: string | undefined, rows: ReturnType<typeof row>[]): Promise<string> => {
    const { open } = await freshDatabase();
    await open().write(insertRows(sent, rows));
    const options = { form: form === undefined ? undefined : playbook.forms[form] };
    return new Response(await exportSubmissions(open(), { form }, options)).text();
  };

  it("have a column for each field, and one for what the form asks no longer", async () => {
    const answers = { firstName: 'A "b", c', company: "two\nlines", gone: "old" };
    const [line] = parse(await text("paper", [row({ answers, doubts: ["fast", "company"] })]), { columns: true }) as [
      Record<string, string>,
    ];
    expect(line).toMatchObject({
      form: "paper",
      at: new Date(NOON).toISOString(),
      firstName: 'A "b", c',
      company: "two\nlines",
      industry: "",
      others: '{"gone":"old"}',
      doubts: "fast company",
    });
    // A field that is called as a column of ours is told apart from it.
    expect(Object.keys(line)).toContain("answer.email");
  });

  it("have nothing that a spreadsheet would run, whatever was answered", async () => {
    const wicked = ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "＝1"];
    const file = await text(
      "paper",
      wicked.map((company) => row({ answers: { company, [company]: company } })),
    );
    const lines = parse(file, { columns: true }) as Record<string, string>[];
    expect(lines).toHaveLength(wicked.length);
    for (const cell of lines.flatMap((line) => Object.values(line))) expect(cell).not.toMatch(/^\s*[=+\-@＝]/);
  });

  it("are one for all forms, and go on where a part ends", async () => {
    const rows = Array.from({ length: 1_203 }, (_, i) => row({ at: NOON + i, form: i % 2 ? "a" : "b" }));
    const lines = parse(await text(undefined, rows), { columns: true }) as Record<string, string>[];
    expect(new Set(lines.map(({ id }) => id)).size).toBe(rows.length);
  });
});

describe("a day's beginning", () => {
  it.each([
    ["2026-11-22", "Europe/Copenhagen", "2026-11-21T23:00:00Z"],
    ["2026-07-01", "Europe/Copenhagen", "2026-06-30T22:00:00Z"],
    ["2026-03-29", "Europe/Copenhagen", "2026-03-28T23:00:00Z"],
    ["2026-03-30", "Europe/Copenhagen", "2026-03-29T22:00:00Z"],
    ["2026-10-25", "Europe/Copenhagen", "2026-10-24T22:00:00Z"],
    ["2026-10-26", "Europe/Copenhagen", "2026-10-25T23:00:00Z"],
    ["2026-11-22", "Pacific/Auckland", "2026-11-21T11:00:00Z"],
    ["2026-11-22", "America/Los_Angeles", "2026-11-22T08:00:00Z"],
    ["2026-11-22", "UTC", "2026-11-22T00:00:00Z"],
  ])("%s in %s is %s", (day, zone, begins) => {
    expect(startOf(day, zone)).toBe(Date.parse(begins));
  });
});
