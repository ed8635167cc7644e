import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { argumentsOf, timeOf } from "../../cli/playbook/try/arguments.ts";
import { historyOf } from "../../worker/personas/history.ts";
import { tryPersonas } from "../../cli/playbook/try/personas.ts";
import { print } from "../../cli/playbook/try/print.ts";
import type { Report } from "../../cli/playbook/try/report.ts";
import { Document } from "../../worker/playbook/document.ts";
import { type Compiled, compile } from "../../worker/playbook/index.ts";
import { Persona } from "../../worker/playbook/persona.ts";
import { DAY, NOON } from "../support/events.ts";
import { document } from "../support/playbook.ts";

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);

const DID = [
  { page: "/pricing", ago: "5d" },
  { page: "/products/pick/a", ago: "4d", times: 3 },
  { page: "/pricing", ago: "4d" },
  { form: "paper", ago: "3d", answers: { firstName: "Anna", industry: "logistics" } },
];

/** The test's playbook with one persona, and what else is given. */
function playbookWith(persona: object, more: object = {}): Compiled {
  const personas = { anna: { title: "Anna", ...persona } };
  return compile(Document.parse({ ...structuredClone(document), personas, ...more }), 1);
}

function tried(persona: object, more: object = {}, url = "/"): Report {
  return tryPersonas(playbookWith(persona, more), "anna", url, NOON, undefined)[0]!;
}

describe("a try of a persona", () => {
  it("tells the stage, since when, and the condition that opened it", () => {
    const { stage } = tried({ did: DID });
    expect(stage).toMatchObject({
      id: "evaluate",
      since: new Date(NOON - 4 * DAY).toISOString(),
      because: "read /pricing",
    });
    expect(stage.why).toMatchObject({ holds: true, words: expect.stringContaining("pricing") });
  });

  it("tells each line of the score, which add up", () => {
    const { score } = tried({ did: DID });
    expect(score).toMatchObject({ cell: "B3", fit: { points: 40, grade: "B" }, behaviour: { rank: 3 } });
    const { points, lines } = score.behaviour;
    expect(lines.map(({ title }) => title)).toEqual(["White paper", "The price page", "Pages about picking"]);
    expect(lines.reduce((sum, line) => sum + line.points, 0)).toBeCloseTo(points, 10);
  });

  it("tells of each segment why and why not, part by part", () => {
    const { segments } = tried({ did: DID });
    const both = segments.find(({ name }) => name === "hot-pickers")!;
    expect(both).toMatchObject({ isIn: false, why: { words: "all of", holds: false } });
    expect(both.why.parts!.map(({ holds }) => holds)).toEqual([true, false]);
    const hot = segments.find(({ name }) => name === "hot")!;
    expect(hot.why.seen).toMatch(/^B3, [\d.]+ points$/);
  });

  it("decides the blocks of a page, and says why not the other variants", () => {
    const early = tried({ country: "DK", did: DID.slice(0, 1) });
    expect(early.blocks).toMatchObject([
      {
        name: "hero",
        variant: "danes",
        html: "<h1>Hej</h1>",
        variants: [
          { name: "evaluating", isShown: false, because: "does not hold" },
          { name: "danes", isShown: true },
        ],
      },
    ]);
    const late = tried({ country: "DK", did: DID });
    expect(late.blocks[0]).toMatchObject({
      variant: "evaluating",
      variants: [{}, { because: "one before it is shown" }],
    });
  });

  it("leaves out of a form what is known, and opens what permissions say", () => {
    const { forms } = tried({ did: DID, permissions: { news: "confirmed" } });
    expect(forms).toMatchObject([{ fields: ["company"], boxes: [], known: ["email", "firstName", "industry"] }]);
    const { timeline } = tried({ did: DID, permissions: { news: "confirmed" } });
    expect(timeline.map(({ what }) => what)).toContain("confirmed paper, news");
  });

  it("tells what time alone will change, as it then happens", () => {
    const { next } = tried({ did: DID });
    const leaves = next.find(({ changes }) => changes.some((change) => change.includes("to Learn")))!;
    expect(leaves.at).toBe(new Date(NOON + 10 * DAY).toISOString());
    const later = tryPersonas(
      playbookWith({
        did: DID.map((deed) => ({ ...deed, ago: deed.ago.replace(/\d+/, (n) => String(Number(n) + 11)) })),
      }),
      "anna",
      "/",
      NOON,
      undefined,
    );
    expect(later[0]!.stage).toMatchObject({
      id: "learn",
      because: expect.stringContaining("in Evaluate had passed"),
      why: null,
    });
  });

  it("knows nothing of who allows nothing, and shows them what everybody sees", () => {
    const nothing = { analytics: false, personalization: false, marketing: false };
    const report = tried({ consent: nothing, did: DID });
    expect(report).toMatchObject({
      stage: { id: "interest" },
      score: { cell: "D4" },
      blocks: [{ variant: "default" }],
    });
    expect(report.forms[0]!.fields).toContain("email");
    expect(report.notes[0]).toContain("They allow nothing");
  });

  it("keeps to the browser what is done without analytics", () => {
    const report = tried({ consent: { analytics: false, personalization: true, marketing: false }, did: DID });
    expect(report).toMatchObject({ stage: { id: "evaluate" }, blocks: [{ variant: "evaluating" }] });
    expect(report.forms[0]!.known).toEqual([]);
  });

  it("says which flows they would start, and by what", () => {
    const flows = {
      welcome: { title: "Welcome", kind: "transition", start: [{ form: "paper" }], steps: [{ end: true }] },
      compare: {
        title: "Compare",
        kind: "transition",
        start: [{ stage: "evaluate" }],
        when: { trait: "industry", eq: "retail" },
        steps: [{ end: true }],
      },
    };
    const [welcome, compare] = tried({ did: DID }, { flows }).flows;
    expect(welcome!.starts).toEqual([{ at: new Date(NOON - 3 * DAY).toISOString(), by: "filled in paper" }]);
    expect(compare).toMatchObject({ starts: [], when: { holds: false } });
  });

  it("hands over to sales, and names the rule by which somebody is theirs", () => {
    const sales = {
      when: { score: { fit: { gte: "B" } } },
      due: "1d",
      again: "90d",
      owners: [{ id: "mette", name: "Mette", countries: ["DK"] }],
      assign: ["account", "country"],
      rejections: { no: "No" },
    };
    const { lead } = tried({ country: "DK", did: DID }, { sales });
    expect(lead).toMatchObject({ status: "mql", since: new Date(NOON - 3 * DAY).toISOString(), why: { holds: true } });
    expect(lead.owner).toBe("whoever looks after their company already, else Mette (country DK)");
  });

  it("can be read in a terminal, every part of it", () => {
    const text = print(tried({ did: DID }), "UTC");
    for (const part of [
      "Stage",
      "Score",
      "Segments",
      "Blocks",
      "Forms",
      "Flows",
      "Sales",
      "What happened",
      "What time alone",
    ])
      expect(text).toContain(part);
  });

  it("makes the same history each time, each page at a time of its own", () => {
    const playbook = playbookWith({ did: DID });
    const history = historyOf("anna", playbook.personas["anna"]!, playbook, NOON);
    expect(historyOf("anna", playbook.personas["anna"]!, playbook, NOON)).toEqual(history);
    expect(new Set(history.map(({ id }) => id)).size).toBe(history.length);
    expect(history.filter(({ type }) => type === "page_view").map(({ at }) => at - NOON)).toEqual(
      [-5 * DAY, -4 * DAY, -4 * DAY, -4 * DAY + 60_000, -4 * DAY + 120_000].toSorted((a, b) => a - b),
    );
    expect(history.every(({ at }) => at <= NOON)).toBe(true);
  });
});

describe("what a persona cannot be", () => {
  it("is told by name: an unknown form, and answers that the form would refuse", () => {
    const with_ = (did: object[]) => () =>
      historyOf("anna", Persona.parse({ title: "Anna", did }), playbookWith({}), NOON);
    expect(with_([{ form: "nothing", ago: "1d" }])).toThrow('"anna" fills in "nothing"');
    expect(with_([{ form: "paper", ago: "1d", answers: { industry: "mining" } }])).toThrow(
      /answers industry of paper with "mining"/,
    );
  });
});

describe("npm run playbook -- try", () => {
  it.each([
    [[], { who: undefined, url: "/", folder: "home" }],
    [["anna"], { who: "anna", url: "/", folder: "home" }],
    [["anna", "/pricing/"], { who: "anna", url: "/pricing/", folder: "home" }],
    [["/pricing/", "my/playbook"], { who: undefined, url: "/pricing/", folder: "my/playbook" }],
    [["./playbook"], { who: undefined, url: "/", folder: "./playbook" }],
    [["anna", "https://a.example/x", "/tmp/p"], { who: "anna", url: "https://a.example/x", folder: "/tmp/p" }],
  ])("reads %j", (given, asked) => expect(argumentsOf(given, "home")).toEqual(asked));

  it("refuses what it does not understand, and says what to write", () => {
    expect(() => argumentsOf(["anna", "/", "a/b", "c"], "home")).toThrow('What is "c"?');
    expect(() => timeOf("tomorrow")).toThrow("Write a time such as");
  });

  it("shows all personas of the example in a table, one as JSON, and those there are for one there is not", async () => {
    const cli = (...args: string[]) => run("npx", ["node", "cli/playbook/main.ts", "try", ...args], { cwd: ROOT });
    const [all, one, none] = await Promise.all([
      cli("/pricing/"),
      cli("manager", "/pricing/", "--json", "--at", "2026-12-01T09:00:00Z", "--locale", "da"),
      cli("somebody").catch((error: unknown) => error as { stderr: string; code: number }),
    ]);
    expect(all.stdout).toMatch(/^persona +stage/);
    expect(all.stdout).not.toContain("\u001B");
    expect(JSON.parse(one.stdout)).toMatchObject({ who: "manager", locale: "da", at: "2026-12-01T09:00:00.000Z" });
    expect(none).toMatchObject({ code: 1, stderr: expect.stringMatching(/no persona "somebody"\. There are: \w+/) });
  });
});
