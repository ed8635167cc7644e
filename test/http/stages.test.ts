import { describe, expect, it } from "vitest";
import { cellCounts } from "../../worker/reports/matrix.ts";
import { people } from "../../worker/reports/people.ts";
import { medianStays, stageFlows, stagesOf } from "../../worker/reports/stages.ts";
import { Browser, rows, until } from "../support/client.ts";
import { somebody } from "../support/person.ts";

const api = new Browser();

describe("the stages that a person has been in", () => {
  it("are told newest first, with how long they stayed and what moved them", async () => {
    const { id } = await somebody(["/pricing/", "/terms/"]);
    const { json } = await until(
      () => api.api(`/profiles/${id}/stages`),
      (answer) => answer.json?.stage === "evaluate",
    );
    expect(json.moves[0]).toMatchObject({ to: "evaluate", by: "event", at: json.since });
    expect(json.moves.at(-1).from).toBe("interest");
    for (const { stayed } of json.moves) expect(stayed).toBeGreaterThanOrEqual(0);
    expect(json.next).toBeNull();
    const first = (await api.api(`/profiles/${id}/stages?limit=1`)).json;
    expect(first.moves).toEqual([json.moves[0]]);
    expect((await api.api("/profiles/00000000-0000-4000-8000-000000000000/stages")).status).toBe(404);
  });
});

describe("GET /stages", () => {
  it("tells people, moves on and back, and how long people stay", async () => {
    // Moves a long time from now, so that no other test's are among them.
    const now = new Date("2041-03-01T00:00:00Z");
    const day = 86_400_000;
    const at = now.getTime() - day;
    const stays = [1, 2, 9].map((days) => ["learn", "evaluate", days * day, "event"] as const);
    const moves = [...stays, ["evaluate", "learn", 14 * day, "time"], ["evaluate", "learn", day, "event"]] as const;
    for (const [i, [from, to, stayed, by]] of moves.entries())
      await rows("INSERT INTO stage_moves VALUES (?, ?, ?, ?, ?, ?)", `later ${i}`, at + i, from, to, stayed, by);
    const browser = new Browser(now);
    const { json } = await browser.api("/stages?days=7");
    const of = (id: string) => json.stages.find((stage: { id: string }) => stage.id === id);
    expect(of("learn")).toMatchObject({ entered: 2, left: 3, forward: 3, timedOut: 0, back: 0 });
    expect(of("learn").dwell).toEqual({ median: 2 * day, average: 4 * day });
    expect(of("evaluate")).toMatchObject({ kind: "window", entered: 3, left: 2, forward: 0, timedOut: 1, back: 1 });
    expect(of("evaluate").dwell.median).toBe(7.5 * day);
    expect(of("interest").dwell).toBeNull();
    expect(json.moves).toContainEqual({ from: "evaluate", to: "learn", by: "time", moves: 1 });
    expect((await api.api("/stages?days=366")).status).toBe(400);
  });
});

describe("the score's coordinate system", () => {
  it("counts people by cell, and leads to those who are in one", async () => {
    const { id } = await somebody(["/pricing/", "/terms/"]);
    const [row] = await until(
      () => rows("SELECT cell FROM profiles WHERE id = ?", id),
      ([one]) => one!["cell"] !== null,
    );
    const cell = String(row!["cell"]);
    const { json } = await api.api(`/profiles?cell=${cell}`);
    expect(json.profiles.map((one: { id: string }) => one.id)).toContain(id);
    for (const { score } of json.profiles) expect(`${score.fit.grade}${score.behaviour.rank}`).toBe(cell);
    const { cells } = (await api.api("/matrix")).json;
    expect(cells).toHaveLength(16);
    expect(cells.find((one: { cell: string }) => one.cell === cell).people).toBeGreaterThan(0);
    expect(cells.find((one: { cell: string }) => one.cell === "A1").action).toBe("mql");
    await api.api(`/profiles/${id}`, { method: "DELETE" });
    expect(await rows("SELECT cell FROM profiles WHERE id = ?", id)).toEqual([{ cell: null }]);
  });
});

it("moves, cells and their people are found by indexes that hold all that is asked", async () => {
  const flows = stageFlows(0);
  for (const { statements } of [flows, medianStays(["learn"], 0), cellCounts(), stagesOf("x", { limit: 5 })]) {
    const { sql, args } = statements[0]!;
    const plan = await rows(`EXPLAIN QUERY PLAN ${sql}`, ...(args as (string | number)[]));
    const steps = plan.map(({ detail }) => String(detail)).filter((step) => /profiles|stage_moves/.test(step));
    for (const step of steps) expect(step).toMatch(/INDEX|PRIMARY KEY/);
  }
  const found = { profiles_cell: { cell: "A1" }, profiles_stage: { stage: "learn" }, profiles_last_seen: {} };
  for (const [index, filter] of Object.entries(found)) {
    const { sql, args } = people(filter, { limit: 50 }).statements[0]!;
    const plan = await rows(`EXPLAIN QUERY PLAN ${sql}`, ...(args as (string | number)[]));
    expect(plan.map(({ detail }) => String(detail)).join("\n")).toContain(`p USING INDEX ${index}`);
    // A person's own browsers are sorted, the people are not: they come in the index's order.
    expect(plan.filter(({ parent, detail }) => parent === 0 && String(detail).includes("TEMP B-TREE"))).toEqual([]);
  }
});
