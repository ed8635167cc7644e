import { beforeEach, describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import type { Message } from "../../worker/events/message.ts";
import { ipKey } from "../../worker/lib/ip.ts";
import type { Db } from "../../worker/platform/db.ts";
import { erase } from "../support/erase.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { event, NOON, PROFILE, view, blank } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";
import { importRanges, rowsOf } from "../support/ranges.ts";

const playbook = testPlaybook();
const ADDRESS = "192.0.2.77";
const CF = { asn: 64_500, organization: "NORDVARE A/S" };

let open: () => Db;
beforeEach(async () => {
  ({ open } = await freshDatabase());
});

const message = (...events: Event[]): Message => ({ kind: "events", id: events[0]!.id, events });
const store = (...events: Event[]): Promise<unknown> => settle(open(), [message(...events)], playbook, NOON);
const seen = (n: number, more: Partial<Event> = {}): Event => view(playbook, "/pricing/", NOON + n * 1000, more);
const named = (n: number, email: string, more: Partial<Event> = {}): Event =>
  event("identify", NOON + n * 1000, { visitor: null, identity: { email }, ...more });
const other = (n: number): string => PROFILE.replaceAll("1", String(n));

const rows = (sql: string): Promise<Record<string, unknown>[]> => rowsOf(open(), sql);
const imported = (id: string, at: number, list: object[]): Promise<void> => importRanges(open(), id, at, list);

const ACME = { first: "192.0.2.64", last: "192.0.2.95", organization: "ACME A/S", domain: "acme.dk", asn: 64_501 };

describe("a visit", () => {
  it("from a company's network is the company's; the person is not", async () => {
    await imported("a", 1, [ACME]);
    const db = open();
    await settle(db, [message(seen(1, { address: ADDRESS }), seen(2, { address: "198.51.100.1" }))], playbook, NOON);
    expect(db.roundTrips).toBe(2);
    const [company] = await rows("SELECT * FROM companies");
    expect(company).toMatchObject({ name: "ACME A/S", domain: "acme.dk", traits: "{}", last_seen: NOON + 1000 });
    expect(await rows("SELECT company_id FROM sessions")).toEqual([{ company_id: company!["id"] }]);
    expect(await rows("SELECT company_id FROM profiles")).toEqual([{ company_id: null }]);
    const network = { asn: 64_501, organization: "ACME A/S", kind: "company" };
    const [first, second] = await rows("SELECT data->>'$.place.network' AS network FROM events ORDER BY at");
    expect(JSON.parse(String(first!["network"]))).toEqual(network);
    expect(second!["network"]).toBeNull();
  });

  it("leaves its address nowhere, not even as a dead letter", async () => {
    await imported("a", 1, [ACME]);
    const broken = event("form_submit", NOON, {
      address: ADDRESS,
      submission: { ...blank, form: "gone", locale: "en", url: "u", permissions: [] },
    });
    await store(seen(1, { address: ADDRESS, place: { country: "DK" } }), broken);
    const tables = await rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    const dump = await open().read(tables.map(({ name }) => `SELECT * FROM "${String(name)}"`));
    const text = JSON.stringify(dump.map((result) => result.rows));
    expect(text).toContain(broken.id);
    expect(text).not.toContain(ADDRESS);
    expect(text).not.toContain(ipKey(ADDRESS));
  });

  it("is told by Cloudflare where no list knows its network, but not where one knows better", async () => {
    await imported("a", 1, [{ first: "198.51.100.0/24", organization: "Norlys Digital A/S" }]);
    const place = { network: CF };
    await store(seen(1, { address: ADDRESS, place }));
    await store(seen(2, { address: "198.51.100.1", place, profile: other(2), visitor: other(2) }));
    const [company] = await rows("SELECT id, name FROM companies");
    expect(company!["name"]).toBe("NORDVARE A/S");
    expect(await rows("SELECT company_id FROM sessions ORDER BY started_at")).toEqual([
      { company_id: company!["id"] },
      { company_id: null },
    ]);
  });

  it("from a provider's network is nobody's, but its kind is kept", async () => {
    await store(seen(1, { place: { network: { asn: 3292, organization: "TDC Holding A/S" } } }));
    expect(await rows("SELECT * FROM companies")).toEqual([]);
    expect(await rows("SELECT data->>'$.place.network.kind' AS kind FROM events")).toEqual([{ kind: "provider" }]);
  });
});

describe("somebody's company", () => {
  it("is that of their address once it is theirs, unless anybody may have one there", async () => {
    await store(
      named(1, "anna@acme.dk"),
      named(2, "bo@gmail.com", { profile: other(2) }),
      named(3, "cy@mail.acme.dk", { profile: other(3) }),
    );
    const companies = await rows("SELECT id, name, domain FROM companies");
    expect(companies).toMatchObject([{ name: "acme.dk", domain: "acme.dk" }]);
    const people = await rows("SELECT email, company_id IS NOT NULL AS employed FROM profiles ORDER BY email");
    expect(people.map((row) => row["employed"])).toEqual([1, 0, 1]);
  });

  it("is not known by an address that somebody only claims, until they confirm it", async () => {
    const evidence = { version: "1", text: "t", locale: "en", url: "u", form: "paper", ip: null, userAgent: "" };
    const asked = event("form_submit", NOON, {
      visitor: null,
      submission: {
        ...blank,
        form: "paper",
        locale: "en",
        url: "u",
        email: "anna@www.acme.dk",
        permissions: [{ topic: "paper", evidence }],
      },
    });
    await store(asked);
    expect(await rows("SELECT * FROM companies")).toEqual([]);
    await store(named(1, "bo@acme.dk", { profile: other(2) }));
    const permission = { submission: asked.id, topics: ["paper"] };
    await store(event("permission_confirmed", NOON + 2000, { visitor: null, name: "paper", permission }));
    const people = await rows("SELECT company_id FROM profiles");
    expect(people).toHaveLength(2);
    expect(people[0]).toEqual(people[1]);
  });

  it("is what the site's server says rather than what an address tells; a new address tells anew", async () => {
    await store(named(1, "anna@acme.dk"));
    await store(named(2, "anna@nordvare.dk"));
    expect(await rows("SELECT domain FROM companies AS c JOIN profiles AS p ON p.company_id = c.id")).toEqual([
      { domain: "nordvare.dk" },
    ]);
    await store(
      event("group", NOON + 3000, {
        visitor: null,
        company: { groupId: "42", name: "Havbo A/S", traits: { employees: 80 } },
      }),
    );
    await store(named(4, "anna@acme.dk"));
    expect(await rows("SELECT name, c.traits FROM companies AS c JOIN profiles AS p ON p.company_id = c.id")).toEqual([
      { name: "Havbo A/S", traits: '{"employees":80}' },
    ]);
  });
});

describe("a company", () => {
  const group = (n: number, company: Event["company"], more: Partial<Event> = {}): Event =>
    event("group", NOON + n * 1000, { visitor: null, company: company!, ...more });

  it("has the traits told last, a hundred at most", async () => {
    await store(group(1, { groupId: "42", name: "Acme", traits: { plan: "free", employees: 10 } }));
    await store(group(2, { groupId: "42", traits: { plan: "pro" } }));
    expect(await rows("SELECT name, traits FROM companies")).toEqual([
      { name: "Acme", traits: '{"plan":"pro","employees":10}' },
    ]);
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`t${i}`, i]));
    await store(group(3, { groupId: "43", traits: many }));
    await store(group(4, { groupId: "43", traits: { more: 1 } }));
    const [count] = await rows("SELECT (SELECT count(*) FROM json_each(traits)) AS n FROM companies WHERE name = '43'");
    expect(count).toEqual({ n: 100 });
  });

  it("known by two names is one: people, visits and keys go along", async () => {
    await store(seen(1, { place: { network: CF } }));
    await store(named(2, "anna@nordvare.dk", { profile: other(2) }));
    await store(group(3, { groupId: "7" }, { profile: other(3) }));
    expect(await rows("SELECT count(*) AS n FROM companies")).toEqual([{ n: 3 }]);
    await imported("a", 1, [{ first: "192.0.2.0/24", organization: "NORDVARE A/S", domain: "nordvare.dk" }]);
    await store(
      seen(4, { address: ADDRESS, profile: other(4), visitor: other(4) }),
      group(5, { groupId: "7", domain: "nordvare.dk", name: "Nordvare" }, { profile: other(3) }),
    );
    const [company] = await rows("SELECT id, name, domain, first_seen, last_seen FROM companies");
    expect(company).toMatchObject({
      name: "Nordvare",
      domain: "nordvare.dk",
      first_seen: NOON + 1000,
      last_seen: NOON + 5000,
    });
    const id = company!["id"];
    expect(await rows("SELECT key, company_id FROM company_keys ORDER BY key")).toEqual(
      ["domain:nordvare.dk", "group:7", "network:nordvare a/s"].map((key) => ({ key, company_id: id })),
    );
    expect(await rows("SELECT DISTINCT company_id FROM sessions")).toEqual([{ company_id: id }]);
    expect(await rows("SELECT company_id FROM profiles WHERE company_id IS NOT NULL")).toEqual([
      { company_id: id },
      { company_id: id },
    ]);
  });

  it("is the same whatever comes at once, and however often", async () => {
    await imported("a", 1, [ACME]);
    const events = [
      seen(1, { address: ADDRESS }),
      named(2, "anna@acme.dk", { profile: other(2) }),
      group(3, { groupId: "42", domain: "acme.dk", name: "Acme" }, { profile: other(3) }),
      seen(4, { place: { network: { asn: 1, organization: "Acme a/s" } }, profile: other(4), visitor: other(4) }),
    ];
    await Promise.all([...events, ...events].map((one) => store(one)));
    expect(await rows("SELECT name FROM companies")).toEqual([{ name: "Acme" }]);
    const ids = await rows(
      "SELECT company_id FROM company_keys UNION SELECT company_id FROM sessions UNION SELECT company_id FROM profiles WHERE company_id IS NOT NULL",
    );
    expect(ids).toHaveLength(1);
  });

  it("of which only an erased person told is forgotten with them", async () => {
    await store(named(1, "anna@anna-hansen.dk"), seen(2, { place: { network: CF } }));
    await store(
      seen(3, { place: { network: { asn: 1, organization: "Havbo A/S" } }, profile: other(2), visitor: other(2) }),
    );
    await erase(open(), PROFILE, NOON);
    expect(await rows("SELECT name FROM companies")).toEqual([{ name: "Havbo A/S" }]);
    expect(await rows("SELECT key FROM company_keys")).toEqual([{ key: "network:havbo a/s" }]);
  });
});
