import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, Browser, DENIED, until } from "../support/client.ts";

/** Names of this run's own: the stack is shared. */
const mark = randomUUID().slice(0, 8);
const ACME = `Acme ${mark} A/S`;
const NORD = `NORDVARE ${mark.toUpperCase()} A/S`;
const DOMAIN = `acme-${mark}.dk`;
const ADDRESS = "198.51.100.77";

const post = (browser: Browser, path: string, body: unknown): Promise<Answer> =>
  browser.api(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

/** A visitor from an address, or from a network as Cloudflare tells it. */
function visitorFrom(headers: { ip?: string; organization?: string }): Browser {
  const browser = new Browser();
  if (headers.ip) browser.headers["x-fodspor-ip"] = headers.ip;
  const network = headers.organization ? { asn: 64_500, asOrganization: headers.organization } : {};
  browser.headers["x-fodspor-cf"] = JSON.stringify({ country: "DK", ...network });
  return browser;
}

/** The one company whose name begins so, once it is there and as expected. */
// oxlint-disable-next-line typescript/no-explicit-any
async function companyNamed(q: string, good: (company: any) => boolean = () => true): Promise<any> {
  const browser = new Browser();
  const { json } = await until(
    () => browser.api(`/companies?q=${encodeURIComponent(q)}`),
    (answer) => answer.json?.companies?.length === 1 && good(answer.json.companies[0]),
  );
  return json.companies[0];
}

beforeAll(async () => {
  const browser = new Browser();
  const rows = [
    { first: "198.51.100.64", last: "198.51.100.95", asn: 64_501, organization: ACME, domain: DOMAIN },
    { first: "198.51.100.96/27", organization: "Dansk Net A/S" },
  ];
  const { json } = await post(browser, "/imports", { kind: "ip-ranges", name: `ranges ${mark}`, total: rows.length });
  await post(browser, `/imports/${json.id}/rows`, { from: 0, rows });
  const finished = await post(browser, `/imports/${json.id}/finish`, {});
  expect(finished.json).toMatchObject({ accepted: 2, refused: 0 });
});

describe("companies", () => {
  it("are seen by their networks, before anybody fills in a form", async () => {
    const visitor = visitorFrom({ ip: ADDRESS });
    await visitor.read("/", "/pricing/");
    const company = await companyNamed(ACME, ({ visits }) => visits === 1);
    expect(company).toMatchObject({
      name: ACME,
      domain: DOMAIN,
      sources: ["network", "domain"],
      people: 0,
      traits: {},
    });
    const { json } = await until(
      () => visitor.api(`/companies/${company.id}`),
      (answer) => answer.json.latestVisits[0]?.views === 2,
    );
    expect(json.profiles).toEqual([]);
    const [visit] = json.latestVisits;
    expect(visit).toMatchObject({ landing: "/" });
    const timeline = await visitor.api(`/profiles/${visit.profile}/timeline`);
    const network = { asn: 64_501, organization: ACME, kind: "company" };
    for (const { type, data } of timeline.json.events)
      if (type === "page_view") expect(data.place.network).toEqual(network);
    expect(timeline.text).not.toContain(ADDRESS);
  });

  it("are seen by what Cloudflare tells, where no list knows the network; providers are none", async () => {
    const visitor = visitorFrom({ ip: "203.0.113.9", organization: NORD });
    await visitor.read("/");
    await visitorFrom({ ip: "198.51.100.100", organization: NORD }).read("/");
    await visitorFrom({ organization: `TDC ${mark} Holding A/S` }).read("/");
    await companyNamed(NORD.toLowerCase(), ({ visits }) => visits === 1);
    const { json } = await visitor.api(`/companies?source=network&limit=200`);
    const names: string[] = json.companies.map(({ name }: { name: string }) => name);
    expect(names).toContain(NORD);
    expect(names.filter((name) => /TDC|Dansk Net/.test(name))).toEqual([]);
  });

  it("are not seen where the visitor said no", async () => {
    const visitor = visitorFrom({ organization: `Nobody ${mark} A/S` });
    await visitor.batch([visitor.event("page_view", "/")], { consent: DENIED });
    const after = visitorFrom({ organization: `Somebody ${mark} A/S` });
    await after.read("/");
    await companyNamed(`Somebody ${mark}`);
    expect((await after.api(`/companies?q=Nobody%20${mark}`)).json.companies).toEqual([]);
  });

  it("are listed last seen first, page by page, and asked for by how they begin", async () => {
    const browser = new Browser();
    const all = await browser.api("/companies?limit=200");
    const seen = all.json.companies.map(({ lastSeen }: { lastSeen: string }) => lastSeen);
    expect(seen).toEqual(seen.toSorted().toReversed());
    const first = await browser.api("/companies?limit=1");
    const second = await browser.api(`/companies?limit=1&cursor=${first.json.next}`);
    expect([...first.json.companies, ...second.json.companies]).toEqual(all.json.companies.slice(0, 2));
    expect((await browser.api(`/companies?q=${DOMAIN.toUpperCase()}`)).json.companies).toHaveLength(1);
    expect((await browser.api("/companies?q=%25")).json.companies).toEqual([]);
    expect((await browser.api(`/companies/${randomUUID()}`)).json.error.code).toBe("not_found");
    expect((await browser.api("/companies?source=horoscope")).json.error.code).toBe("invalid_request");
  });
});
