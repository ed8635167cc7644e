import { beforeEach, describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import type { Db } from "../../worker/platform/db.ts";
import type { State } from "../../worker/state/state.ts";
import { settle } from "../../worker/settle/settle.ts";
import { freshDatabase } from "../support/database.ts";
import { event, NOON, PROFILE, view } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";
import { importRanges, rowsOf } from "../support/ranges.ts";

const ADDRESS = "192.0.2.77";
const ACME = { first: "192.0.2.64", last: "192.0.2.95", organization: "ACME A/S", domain: "acme.dk", asn: 64_501 };
const NORDVARE = { place: { network: { asn: 64_500, organization: "NORDVARE A/S" } } };
const HOME = { place: { network: { asn: 3292, organization: "TDC Holding A/S" } } };
const VPN = { place: { network: { asn: 39_351, organization: "31173 Services AB" } } };

/** A form that need not ask for what is known of a company. */
const asking = (...keys: string[]) =>
  testPlaybook((copy) => {
    const fields = keys.map((company) => ({ name: `${company}Told`, type: "text", label: "l", company }));
    copy.forms.paper.fields = [...copy.forms.paper.fields, ...fields] as never;
  });
const playbook = asking("name", "industry", "domain", "employees");

let open: () => Db;
beforeEach(async () => {
  ({ open } = await freshDatabase());
});

async function store(by: typeof playbook, ...events: Event[]): Promise<void> {
  await settle(open(), [{ kind: "events", id: events[0]!.id, events }], by, NOON);
}
const seen = (n: number, more: Partial<Event> = {}): Event => view(playbook, "/pricing/", NOON + n * 1000, more);
const told = (traits: Record<string, string>): Event =>
  event("group", NOON, {
    visitor: null,
    profile: PROFILE.replaceAll("1", "3"),
    company: { domain: "acme.dk", traits },
  });

async function person(): Promise<{ network: string[]; company: unknown }> {
  const [row] = await rowsOf(open(), `SELECT state, company_id FROM profiles WHERE id = '${PROFILE}'`);
  return { network: (JSON.parse(String(row!["state"])) as State).network, company: row!["company_id"] };
}

describe("a visit from a company's network", () => {
  it("notes what is known of the company, of what forms ask, and does not say that the visitor works there", async () => {
    await importRanges(open(), "a", 1, [ACME]);
    await store(playbook, told({ industry: "logistics", employees: "", founded: "1999" }));
    await store(playbook, seen(1, { address: ADDRESS }));
    expect(await person()).toEqual({ network: ["domain", "industry", "name"], company: null });
  });

  it("knows no more than a name where only the network tells", async () => {
    await store(playbook, seen(1, NORDVARE));
    expect(await person()).toEqual({ network: ["name"], company: null });
  });

  it("notes what is told in the same batch", async () => {
    await importRanges(open(), "a", 1, [ACME]);
    await store(playbook, told({ industry: "logistics" }), seen(1, { address: ADDRESS }));
    expect((await person()).network).toEqual(["domain", "industry", "name"]);
  });

  it("goes by the company seen last, and still knows it at home", async () => {
    await importRanges(open(), "a", 1, [ACME]);
    await store(playbook, seen(1, { address: ADDRESS }));
    await store(playbook, seen(2, NORDVARE));
    expect((await person()).network).toEqual(["name"]);
    await store(playbook, seen(3, HOME));
    expect((await person()).network).toEqual(["name"]);
  });

  it("notes nothing where no question asks, and drops what none asks any more", async () => {
    await store(testPlaybook(), seen(1, NORDVARE));
    expect((await person()).network).toEqual([]);
    await store(playbook, seen(2, NORDVARE));
    await store(asking("domain"), seen(3, HOME));
    expect((await person()).network).toEqual([]);
  });
});

it.each([
  ["a provider's", HOME],
  ["a VPN's", VPN],
  ["no", {}],
])("a visit from %s network notes nothing", async (_, more) => {
  await store(playbook, seen(1, more));
  expect((await person()).network).toEqual([]);
});

it("what a server tells from its own network is about nobody's company", async () => {
  await store(playbook, event("track", NOON, { name: "Order Completed", visitor: null, ...NORDVARE }));
  expect((await person()).network).toEqual([]);
});
