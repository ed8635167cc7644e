import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stack } from "../../cli/stack.ts";
import { Browser, until } from "../support/client.ts";
import { confirmLink, profileOf } from "../support/person.ts";
import { testStack } from "../support/stack.ts";

/** A stack of its own: what is published here would be in the others' way. */
let stack: Stack;
let folder: string;
const START = Date.now();
const MINUTE = 60_000;

function browser(headers: Record<string, string> = {}): Browser {
  const made = new Browser(new Date(START));
  const { url, demoUrl, basePath, adminToken } = stack;
  Object.assign(made, { stack: { url, demoUrl, base: url + basePath, adminToken } });
  made.headers["x-fodspor-cf"] = JSON.stringify({ country: "DK", asn: 3292, asOrganization: "TDC Holding A/S" });
  Object.assign(made.headers, headers);
  return made;
}

const title = "For the test";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fodspor-accounts-"));
  stack = await testStack({ dataDir: folder });
  const editor = browser();
  const { document } = (await editor.api("/playbook")).json;
  document.companies = {
    segments: {
      ...document.companies?.segments,
      hot: { title: { en: "Hot accounts", da: "Varme konti" }, when: { company: { hottest: { gte: 30 } } } },
    },
    roles: {
      ...document.companies?.roles,
      sponsor: { title: { en: "Sponsor", da: "Sponsor" }, when: { trait: "industry", eq: "logistics" } },
      nobody: { title: "Nobody has it", when: { trait: "industry", eq: "food" } },
    },
  };
  document.scoring.behaviour.push({ id: "tested", title, on: { did: "Tested" }, points: 10 });
  document.segments["colleagues-of-hot"] = {
    title,
    when: { all: [{ company: { segments: "hot" } }, { not: { score: { behaviour: { gte: 30 } } } }] },
  };
  document.blocks.accounts = {
    title,
    variants: [
      { name: "colleague", when: { segment: "colleagues-of-hot" }, html: "Your colleague was here" },
      { name: "employed", when: { company: { people: { gte: 2 } } }, html: "Hello to you both" },
    ],
    default: { html: "Hello" },
  };
  const published = await editor.api("/playbook", { method: "PUT", body: JSON.stringify({ document }) });
  expect(published.status, published.text).toBe(200);
  await until(
    () => editor.fetch("/b/accounts"),
    (answer) => answer.text === "Hello",
  );
});

afterAll(async () => {
  await stack?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A visitor who has confirmed an address at work. */
async function employee(email: string, answers: Record<string, unknown> = {}) {
  const visitor = browser();
  await visitor.read("/");
  await visitor.submit({ email, ...answers });
  const confirmed = await visitor.fetch(await confirmLink(visitor, email), { method: "POST" });
  expect(confirmed.status).toBe(200);
  const { id } = await profileOf(visitor, email, (profile) => profile.emailConfirmedAt !== null);
  return { visitor, id };
}

/** Gives ten points each. */
async function test(visitor: Browser, times: number): Promise<void> {
  const events = Array.from({ length: times }, () => visitor.event("track", "/", { name: "Tested" }));
  expect((await visitor.batch(events)).status).toBe(200);
}

const inSegment = async (asker: Browser): Promise<string[]> =>
  (await asker.api("/profiles?segment=colleagues-of-hot")).json.profiles.map(({ id }: { id: string }) => id);
const variantOf = async (visitor: Browser): Promise<string> =>
  (await visitor.fetch("/b?names=accounts")).json.accounts.variant;

describe("a signal from one person", () => {
  it("starts something for a colleague, who has done nothing", async () => {
    const anna = await employee("anna@fjordlager.dk", { industry: "logistics" });
    const bo = await employee("bo@fjordlager.dk");
    await employee("cy@elsewhere.dk");
    await stack.tick(START);
    expect(await inSegment(bo.visitor)).toEqual([]);

    await test(anna.visitor, 3);
    await until(
      () => anna.visitor.api(`/profiles/${anna.id}`),
      ({ json }) => json.score.behaviour.points >= 30,
    );
    const before = (await bo.visitor.api(`/profiles/${bo.id}/timeline`)).json.events.length;
    await stack.tick(START + MINUTE);
    expect(await inSegment(bo.visitor)).toEqual([bo.id]);
    const { events } = (await bo.visitor.api(`/profiles/${bo.id}/timeline`)).json;
    expect(events).toHaveLength(before + 1);
    expect(events[0]).toMatchObject({
      type: "segment_entered",
      name: "colleagues-of-hot",
      data: { properties: { by: "time" } },
    });

    // Their browser goes on with its own copy for a quarter of an hour.
    bo.visitor.now = new Date(START + 16 * MINUTE);
    await bo.visitor.read("/");
    expect(await variantOf(bo.visitor)).toBe("colleague");
    await stack.tick(START + 17 * MINUTE);
    expect(await inSegment(bo.visitor)).toEqual([bo.id]);
  });

  it("is told of the company: score, segments, roles with their gaps, and what became of it", async () => {
    const asker = browser();
    const { json } = await asker.api("/companies?segment=hot&sort=score");
    expect(json.companies).toHaveLength(1);
    const [listed] = json.companies;
    expect(listed).toMatchObject({ name: "fjordlager.dk", people: 2, segments: expect.arrayContaining(["hot"]) });
    expect(listed.score).toBeGreaterThanOrEqual(listed.hottest);
    expect(listed.hottest).toBeGreaterThanOrEqual(30);

    const { json: company } = await asker.api(`/companies/${listed.id}`, { headers: { "accept-language": "da" } });
    const roles = Object.fromEntries(company.buyingCentre.map((role: { role: string }) => [role.role, role]));
    expect(roles["nobody"]).toMatchObject({ count: 0, people: [] });
    expect(roles["sponsor"]).toMatchObject({
      count: 1,
      people: [{ email: "anna@fjordlager.dk", points: listed.hottest }],
    });
    expect(company.signals).toContainEqual({
      at: expect.any(String),
      type: "segment_entered",
      segment: "hot",
      by: "event",
    });

    const all = (await asker.api("/companies/segments", { headers: { "accept-language": "da" } })).json;
    expect(all.segments).toContainEqual({ name: "hot", title: "Varme konti", count: 1 });
    const sorted = (await asker.api("/companies?sort=score")).json.companies.map(
      ({ score }: { score: number }) => score,
    );
    expect(sorted).toEqual(sorted.toSorted((a: number, b: number) => b - a));
    const first = (await asker.api("/companies?sort=score&limit=1")).json;
    const second = (await asker.api(`/companies?sort=score&limit=1&cursor=${first.next}`)).json;
    expect([first.companies[0].name, second.companies[0].name]).toEqual(["fjordlager.dk", "elsewhere.dk"]);
    expect((await asker.api("/companies?sort=name")).json.error.code).toBe("invalid_request");
  });
});

describe("a block that asks about the company", () => {
  it("looks at where somebody works when their network is nobody's, with their consent", async () => {
    const dora = await employee("dora@fjordlager.dk");
    await stack.tick(START + MINUTE);
    await stack.tick(START + 2 * MINUTE);
    dora.visitor.now = new Date(START + 16 * MINUTE);
    expect(await variantOf(dora.visitor)).toBe("default");
    await test(dora.visitor, 3);
    expect(await variantOf(dora.visitor)).toBe("employed");
    const consent = { analytics: true, personalization: false, marketing: false };
    await dora.visitor.batch([dora.visitor.event("page_view", "/")], { consent });
    expect(await variantOf(dora.visitor)).toBe("default");
    expect(await variantOf(browser())).toBe("default");
  });

  it("knows what is worked out of a network's company too", async () => {
    const network = { "x-fodspor-cf": '{"country":"DK","asn":64500,"asOrganization":"Fjordlager Logistik A/S"}' };
    const asker = browser();
    const rows = [{ first: "198.51.100.0/27", organization: "Fjordlager Logistik A/S", domain: "fjordlager.dk" }];
    const post = (path: string, body: object) => asker.api(path, { method: "POST", body: JSON.stringify(body) });
    const { json } = await post("/imports", { kind: "ip-ranges", name: "one", total: 1 });
    await post(`/imports/${json.id}/rows`, { from: 0, rows });
    await post(`/imports/${json.id}/finish`, {});
    expect(await variantOf(browser({ ...network, "x-fodspor-ip": "198.51.100.9" }))).toBe("employed");
  });
});
