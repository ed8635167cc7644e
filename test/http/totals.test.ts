import { describe, expect, it } from "vitest";
import { Browser, until } from "../support/client.ts";

/** A visitor without consent, on a day that no other test uses. */
function visitor(day: string, headers: Record<string, string> = {}): Browser {
  const browser = new Browser(new Date(`${day}T12:00:00Z`));
  browser.headers = { "user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/153.0 Safari/537.36", ...headers };
  return browser;
}

describe("GET /totals", () => {
  it("tells views without consent by page, country, device and referrer, few of them together", async () => {
    const day = "2031-03-04";
    const dane = visitor(day, { "x-fodspor-cf": '{"country":"DK"}' });
    const german = visitor(day, { "x-fodspor-cf": '{"country":"DE"}' });
    const pages = ["/pricing/", "/pricing/", "/pricing/", "/pricing/", "/u/anna@acme.example/", "/blog/one/"];
    for (const path of [...pages, "/pricing/"]) await dane.batch([dane.event("page_view", path)]);
    await german.batch([german.event("page_view", "/pricing/", { referrer: "https://www.google.com/" })]);

    const api = (query: string) => dane.api(`/totals?from=${day}&to=${day}&${query}`);
    const { json } = await until(
      () => api("by=path"),
      (answer) => answer.json?.views === 8,
    );
    expect(json).toEqual({
      from: day,
      to: day,
      views: 8,
      totals: [
        { name: "/pricing/", views: 6 },
        { name: "*", views: 2 },
      ],
      next: null,
    });
    expect((await api("by=country")).json.totals).toEqual([
      { name: "DK", views: 7 },
      { name: "*", views: 1 },
    ]);
    expect((await api("by=referrer")).json.totals).toEqual([
      { name: "direct", views: 7 },
      { name: "*", views: 1 },
    ]);
    expect((await api("by=device")).json.totals).toEqual([{ name: "desktop", views: 8 }]);
    expect((await api("by=day")).json.totals).toEqual([{ name: day, views: 8 }]);
    expect((await visitor(day).api("/totals?by=day")).json).toMatchObject({ from: "2031-02-03", to: day, views: 8 });
  });

  it.each([
    ["an unknown grouping", "by=profile"],
    ["a day that does not exist", "from=2026-02-30"],
    ["something else than a day", "to=tomorrow"],
    ["days the wrong way round", "from=2026-02-03&to=2026-02-01"],
  ])("refuses %s", async (_, query) => {
    const browser = new Browser();
    for (const list of query.startsWith("by") ? ["totals"] : ["totals", "choices"]) {
      const answer = await browser.api(`/${list}?${query}`);
      expect([answer.status, answer.json.error.code]).toEqual([400, "invalid_request"]);
    }
  });

  it("is for those who hold the token", async () => {
    expect((await new Browser().fetch("/api/totals")).status).toBe(401);
    expect((await new Browser().fetch("/api/choices")).status).toBe(401);
  });
});

describe("GET /choices", () => {
  it("tells sums of a period, and no rate where nobody chose", async () => {
    const { json } = await new Browser().api("/choices?from=2031-01-01&to=2031-01-02");
    const nobody = { analytics: null, personalization: null, marketing: null };
    expect(json).toEqual({ from: "2031-01-01", to: "2031-01-02", people: 0, rates: nobody, choices: [], next: null });
  });
});
