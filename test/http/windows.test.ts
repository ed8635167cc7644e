import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stack } from "../../cli/stack.ts";
import { Browser, freshEmail, until } from "../support/client.ts";
import { profileOf } from "../support/person.ts";
import { testStack } from "../support/stack.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let stack: Stack;
let dataDir: string;
const start = Date.now();

/** Ticks of the future are for a database of its own: in the common one they would age everybody else's visitors. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fodspor-windows-"));
  stack = await testStack({ dataDir });
  const { document } = (await browsing().api("/playbook")).json;
  document.segments["price-readers"] = {
    title: "Read prices this week",
    when: { did: "page_view", where: { "page.class": "pricing" }, within: "7d" },
  };
  document.blocks.offer = {
    title: "Offer",
    variants: [
      { name: "evaluating", when: { stage: "evaluate" }, html: "<p>Compare</p>" },
      { name: "prices", when: { segment: "price-readers" }, html: "<p>Ask us</p>" },
    ],
    default: { html: "<p>Hello</p>" },
  };
  const put = await browsing().api("/playbook", { method: "PUT", body: JSON.stringify({ document }) });
  expect([put.status, put.text]).toEqual([200, expect.stringContaining("revision")]);
});
afterAll(async () => {
  await stack.close();
  await rm(dataDir, { recursive: true, force: true });
});

function browsing(): Browser {
  const { url, demoUrl, basePath, adminToken } = stack;
  return Object.assign(new Browser(new Date(start)), { stack: { url, demoUrl, base: url + basePath, adminToken } });
}

/** Somebody who read pages at the start and gave an address, so that no retention touches them. */
async function reader(...paths: string[]) {
  const browser = browsing();
  const email = freshEmail("windows");
  await browser.read(...paths);
  await browser.submit({ email });
  const { id } = await profileOf(browser, email, (one) => one.views === paths.length);
  const at = async (after: number) => {
    await stack.tick(start + after);
    browser.now = new Date(start + after);
    const profile = (await browser.api(`/profiles/${id}`)).json;
    const { events } = (await browser.api(`/profiles/${id}/timeline?limit=200`)).json;
    const offer: string = (await browser.fetch("/b?names=offer")).json.offer.variant;
    return { profile, events, offer };
  };
  return { browser, id, at };
}

interface Told {
  type: string;
  name: string;
  at: string;
  data: { properties: Record<string, unknown> };
}

const byTime = (events: Told[], type: string): Told[] =>
  events.filter((one) => one.type === type && one.data.properties["by"] === "time");

describe("what time alone decides", () => {
  it("a segment with a window is left on time, without an event, in the profile and in the browser", async () => {
    const { at } = await reader("/pricing/");
    const before = await at(6 * DAY + 23 * HOUR);
    expect(before.profile.segments).toContain("price-readers");
    expect(before.offer).toBe("prices");
    expect(byTime(before.events, "segment_left")).toEqual([]);

    const after = await at(7 * DAY + MINUTE);
    expect(after.profile.segments).not.toContain("price-readers");
    expect(after.offer).toBe("default");
    expect(byTime(after.events, "segment_left").map(({ name, at }) => [name, Date.parse(at)])).toContainEqual([
      "price-readers",
      start + 7 * DAY + MINUTE,
    ]);
    expect((await browsing().api("/segments/price-readers/members")).json.members).toEqual([]);
  });

  it("the score crosses a rank downward, and its boundary is told once", async () => {
    const { at } = await reader("/pricing/");
    // 10 for the prices and 15 for the form are 25: rank 3. The first halves every 14 days, the second every 30.
    const before = await at(8 * DAY);
    expect(before.profile.score.behaviour).toMatchObject({ points: expect.closeTo(19.2, 1), rank: 3 });
    const still = await at(28 * DAY);
    expect(still.profile.score.behaviour.rank).toBe(3);
    expect(byTime(still.events, "score_changed")).toEqual([]);
    const after = await at(40 * DAY);
    expect(after.profile.score.behaviour.points).toBeLessThan(10);
    expect(after.profile.score.behaviour.rank).toBe(4);
    const again = await at(41 * DAY);
    expect(byTime(again.events, "score_changed")).toMatchObject([{ name: "D4", data: { properties: { from: "D3" } } }]);
  });

  it("a stage's window ends, and sends back who shows no new signs", async () => {
    const { browser, id, at } = await reader("/pricing/", "/terms/");
    const before = await at(13 * DAY + 23 * HOUR);
    expect([before.profile.stage, before.offer]).toEqual(["evaluate", "evaluating"]);
    const after = await at(14 * DAY + MINUTE);
    expect([after.profile.stage, after.offer]).toEqual(["learn", "default"]);
    const [move] = (await browser.api(`/profiles/${id}/stages`)).json.moves;
    expect(move).toMatchObject({ from: "evaluate", to: "learn", by: "time" });
    expect(move.stayed).toBeGreaterThanOrEqual(14 * DAY);
    expect(move.stayed).toBeLessThan(14 * DAY + 2 * MINUTE);
    expect(byTime(after.events, "stage_entered")).toMatchObject([{ name: "learn" }]);
    expect((await at(60 * DAY)).profile.stage).toBe("learn");
  });

  it("a browser that comes back later is where the profile is", async () => {
    const { browser, id, at } = await reader("/pricing/", "/terms/");
    await at(20 * DAY);
    await browser.read("/");
    const { json } = await until(
      () => browser.api(`/profiles/${id}`),
      (answer) => answer.json.views === 3,
    );
    expect(json.stage).toBe("learn");
    expect((await browser.fetch("/b?names=offer")).json.offer.variant).toBe("default");
  });
});
