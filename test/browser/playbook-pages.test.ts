import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, inject, it } from "vitest";
import { rows, until } from "../support/client.ts";
import { somebody } from "../support/person.ts";
import { violations } from "./axe.ts";
import { dashboard, text } from "./dashboard.ts";

const stack = inject("stack");
const admin = `${stack.base}/admin`;

const { open } = dashboard();

/** Somebody who evaluates, with what followed from time, a playbook and a merge besides. */
async function evaluating() {
  const person = await somebody(["/pricing/", "/terms/"], { industry: "logistics" });
  await until(
    () => rows("SELECT 1 FROM profiles WHERE id = ? AND stage = 'evaluate'", person.id),
    (found) => found.length === 1,
  );
  return person;
}

/** An event that followed by itself, as the consumer stores it. */
async function followed(
  profile: string,
  type: string,
  name: string,
  properties: object,
  { id = randomUUID() as string, now = Date.now() } = {},
): Promise<void> {
  const row = [id, profile, type, name, now, now, JSON.stringify({ properties })];
  await rows(
    "INSERT INTO events (id, profile_id, type, name, at, received_at, data, effects) VALUES (?, ?, ?, ?, ?, ?, ?, '{\"points\":[]}')",
    ...row,
  );
}

describe("segments", () => {
  it("are listed with how they went, and each leads to its people and its file", async () => {
    const { email } = await evaluating();
    const page = await open("/segments");
    const line = page.getByRole("row", { name: /Evaluating or justifying/ });
    expect((await line.textContent())!).toMatch(/what they do.*from \d+ to \d+/);
    await line.getByRole("link").click();
    await page.waitForURL(`${admin}/segments/evaluating`);
    expect(await text(page, "main")).toMatch(/Condition ?.*stage/i);
    expect(await page.getByRole("row", { name: new RegExp(email) }).count()).toBe(1);
    await page.getByText("The figures, day by day").click();
    const figures = page.getByRole("table", { name: "People in it, day by day" });
    expect(await figures.getByRole("row").count()).toBe(31);
    await page.getByRole("link", { name: "365 days" }).click();
    await page.waitForURL(`${admin}/segments/evaluating?days=365`);

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download CSV" }).press("Enter"),
    ]);
    expect(download.suggestedFilename()).toMatch(/^evaluating-.*\.csv$/);
    const file = readFileSync((await download.path())!, "utf8");
    expect(file.startsWith("\uFEFFid,email,")).toBe(true);
    expect(file).toContain(email);
    await page.getByLabel("Who").selectOption({ index: 1 });
    const [permitted] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download JSON" }).click(),
    ]);
    const { members } = JSON.parse(readFileSync((await permitted.path())!, "utf8"));
    expect(members.map((one: { email: string }) => one.email)).not.toContain(email);
  });

  it("are no page where the playbook has none of that name", async () => {
    const page = await open("/segments");
    page.removeAllListeners("console");
    for (const path of ["/segments/none", "/segments/constructor", "/segments/none/export"])
      expect([path, (await page.goto(admin + path))?.status()]).toEqual([path, 404]);
  });
});

describe("the journey", () => {
  it("tells where people are and how they move, and each cell of the score leads to its people", async () => {
    const { email, id } = await evaluating();
    const page = await open("/journey");
    const stages = page.locator(".flow li");
    expect(await stages.nth(0).textContent()).toMatch(/Interest.*Holding place/);
    expect(await stages.nth(2).textContent()).toMatch(/Evaluate.*Window: 14 days/);
    const [row] = await rows("SELECT cell FROM profiles WHERE id = ?", id);
    const cell = String(row!["cell"]);
    await page.getByRole("link", { name: new RegExp(`people in ${cell}`) }).click();
    await page.waitForURL(`${admin}/people?cell=${cell}`);
    expect(await page.getByLabel("Score").inputValue()).toBe(cell);
    expect(await page.getByRole("row", { name: new RegExp(email) }).count()).toBe(1);
  });
});

describe("what followed by itself", () => {
  it("is told once: by its cause, or with what brought it about", async () => {
    const { id } = await evaluating();
    await followed(id, "segment_left", "engaged", { by: "time" });
    await followed(id, "segment_entered", "returning", { by: "publish", revision: 7 });
    await followed(id, "segment_entered", "competitors", { by: "merge" });
    await followed(id, "segment_entered", "customers", { by: "event" });
    await followed(id, "stage_entered", "learn", { by: "time", from: "evaluate", after: 14 * 86_400_000 });
    await followed(id, "score_changed", "B2", { by: "event", from: "B3" });
    await followed(id, "lead_qualified", "", { by: "event", cell: "B2", action: "mql" });
    const now = Date.now();
    await followed(id, "track", "same_moment", {}, { id: `ffffffff${randomUUID().slice(8)}`, now });
    await followed(
      id,
      "score_changed",
      "B1",
      { by: "event", from: "B2" },
      { id: `00000000${randomUUID().slice(8)}`, now },
    );
    const page = await open(`/people/${id}`);
    const story = await text(page, ".timeline");
    expect(story).toMatch(/Left Engaged ?points faded/);
    expect(story).toMatch(/Entered Returning visitors ?playbook revision 7/);
    expect(story).toMatch(/Entered Competitors ?two profiles were one person/);
    expect(story).toMatch(/Moved to Learn ?after 14 days in Evaluate · time passed/);
    expect(story).toMatch(/Score: from B3 to B2 ?fit B, behaviour warm/);
    expect(story).toMatch(/Qualified as a lead: B2 ?fit B, behaviour warm/);
    // Of one moment, what followed is above what it followed from.
    expect(story).toMatch(/Score: from B2 to B1 ?fit B, behaviour hot.*same_moment/);
    // What the page view led to stands on its own line, and nowhere else.
    expect(story).not.toContain("Moved to Evaluate");
    expect(story).not.toContain("Entered Customers");
    expect(await page.locator(".timeline .chip.stage", { hasText: "Evaluate" }).count()).toBe(1);
    const moves = page.getByRole("table", { name: "Moves, newest first" });
    expect(await moves.textContent()).toMatch(/to +Evaluate.*something happened/);
  });
});

describe("the playbook", () => {
  it("tells what is in force, since when and by whom, and what was before", async () => {
    const page = await open("/playbook");
    expect(await text(page, "dl.pairs")).toMatch(/Revision ?\d+ ?Published ?\d+ \w+ 20\d\d/);
    expect(await text(page, "main")).toContain("npm run playbook -- diff");
    expect(await page.getByRole("table", { name: "Revisions, newest first" }).count()).toBe(1);
  });

  it("follows how far people have come by itself, and tells it without a script too", async () => {
    const newest = "revision = (SELECT max(revision) FROM playbook_revisions)";
    const begin = () => rows(`UPDATE republishings SET finished_at = NULL, total = 400, done = 100 WHERE ${newest}`);
    const plain = await open("/playbook", { javaScriptEnabled: false });
    const page = await open("/playbook");
    // The job, which has nothing to do here, may end it at any moment.
    await until(
      async () => {
        await begin();
        await Promise.all([plain.reload(), page.reload()]);
        return [await text(plain, "#progress"), await text(page, "#progress")];
      },
      (told) => told.every((one) => one.includes("25%: 100 of 400 people looked at")),
    );
    await rows(`UPDATE republishings SET finished_at = ? WHERE ${newest}`, Date.now());
    await page.getByText(/all are there: [\d,]+ of 400 people/).waitFor();
    expect(await text(page, "#progress-said")).toContain("Done");
  });
});

describe.each([
  { width: 1280, colorScheme: "light" as const, locale: "en-GB", heading: "Journey" },
  { width: 390, colorScheme: "dark" as const, locale: "da-DK", heading: "Rejse" },
])("at $width px, $colorScheme, $locale", ({ width, colorScheme, locale, heading }) => {
  it("has no accessibility faults, nothing beside the screen, and no word left out", async () => {
    const { id } = await evaluating();
    await followed(id, "segment_left", "engaged", { by: "time" });
    const page = await open("/journey", { viewport: { width, height: 800 }, colorScheme, locale });
    expect(await page.textContent("nav [aria-current]")).toBe(heading);
    await page.goto(`${admin}/segments/evaluating`);
    // As a Danish spreadsheet separates.
    expect(await page.locator("form.export input[name=separator]").count()).toBe(locale === "da-DK" ? 1 : 0);
    const segments = ["/segments", "/segments?days=365", "/segments/evaluating", "/segments/subscribers?days=90"];
    for (const path of [...segments, "/journey", "/journey?days=90", "/playbook", "/people?cell=A1", `/people/${id}`]) {
      await page.goto(admin + path);
      for (const figures of await page.locator("details summary").all()) await figures.click();
      expect([path, await violations(page)]).toEqual([path, []]);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([path, 0]);
      expect(await page.textContent("main")).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});
