import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Browser, rows, until } from "../support/client.ts";
import { handedOver, say } from "../support/leads.ts";
import { leads } from "../../worker/reports/leads.ts";

const DAY = 86_400_000;
const at = (browser: Browser, days: number): Browser => {
  const later = new Browser(new Date(browser.now.getTime() + days * DAY));
  return Object.assign(later, { stack: browser.stack });
};

describe("a lead", () => {
  it("lives from what somebody did to the order, told at each step by the API and the timeline", async () => {
    const browser = new Browser();
    const { id, lead, email } = await handedOver(browser);
    const { json } = await browser.api(`/leads/${lead}`);
    expect(json).toMatchObject({
      id: lead,
      status: "mql",
      overdue: false,
      cell: "A2",
      owner: "mette",
      country: "DK",
      person: { id, email, emailConfirmed: true, traits: { phone: "+45 12 34 56 78" } },
      company: { name: expect.stringContaining("Vareby") },
      reasons: {
        action: "mql",
        fit: { grade: "A", points: 40 },
        behaviour: { rank: 2, lines: [{ rule: "decisive", points: expect.any(Number), at: expect.any(String) }] },
      },
    });
    expect(json.reasons.pages.map((page: { path: string }) => page.path).toSorted()).toEqual(["/pricing", "/terms"]);
    expect(Date.parse(json.dueAt) - Date.parse(json.createdAt)).toBe(2 * DAY);

    const accepted = await say(at(browser, 1), lead, "accept");
    expect([accepted.status, accepted.json]).toMatchObject([200, { status: "sql", acceptedAt: expect.any(String) }]);
    const again = await say(at(browser, 1.5), lead, "accept");
    expect([again.status, again.json]).toEqual([200, accepted.json]);

    const won = await say(at(browser, 10), lead, "won", { amount: 120_000.5, currency: "DKK", note: "Two sites" });
    expect(won.json).toMatchObject({ status: "won", amount: 120_000.5, currency: "DKK", note: "Two sites" });
    const profile = (await browser.api(`/profiles/${id}`)).json;
    expect(profile.lead).toEqual({ id: lead, status: "won", since: won.json.closedAt });
    const { events } = (await browser.api(`/profiles/${id}/timeline`)).json;
    expect(
      events.filter(({ type }: { type: string }) => type.startsWith("lead_")).map((one: { type: string }) => one.type),
    ).toEqual(["lead_won", "lead_accepted", "lead_qualified"]);
  });

  it("that sales rejects goes back, and comes again after a while if it still fits", async () => {
    const browser = new Browser();
    const { lead, userId, email } = await handedOver(browser);
    const rejected = await say(browser, lead, "reject", { cause: "too-early" });
    expect([rejected.status, rejected.json]).toMatchObject([200, { status: "rejected", cause: "too-early" }]);
    const pages = async (later: Browser) => {
      const timestamp = later.now.toISOString();
      const page = { type: "page", userId, timestamp, properties: { url: `${later.stack.demoUrl}/pricing` } };
      const authorization = `Basic ${Buffer.from(`${later.stack.writeKey}:`).toString("base64")}`;
      await later.post(
        "/v1/batch",
        { batch: Array.from({ length: 4 }, () => ({ ...page, messageId: randomUUID() })) },
        { authorization },
      );
      return until(
        () => later.api(`/profiles?email=${email}`),
        ({ json }) => json.profiles[0].lastSeen === timestamp,
      );
    };
    const soon = await pages(at(browser, 30));
    expect(soon.json.profiles[0].lead).toMatchObject({ id: lead, status: "rejected" });
    const late = await pages(at(browser, 91));
    expect(late.json.profiles[0].lead.status).toBe("mql");
    expect(late.json.profiles[0].lead.id).not.toBe(lead);
    // Who had them before has them again.
    expect((await browser.api(`/leads/${late.json.profiles[0].lead.id}`)).json.owner).toBe("mette");
  });

  it("is refused what cannot be said of it, in words, and stays as it is", async () => {
    const browser = new Browser();
    const { lead } = await handedOver(browser);
    const refused = async (action: string, body: unknown, id = lead) => {
      const { status, json } = await say(browser, id, action, body);
      return [status, json.error?.code, json.error?.message];
    };
    expect(await refused("won", { amount: 1, currency: "DKK" })).toEqual([
      409,
      "conflict",
      "This lead waits for an answer: accept or reject it first.",
    ]);
    expect(await refused("reject", {})).toMatchObject([400, "invalid_request", expect.stringContaining("too-early")]);
    expect(await refused("reject", { cause: "mood" })).toMatchObject([
      400,
      "invalid_request",
      expect.stringMatching(/mood/),
    ]);
    expect(await refused("accept", { extra: 1 })).toMatchObject([400, "invalid_request", expect.any(String)]);
    expect(await refused("accept", "{")).toMatchObject([400, expect.any(String), expect.any(String)]);
    expect(await refused("assign", { owner: "nobody" })).toMatchObject([
      400,
      "invalid_request",
      expect.stringMatching(/mette/),
    ]);
    expect(await refused("accept", {}, randomUUID())).toMatchObject([404, "not_found", expect.any(String)]);
    expect(await refused("accept", {}, "none")).toMatchObject([404, "not_found", expect.any(String)]);
    expect((await browser.api(`/leads/${lead}`)).json.status).toBe("mql");

    await say(browser, lead, "accept");
    for (const body of [
      { amount: -1, currency: "DKK" },
      { amount: 1, currency: "dkk" },
      { amount: "1", currency: "DKK" },
      { amount: 1 },
      {},
    ])
      expect(await refused("won", body)).toMatchObject([400, "invalid_request", expect.any(String)]);
    expect(await refused("lost", { cause: "price", amount: 1 })).toMatchObject([
      400,
      "invalid_request",
      expect.any(String),
    ]);
    expect((await say(browser, lead, "lost", { cause: "price", amount: 1, currency: "EUR" })).json.status).toBe("lost");
    expect(await refused("lost", { cause: "competitor" })).toMatchObject([409, "conflict", expect.any(String)]);
    expect(await refused("assign", { owner: "jonas" })).toMatchObject([409, "conflict", expect.any(String)]);
  });

  it("that two answer at once has one answer; the other is told so", async () => {
    const browser = new Browser();
    const found = await Promise.all(Array.from({ length: 4 }, () => handedOver(browser)));
    for (const { lead } of found) {
      const both = await Promise.all([
        say(browser, lead, "accept"),
        say(browser, lead, "reject", { cause: "no-answer" }),
      ]);
      const { status } = (await browser.api(`/leads/${lead}`)).json;
      // Rejected after it was accepted is no contradiction; accepted after it was rejected is.
      const expected =
        status === "sql"
          ? [[200, 409]]
          : [
              [409, 200],
              [200, 200],
            ];
      expect(expected).toContainEqual(both.map((one) => one.status));
    }
    expect(await rows("SELECT * FROM dead_letters WHERE body LIKE '%lead_%'")).toEqual([]);
  });
});

describe("GET /leads", () => {
  it("lists what waits by when it is due, then the rest, page by page, by status, owner and delay", async () => {
    const browser = new Browser();
    const company = `acc-${randomUUID()}`;
    const first = await handedOver(browser, { country: "NO", company });
    const second = await handedOver(at(browser, 0.01), { country: "DE", company });
    const third = await handedOver(at(browser, 0.02), { country: "SE" });
    await say(browser, first.lead, "accept");
    const mine = [first.lead, second.lead, third.lead];
    const list = async (query: string, by = browser) => {
      const ids: string[] = [];
      let next: string | null = "";
      while (next !== null) {
        const { json } = await by.api(`/leads?limit=2&${query}${next ? `&cursor=${next}` : ""}`);
        ids.push(...json.leads.map((one: { id: string }) => one.id));
        next = json.next;
      }
      expect(new Set(ids).size).toBe(ids.length);
      return ids.filter((id) => mine.includes(id));
    };
    expect(await list("")).toEqual([second.lead, third.lead, first.lead]);
    // A colleague's owner comes before the country.
    expect(await list("owner=ingrid&status=open")).toEqual([second.lead, third.lead]);
    expect(await list("status=sql&owner=ingrid")).toEqual([first.lead]);
    expect(await list("overdue=true")).toEqual([]);
    expect(await list("overdue=true", at(browser, 2.015))).toEqual([second.lead]);
    await say(browser, second.lead, "assign", { owner: "jonas" });
    expect(await list("owner=jonas")).toEqual([second.lead]);
    expect(await list("owner=-")).toEqual([]);
    expect((await browser.api("/leads?status=sold")).status).toBe(400);
    expect((await browser.api("/leads?cursor=x")).status).toBe(400);
  });

  it("finds everything by an index", async () => {
    for (const filter of [
      {},
      { owner: "mette" },
      { status: "mql" },
      { overdue: true },
      { owner: "mette", overdue: true },
      { owner: { notOf: ["mette"] } },
    ] as const) {
      const { sql, args } = leads(filter, { limit: 20 }, 0).statements[0]!;
      const plan = await rows(`EXPLAIN QUERY PLAN ${sql}`, ...(args as (string | number)[]));
      const steps = plan.map(({ detail }) => String(detail));
      expect(steps.filter((step) => /TEMP B-TREE|^SCAN (?!json_each|l USING INDEX leads_place)/.test(step))).toEqual(
        [],
      );
    }
  });

  it("sums up how many sales accepted, why not, what they brought and how long it took", async () => {
    const browser = new Browser(new Date("2033-03-01T09:00:00Z"));
    const found = [];
    for (let i = 0; i < 4; i++) found.push(await handedOver(browser));
    const [a, b, c] = found.map(({ lead }) => lead) as [string, string, string, string];
    await say(at(browser, 1), a, "accept");
    await say(at(browser, 3), b, "accept");
    await say(at(browser, 5), a, "won", { amount: 1000, currency: "DKK" });
    await say(at(browser, 5), b, "lost", { cause: "price", amount: 50.5, currency: "EUR" });
    await say(at(browser, 2), c, "reject", { cause: "wrong-person" });
    const { json } = await at(browser, 9).api("/leads/stats?days=10");
    expect(json).toMatchObject({
      days: 10,
      mql: 4,
      sql: 2,
      open: 1,
      overdue: 1,
      rejected: 1,
      won: 1,
      lost: 1,
      ratio: 0.5,
      rejections: [{ cause: "wrong-person", leads: 1 }],
      losses: [{ cause: "price", leads: 1 }],
      amounts: [
        { currency: "DKK", won: 1000, lost: 0 },
        { currency: "EUR", won: 0, lost: 50.5 },
      ],
      medians: { accepted: 2 * DAY, rejected: 2 * DAY, won: 4 * DAY, lost: 2 * DAY },
      owners: [{ owner: "mette", mql: 4, ratio: 0.5 }],
    });
    expect((await browser.api("/leads/stats?days=0")).status).toBe(400);
  });
});

it("erasing somebody erases their leads", async () => {
  const browser = new Browser();
  const { id, lead } = await handedOver(browser);
  await browser.api(`/profiles/${id}`, { method: "DELETE" });
  expect((await browser.api(`/leads/${lead}`)).status).toBe(404);
  expect((await say(browser, lead, "accept")).status).toBe(404);
});

it("is described", async () => {
  const { paths } = (await new Browser().api("/openapi.json")).json;
  for (const action of ["accept", "reject", "won", "lost", "assign"]) {
    const { post } = paths[`/leads/{id}/${action}`];
    expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(["200", "400", "404", "409"]));
  }
  expect(paths["/leads"].get.tags).toEqual(["Sales"]);
});
