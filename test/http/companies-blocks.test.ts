import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stack } from "../../cli/stack.ts";
import { Browser, until } from "../support/client.ts";
import { testStack } from "../support/stack.ts";

/** A stack of its own: what is published here would be in the others' way. */
let stack: Stack;
let folder: string;

function visitorFrom(headers: { ip?: string; organization?: string }): Browser {
  const browser = new Browser();
  const { url, demoUrl, basePath, adminToken } = stack;
  Object.assign(browser, { stack: { url, demoUrl, base: url + basePath, adminToken } });
  if (headers.ip) browser.headers["x-fodspor-ip"] = headers.ip;
  const network = headers.organization ? { asn: 64_500, asOrganization: headers.organization } : {};
  browser.headers["x-fodspor-cf"] = JSON.stringify({ country: "DK", ...network });
  return browser;
}

const variants = [
  { name: "acme", when: { company: { domain: "acme.dk" } }, html: "Hello" },
  { name: "large", when: { company: { employees: { gte: 100 } } }, html: "Hello" },
  { name: "nordvare", when: { company: { name: { startsWith: "nordvare" } } }, html: "Hello" },
  { name: "other", when: { company: { kind: "company" } }, html: "Hello" },
  { name: "hosted", when: { company: { kind: ["hosting", "vpn"] } }, html: "Hello" },
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fodspor-companies-"));
  stack = await testStack({ dataDir: folder });
  const browser = visitorFrom({});
  await postRanges(browser, [
    { first: "198.51.100.64", last: "198.51.100.95", asn: 64_501, organization: "ACME A/S", domain: "acme.dk" },
    { first: "198.51.100.96/27", organization: "Dansk Net A/S" },
    { first: "2001:db8:7::/48", organization: "Fjellvik Sport A/S" },
  ]);
  const { json } = await browser.api("/playbook");
  json.document.blocks.hero = { title: "For companies", variants, default: { html: "Hello" } };
  const published = await browser.api("/playbook", {
    method: "PUT",
    body: JSON.stringify({ document: json.document }),
  });
  expect(published.status, published.text).toBe(200);
  await until(
    () => seen(visitorFrom({ organization: "Anybody A/S" })),
    (variant) => variant === "other",
  );
});

afterAll(async () => {
  await stack?.close();
  await rm(folder, { recursive: true, force: true });
});

const seen = async (visitor: Browser): Promise<string> => (await visitor.fetch("/b?names=hero")).json.hero.variant;

describe("a block that asks about the company", () => {
  it("knows it of anybody, without any consent, by list or by Cloudflare", async () => {
    expect(await seen(visitorFrom({ ip: "198.51.100.77" }))).toBe("acme");
    expect(await seen(visitorFrom({ organization: "NORDVARE A/S" }))).toBe("nordvare");
    expect(await seen(visitorFrom({ organization: "Lindqvist Industri AB" }))).toBe("other");
    expect(await seen(visitorFrom({ organization: "Hetzner Online GmbH" }))).toBe("hosted");
    expect(await seen(visitorFrom({ ip: "2001:db8:7::5" }))).toBe("other");
    expect(await seen(visitorFrom({}))).toBe("default");
  });

  it("believes a list rather than Cloudflare", async () => {
    expect(await seen(visitorFrom({ ip: "198.51.100.100", organization: "NORDVARE A/S" }))).toBe("default");
  });

  it("tells neighbours apart who share what would be left of a truncated address", async () => {
    expect(await seen(visitorFrom({ ip: "198.51.100.95" }))).toBe("acme");
    expect(await seen(visitorFrom({ ip: "198.51.100.96" }))).toBe("default");
    expect(await seen(visitorFrom({ ip: "::ffff:198.51.100.64" }))).toBe("acme");
  });

  it("sees what the site's server has told of it", async () => {
    const headers = {
      authorization: `Basic ${Buffer.from(`${stack.writeKey}:`).toString("base64")}`,
      "content-type": "application/json",
    };
    const traits = { name: "Havbo", website: "https://www.havbo.dk", employees: 250 };
    const group = await fetch(`${stack.url}${stack.basePath}/v1/group`, {
      method: "POST",
      headers,
      body: JSON.stringify({ userId: "u1", groupId: "77", traits }),
    });
    expect(group.status).toBe(200);
    const browser = visitorFrom({});
    const { json } = await until(
      () => browser.api("/companies?source=group"),
      (answer) => answer.json?.companies?.length === 1,
    );
    expect(json.companies[0]).toMatchObject({
      name: "Havbo",
      domain: "havbo.dk",
      people: 1,
      groups: ["77"],
      traits: { employees: 250 },
    });
    await postRanges(browser, [{ first: "203.0.113.0/24", organization: "Havbo Holding A/S", domain: "havbo.dk" }]);
    expect(await seen(visitorFrom({ ip: "203.0.113.50" }))).toBe("large");
  });

  it("is in the page already in edge mode", async () => {
    const page = await visitorFrom({ ip: "198.51.100.77" }).fetch(`${stack.url}/`);
    expect(page.text).toMatch(/<fodspor-block name="hero" data-variant="acme"/);
  });
});

async function postRanges(browser: Browser, rows: object[], name = `ranges ${rows.length}`): Promise<void> {
  const post = (path: string, body: unknown) =>
    browser.api(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  const { json } = await post("/imports", { kind: "ip-ranges", name, total: rows.length });
  await post(`/imports/${json.id}/rows`, { from: 0, rows });
  const finished = await post(`/imports/${json.id}/finish`, {});
  expect(finished.status, finished.text).toBe(200);
}
