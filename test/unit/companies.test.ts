import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { domainLists } from "../../cli/data/domains.ts";
import {
  companyFor,
  type KnownCompanies,
  newCompanyWork,
  toldByClaim,
  toldByDomain,
  toldByNetwork,
} from "../../worker/companies/claims.ts";
import { hasLine } from "../../worker/companies/domains.ts";
import { cleanOrganization, domainOfEmail } from "../../worker/companies/names.ts";
import { domainOf } from "../../worker/lib/domain.ts";
import { classify } from "../../worker/companies/network.ts";
import { parseRange } from "../../worker/companies/ranges.ts";
import { Playbook } from "../../worker/playbook/index.ts";
import { document, testPlaybook } from "../support/playbook.ts";

describe("a network's name", () => {
  it.each([
    "GRUNDFOS HOLDING A/S",
    "A.P. MOLLER - MAERSK A/S",
    "JYSK A/S",
    "Ford Motor Company",
    "Mercedes-Benz Group AG",
    "Exxon Mobil Corporation",
    "Intel Corporation",
    "Novo Nordisk A/S",
    "Bank of America, National Association",
    "Hilton Hotels",
    "IKEA AB & Co",
    "Nordvare Logistik A/S",
    "Booking.com BV",
    "Netflix, Inc",
  ])("%s is a company's", (name) => {
    expect(classify(name)).toBe("company");
  });

  it.each([
    ["TDC Holding A/S", "provider"],
    ["Telia Company AB", "provider"],
    ["Telenor Norge AS", "provider"],
    ["Norlys Digital A/S", "provider"],
    ["FASTSPEED A/S", "provider"],
    ["YouSee", "provider"],
    ["Deutsche Telekom AG", "provider"],
    ["Comcast Cable Communications, LLC", "provider"],
    ["Dansk Net A/S", "provider"],
    ["Boxer TV A/S", "provider"],
    ["Hi3G Access AB", "mobile"],
    ["T-Mobile USA, Inc.", "mobile"],
    ["Amazon.com, Inc.", "hosting"],
    ["Google LLC", "hosting"],
    ["Microsoft Corporation", "hosting"],
    ["OVH SAS", "hosting"],
    ["Hetzner Online GmbH", "hosting"],
    ["DigitalOcean, LLC", "hosting"],
    ["Cloudflare, Inc.", "hosting"],
    ["One.com A/S", "hosting"],
    ["M247 Europe SRL", "vpn"],
    ["Mullvad VPN AB", "vpn"],
    ["PacketHub S.A.", "vpn"],
    ["Datacamp Limited", "vpn"],
    ["Danmarks Tekniske Universitet", "education"],
    ["Region Syddanmark", "public"],
    ["Aarhus Kommune", "public"],
    ["UK Ministry of Defence", "public"],
    ["AS64500", "provider"],
    ["", "provider"],
  ])("%s is of a %s, not a company", (name, kind) => {
    expect(classify(name)).toBe(kind);
  });

  it("gives way to its number, where the number is known better", () => {
    expect(classify("31173 Services AB", 39351)).toBe("vpn");
    expect(classify("Free SAS", 12322)).toBe("provider");
  });

  it("is tidied", () => {
    expect(cleanOrganization(' "ACME   A/S" ')).toBe("ACME A/S");
    expect(cleanOrganization("NOVONORDISKAS-AS-AP - NOVO NORDISK A/S")).toBe("NOVO NORDISK A/S");
    expect(cleanOrganization("E-ON")).toBe("E-ON");
  });
});

describe("a company's domain", () => {
  it.each([
    ["anna@acme.dk", "acme.dk"],
    ["anna@mail.acme.dk", "acme.dk"],
    ["anna@dk.acme.com", "dk.acme.com"],
    ["anna@acme.co.uk", "acme.co.uk"],
    ["anna@gmail.com", null],
    ["anna@hotmail.dk", null],
    ["anna@mail.dk", null],
    ["anna@0-180.com", null],
    ["anna@anything.10mail.org", null],
    ["anna@[192.0.2.1]", null],
    ["anna@localhost", null],
    ["anna@ærø.dk", "ærø.dk"],
    ["anna@xn--r-3fa9c.dk", "ærø.dk"],
    ["anna@xn--9kq967o.com", null],
    ["anna@müllmail.com", null],
    ["anna@xn--mllmail-n2a.com", null],
  ])("in %s is %s", (email, domain) => {
    expect(domainOfEmail(email)).toBe(domain);
  });

  it("is found in what a server may call a website", () => {
    expect(domainOf("https://www.Acme.dk/om?x#y")).toBe("acme.dk");
    expect(domainOf("acme.dk:8080")).toBe("acme.dk");
    expect(domainOf(" mail.acme.dk. ")).toBe("acme.dk");
    for (const one of ["ærø.dk", "ÆRØ.DK", "https://www.xn--r-3fa9c.dk/", "xn--r-3fa9c.dk"])
      expect(domainOf(one)).toBe("ærø.dk");
    for (const none of ["", " ", "a b", "localhost", "127.0.0.1", "[::1]", "x".repeat(300), "a..dk", "-", "acme.d"])
      expect(domainOf(none)).toBeNull();
  });

  it("is looked up by halves as by reading all", () => {
    const word = fc.stringMatching(/^[a-d.*-]{1,4}$/);
    fc.assert(
      fc.property(fc.array(word), word, (words, one) => {
        const text = [...new Set(words)].toSorted((a, b) => (a < b ? -1 : 1)).join("\n");
        expect(hasLine(text, one)).toBe(words.includes(one));
        for (const each of words) expect(hasLine(text, each)).toBe(true);
      }),
    );
    const { free, disposable } = domainLists();
    for (const list of [free, disposable]) {
      const lines = list.split("\n");
      for (const at of [0, 1, lines.length >> 1, lines.length - 1]) expect(hasLine(list, lines[at]!)).toBe(true);
    }
  });
});

describe("a row of a list of ranges", () => {
  it("has two addresses or a network, and a kind by its name", () => {
    expect(
      parseRange({
        first: "192.0.2.0",
        last: "192.0.2.255",
        asn: "64500",
        organization: '"ACME A/S"',
        kind: "",
        domain: "",
      }),
    ).toEqual({
      first: "4c0000200",
      last: "4c00002ff",
      asn: 64500,
      organization: "ACME A/S",
      kind: "company",
      domain: null,
    });
    expect(
      parseRange({ first: "192.0.2.8/29", organization: "TDC", domain: "https://www.acme.dk/", kind: "company" }),
    ).toMatchObject({
      first: "4c0000208",
      last: "4c000020f",
      kind: "company",
      domain: "acme.dk",
    });
  });

  it.each([
    null,
    {},
    { first: "192.0.2.0", last: "192.0.1.0", organization: "x" },
    { first: "192.0.2.0", last: "::1", organization: "x" },
    { first: "secret", last: "192.0.2.0", organization: "x" },
    { first: "192.0.2.0", last: "192.0.2.1" },
    { first: "192.0.2.0", last: "192.0.2.1", organization: " " },
    { first: "192.0.2.0", last: "192.0.2.1", organization: "x", kind: "secret" },
  ])("is refused as %j, with a reason that does not repeat it", (row) => {
    const { problem } = parseRange(row) as { problem: string };
    expect(problem).toMatch(/^[a-z]/);
    expect(problem).not.toContain("secret");
  });
});

describe("what is told of a company", () => {
  const nothing: KnownCompanies = { ids: new Map(), grouped: new Set(), facts: new Map() };
  const network = { organization: "ACME A/S", kind: "company" as const };

  it("leads to the same one each time, whatever told of it first", () => {
    const [a, b] = [newCompanyWork(), newCompanyWork()];
    const told = [toldByDomain("acme.dk"), toldByNetwork({ ...network, domain: "acme.dk" })];
    const ids = [
      ...told.map((one) => companyFor(one, a, nothing, 1)),
      ...told.map((one) => companyFor(one, b, nothing, 1)),
    ];
    expect(new Set(ids).size).toBe(1);
    expect(a.rows.get(ids[0]!)).toMatchObject({ name: "ACME A/S", domain: "acme.dk" });
  });

  it("joins two that turn out to be one: the site's own word first, then the domain, then the network", () => {
    const work = newCompanyWork();
    const byNetwork = companyFor(toldByNetwork(network), work, nothing, 1);
    const byDomain = companyFor(toldByDomain("acme.dk"), work, nothing, 2);
    expect(companyFor(toldByNetwork({ ...network, domain: "acme.dk" }), work, nothing, 3)).toBe(byDomain);
    const byGroup = companyFor(toldByClaim({ groupId: "42", name: "Acme" })!, work, nothing, 4);
    expect(companyFor(toldByClaim({ groupId: "42", domain: "acme.dk" })!, work, nothing, 5)).toBe(byGroup);
    expect(work.merges).toEqual([
      { fromId: byNetwork, intoId: byDomain },
      { fromId: byDomain, intoId: byGroup },
    ]);
    expect(companyFor(toldByNetwork(network), work, nothing, 6)).toBe(byGroup);
  });

  it("keeps two apart for which the site has an id each, though they share a domain", () => {
    const work = newCompanyWork();
    const one = companyFor(toldByClaim({ groupId: "1", domain: "acme.com" })!, work, nothing, 1);
    const two = companyFor(toldByClaim({ groupId: "2", domain: "acme.com" })!, work, nothing, 2);
    expect(two).not.toBe(one);
    expect(work.merges).toEqual([]);
    expect(companyFor(toldByClaim({ groupId: "2" })!, work, nothing, 3)).toBe(two);
  });

  it("is one however its domain is spelled", () => {
    const ids = ["ærø.dk", "xn--r-3fa9c.dk", "https://www.ærø.dk/", "mail.ÆRØ.dk"].map((domain) =>
      companyFor(toldByClaim({ domain })!, newCompanyWork(), nothing, 1),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it("is nothing without an id and with a domain where anybody has an address", () => {
    expect(toldByClaim({ name: "Acme", domain: "gmail.com" })).toBeNull();
  });
});

describe("company in a playbook", () => {
  const change = (asked: unknown) => (copy: typeof document) => {
    copy.blocks.hero.variants[1] = { name: "danes", when: asked as never, html: "x" };
  };

  it("is for blocks, and marks those that need it looked up", () => {
    expect(testPlaybook().companyBlocks).toEqual(new Set());
    const asked = { all: [{ country: "DK" }, { not: { company: { domain: "acme.dk" } } }] };
    expect(testPlaybook(change(asked)).companyBlocks).toEqual(new Set(["hero"]));
  });

  it("may be asked by segments, not by fit, and never for nothing", () => {
    const copy = structuredClone(document);
    copy.segments.hot.when = { company: { kind: "company" } } as never;
    expect(Playbook.safeParse(copy).success).toBe(true);
    copy.scoring.fit[0]!.when = { company: { kind: "company" } } as never;
    expect(Playbook.safeParse(copy).error?.issues).toMatchObject([
      { path: ["scoring", "fit", 0, "when"], message: expect.stringMatching(/fit looks at who somebody is/) },
    ]);
    expect(() => testPlaybook(change({ company: {} }))).toThrow(/say what of the company/);
  });
});
