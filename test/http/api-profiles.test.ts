import { describe, expect, it } from "vitest";
import { Browser, GRANTED, until } from "../support/client.ts";
import { confirmLink, profileOf, somebody } from "../support/person.ts";

describe("GET /profiles", () => {
  it("finds a person by address in any case, by browser and by segment", async () => {
    const { browser, email, id, profile } = await somebody(["/pricing", "/pricing"]);
    expect(profile).toMatchObject({
      email,
      emailConfirmed: false,
      stage: "evaluate",
      views: 2,
      visits: 1,
      consent: GRANTED,
    });
    expect(profile.permissions).toEqual({ "white-paper": "pending" });
    const visitor = profile.visitors[0];
    const segment = profile.segments[0];
    const queries = [
      `email=${email.toUpperCase()}`,
      `visitor=${visitor}`,
      `segment=${segment}&email=${email}`,
      `stage=evaluate&email=${email}`,
    ];
    for (const query of queries) {
      const { json } = await browser.api(`/profiles?${query}`);
      expect([query, json.profiles.map((one: { id: string }) => one.id), json.next]).toEqual([query, [id], null]);
    }
    const { json } = await browser.api(`/profiles?email=${email}&segment=competitors`);
    expect(json.profiles).toEqual([]);
  });

  it("gives every person once, page by page, the last seen first", async () => {
    await Promise.all([somebody(), somebody(), somebody()]);
    const browser = new Browser();
    const seen: { id: string; lastSeen: string }[] = [];
    let cursor: string | null = null;
    do {
      const { json } = await browser.api(`/profiles?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
      expect(json.profiles.length).toBeLessThanOrEqual(2);
      seen.push(...json.profiles);
      cursor = json.next;
    } while (cursor !== null && seen.length < 40);
    const ids = seen.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    const times = seen.map((one) => one.lastSeen);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it("explains the behaviour points at the time of asking, to the last decimal", async () => {
    const { browser, email } = await somebody(["/", "/pricing", "/products/pick/overview", "/blog/a"]);
    const sum = (lines: { points: number }[]): number =>
      Math.round(lines.reduce((total, line) => total + line.points, 0) * 100) / 100;
    const { score, explain } = await profileOf(browser, email, () => true);
    expect(explain.map((line: { rule: string }) => line.rule)).toEqual([
      "paper",
      "decisive",
      "stories",
      "pick",
      "front",
    ]);
    expect(score.behaviour.points).toBe(28.5);
    expect(sum(explain)).toBe(28.5);
    browser.now = new Date(browser.now.getTime() + 14 * 86_400_000);
    const later = await profileOf(browser, email, () => true);
    expect(later.explain.find((line: { rule: string }) => line.rule === "decisive").points).toBe(5);
    expect(sum(later.explain)).toBe(later.score.behaviour.points);
  });

  it("answers for a profile that was merged with the person it went into", async () => {
    const first = await somebody(["/pricing"]);
    await first.browser.post(new URL(await confirmLink(first.browser, first.email)).pathname.replace("/_f", ""), "");
    await profileOf(first.browser, first.email, (one) => one.emailConfirmed);
    const phone = new Browser();
    await phone.read("/terms");
    await phone.submit({ email: first.email });
    const claims = await until(
      () => phone.api(`/profiles?email=${first.email}`),
      ({ json }) => json?.profiles?.length === 2,
    );
    const other = claims.json.profiles.find((one: { id: string }) => one.id !== first.id).id;
    const link = await until(
      () => phone.api(`/messages?profile=${other}`),
      ({ json }) => json?.messages?.[0]?.status === "sent",
    );
    await phone.post(
      new URL(/http\S+\/confirm\/\S+/.exec(link.json.messages[0].text)![0]).pathname.replace("/_f", ""),
      "",
    );
    await profileOf(phone, first.email, (one) => one.visitors.length === 2);
    const { json } = await phone.api(`/profiles/${other}`);
    expect(json.id).toBe(first.id);
    const { json: timeline } = await phone.api(`/profiles/${other}/timeline?limit=200`);
    expect(timeline.events.map((one: { path: string }) => one.path)).toEqual(
      expect.arrayContaining(["/pricing", "/terms"]),
    );
  });
});

describe("GET /profiles/:id/timeline", () => {
  it("tells what happened, newest first, with points, stage and segments, in pages", async () => {
    const { browser, id } = await somebody(["/", "/pricing", "/pricing"]);
    const { json } = await browser.api(`/profiles/${id}/timeline`);
    const times = json.events.map((one: { at: string }) => one.at);
    expect(times).toEqual(times.toSorted().toReversed());
    const views = json.events.filter((one: { type: string }) => one.type === "page_view");
    expect(views).toHaveLength(3);
    expect(views.find((one: { path: string }) => one.path === "/pricing")).toMatchObject({
      name: null,
      points: [{ rule: "decisive", points: 10 }],
      data: { page: { class: "pricing" } },
    });
    const moved = json.events.find((one: { stage?: { to: string } }) => one.stage?.to === "evaluate");
    expect(moved.entered).toContain("evaluating");
    const paged: string[] = [];
    let cursor = "";
    for (;;) {
      const { json: part } = await browser.api(`/profiles/${id}/timeline?limit=2${cursor}`);
      paged.push(...part.events.map((one: { id: string }) => one.id));
      if (part.next === null) break;
      cursor = `&cursor=${part.next}`;
    }
    expect(paged).toEqual(json.events.map((one: { id: string }) => one.id));
  });
});
