import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { basic } from "../support/calls.ts";
import { Browser, freshEmail, rows, until } from "../support/client.ts";
import { handedOver, say } from "../support/leads.ts";

/** Types of events that only happen on our side. */
const OURS = [
  "lead_accepted",
  "lead_rejected",
  "lead_won",
  "segment_entered",
  "stage_entered",
  "cluster_entered",
  "company_signal",
  "flow_completed",
  "email_opened",
  "email_clicked",
  "permission_withdrawn",
];

describe("an event of ours that a stranger makes up", () => {
  it("is no type that a browser or a server may send", async () => {
    const browser = new Browser();
    await browser.read("/");
    for (const type of OURS) expect((await browser.batch([browser.event(type, "/")])).status).toBe(400);
    const batch = OURS.map((type) => ({ type, userId: randomUUID() }));
    const answer = await browser.post("/v1/batch", { batch }, { authorization: basic(browser.stack.writeKey) });
    expect(answer.status).toBe(400);
  });

  it("is not believed by its name: nobody becomes a customer, or hot, by saying so", async () => {
    const browser = new Browser();
    await browser.read("/");
    const events = ["", " again"].flatMap(() => OURS.map((name) => browser.event("track", "/", { name })));
    expect((await browser.batch(events)).json.accepted).toBe(events.length);
    const [stored] = await until(
      () =>
        rows("SELECT profile_id, count(*) AS n FROM events WHERE id IN (SELECT value FROM json_each(?))", ids(events)),
      ([row]) => row?.["n"] === events.length,
    );
    const { json } = await browser.api(`/profiles/${String(stored!["profile_id"])}`);
    expect(json).toMatchObject({ stage: "interest", segments: [], lead: null, score: { behaviour: { points: 0.5 } } });
    const flow = { when: { did: "flow_completed" } };
    const { people } = (await browser.api("/conditions/count", { method: "POST", body: JSON.stringify(flow) })).json;
    expect(people).toBe(0);
  });
});

const ids = (events: { id: string }[]): string => JSON.stringify(events.map(({ id }) => id));

describe("the management API, given what makes no sense", () => {
  const browser = new Browser();
  const ask = (path: string, body: unknown) =>
    browser.api(path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });

  it.each([
    ["/playbook/revisions", [["a"], ["1'"], [-1], [1e300]]],
    [
      "/leads",
      [
        ["a", "b"],
        [1, 2],
        [1e300, "x"],
      ],
    ],
    ["/segments/engaged/members", [["'"], [7]]],
    [
      "/companies",
      [
        ["a", 1],
        ["\u0000", "x"],
      ],
    ],
  ])("answers cursors of its own making: %s", async (path, keys) => {
    for (const key of keys) {
      const cursor = Buffer.from(JSON.stringify(key)).toString("base64url");
      expect((await browser.api(`${path}?cursor=${cursor}`)).status, JSON.stringify(key)).toBe(200);
    }
  });

  it("counts by paths and values that look like SQL and JSON paths", async () => {
    const evil = `'"]}[.\\$%_;--\u0001)(*`;
    for (const path of ["properties.", `properties.${evil}`, "properties...", "properties.a\u0000b"]) {
      const answer = await ask("/conditions/count", { when: { did: evil, where: { [path]: { contains: evil } } } });
      expect([answer.status, answer.json], path).toEqual([200, { people: 0, examples: [] }]);
    }
  });

  it("refuses at once a condition that the database would think about for seconds", async () => {
    const some = Array.from({ length: 50 }, (_, i) => ({ score: { action: "mql", behaviour: { gte: i } } }));
    const when = { any: Array.from({ length: 12 }, () => ({ all: some })) };
    const began = Date.now();
    const answer = await ask("/conditions/count", { when });
    expect([answer.status, answer.json.error.message]).toEqual([400, expect.stringContaining("split it")]);
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it("takes one of many answers about a lead that come at once", async () => {
    const { id, lead } = await handedOver(browser);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 2 ? say(browser, lead, "accept") : say(browser, lead, "reject", { cause: "too-early" }),
      ),
    );
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const { status } = (await browser.api(`/leads/${lead}`)).json;
    expect(["sql", "rejected"]).toContain(status);
    const said = answers.filter((one) => one.status === 200 && one.json.status === "sql");
    const types = (await rows("SELECT type FROM events WHERE profile_id = ?", id)).map(({ type }) => type);
    expect(types.filter((type) => type === "lead_accepted")).toHaveLength(said.length > 0 ? 1 : 0);
    expect(types.filter((type) => type === "lead_rejected")).toHaveLength(status === "rejected" ? 1 : 0);
  });
});

describe("what a stranger writes", () => {
  const evil = `<img src=x onerror=alert(1)>"'\u001b[31m`;

  it("is text on every page of the dashboard", async () => {
    const browser = new Browser();
    await browser.batch(
      [
        browser.event("page_view", "/pricing/", { title: evil, topics: [evil] }),
        browser.event("track", "/", { name: evil, properties: { [evil]: evil } }),
      ],
      { consent: { analytics: true, personalization: true, marketing: true } },
    );
    const email = freshEmail("evil");
    const name = evil.replace("\u001b", "");
    expect((await browser.submit({ email, title: `${name} director`, firstName: name })).status).toBe(200);
    const { id } = (await browser.api(`/profiles?email=${email}`)).json.profiles[0];
    const login = await browser.post("/admin/login", `token=${browser.stack.adminToken}`, {
      origin: browser.stack.url,
      "content-type": "application/x-www-form-urlencoded",
    });
    const cookie = login.headers.getSetCookie()[0]!.split(";")[0]!;
    for (const path of ["", "/people", `/people/${id}`, "/events", "/leads", "/companies", "/journey"]) {
      const page = await browser.fetch(`/admin${path}`, { headers: { cookie } });
      expect([page.status, page.text.includes("<img src=x")], path).toEqual([200, false]);
    }
  });
});
