import { randomUUID } from "node:crypto";
import { expect, inject } from "vitest";
import { Browser, freshEmail, GRANTED, until } from "../support/client.ts";

const DENMARK = { "x-fodspor-cf": '{"country":"DK","city":"Aarhus"}' };

/** Calls of a site's server. */
async function tell(...batch: Record<string, unknown>[]): Promise<void> {
  const answer = await new Browser().post(
    "/v1/batch",
    { batch },
    { authorization: `Basic ${Buffer.from(`${inject("stack").writeKey}:`).toString("base64")}` },
  );
  expect([answer.status, answer.json.refused]).toEqual([200, []]);
}

/** A company of its own: somebody whom the site's server says works there, and a visit from its network. */
export async function company() {
  const mark = randomUUID().slice(0, 8);
  const userId = `crm-${mark}`;
  const email = `soren@${mark}.example`;
  await tell(
    { type: "identify", userId, traits: { email, firstName: "Søren" } },
    { type: "group", userId, groupId: `acc-${mark}`, traits: { name: `Vareby ${mark}`, industry: "logistics" } },
  );
  const organization = `Nordvare ${mark}`;
  const browser = new Browser();
  const asn = 60_000;
  browser.headers = {
    "x-fodspor-cf": JSON.stringify({ country: "DK", city: "Aarhus", asn, asOrganization: organization }),
  };
  await browser.read("/pricing");
  const found = async (q: string) => (await browser.api(`/companies?q=${encodeURIComponent(q)}`)).json.companies[0];
  const told = await until(
    () => found(`Vareby ${mark}`),
    (one) => one?.people === 1,
  );
  const seen = await until(
    () => found(organization),
    (one) => one?.visits === 1,
  );
  const { json } = await browser.api(`/profiles?email=${email}`);
  return { mark, email, organization, told: told.id as string, seen: seen.id as string, person: json.profiles[0].id };
}

/** An import of five rows, the third of which is refused. */
export async function imported(more: Record<string, unknown> = {}, send = 5) {
  const browser = new Browser();
  const name = `people-${randomUUID().slice(0, 8)}.csv`;
  const post = (path: string, body: unknown) => browser.api(path, { method: "POST", body: JSON.stringify(body) });
  const { json } = await post("/imports", { kind: "people", name, total: 5, ...more });
  const people = Array.from({ length: send }, (_, i) => ({ email: i === 2 ? "nobody" : freshEmail() }));
  expect((await post(`/imports/${json.id}/rows`, { from: 0, rows: people })).status).toBe(200);
  if (send === 5) expect((await post(`/imports/${json.id}/finish`, {})).status).toBe(200);
  return { name, id: json.id as string };
}

/** Somebody who does one of each thing there is to do. */
export async function busy(): Promise<string> {
  const browser = new Browser();
  browser.headers = DENMARK;
  const email = freshEmail();
  const view = browser.event("page_view", "/pricing", { title: "<script>alert(1)</script>" });
  const properties = { view: view.id, engaged: 42_400, scroll: 80 };
  const products = [{ name: "Headset", price: 1299.5, quantity: 2 }, { name: "<b>Ring</b>" }, null, "odd"];
  await browser.batch(
    [
      view,
      browser.event("page_leave", "/pricing", { properties }),
      browser.event("click", "/pricing", {
        name: "outbound",
        properties: { href: "https://partner.example/x", text: "Partner" },
      }),
      browser.event("click", "/pricing", { name: "download", properties: { href: "https://a.example/list.pdf" } }),
      browser.event("form_submit", "/contact", { name: "contact-form" }),
      browser.event("track", "/shop", {
        name: "Order Completed",
        properties: { order_id: "N-1", total: 420.5, currency: "EUR", products },
      }),
      browser.event("track", "/shop", {
        name: "Cart Viewed",
        properties: { products: 7, total: "much", currency: "€" },
      }),
      browser.event("track", "/shop", { name: "Webinar", properties: { minutes: 34, deep: { a: 1 } } }),
    ],
    { consent: GRANTED },
  );
  await browser.submit({ email, firstName: "Anna" });
  const { json } = await until(
    () => browser.api(`/profiles?email=${email}`),
    (answer) => answer.json?.profiles?.[0]?.views === 1,
  );
  return json.profiles[0].id;
}
