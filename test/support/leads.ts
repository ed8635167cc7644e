import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { basic } from "./calls.ts";
import { type Browser, until } from "./client.ts";

/** Somebody who fits and reads prices, as the site's server tells it: handed over to sales at `now`. */
export async function handedOver(browser: Browser, more: { country?: string; company?: string } = {}) {
  const mark = randomUUID().slice(0, 8);
  const userId = `crm-${mark}`;
  const email = `ida.${mark}@acme.example`;
  const name = `Ida ${mark}`;
  const timestamp = browser.now.toISOString();
  const traits = { email, name, phone: "+45 12 34 56 78", industry: "logistics", employees: "100-499" };
  const batch = [
    { type: "identify", userId, timestamp, traits: { ...traits, country: more.country ?? "DK" } },
    { type: "group", userId, timestamp, groupId: more.company ?? mark, traits: { name: `Vareby ${mark}` } },
    ...["/pricing", "/terms", "/pricing", "/terms"].map((path) => ({
      type: "page",
      messageId: randomUUID(),
      userId,
      timestamp,
      properties: { url: browser.stack.demoUrl + path, title: path === "/pricing" ? "Prices" : "Terms" },
    })),
  ];
  const answer = await browser.post("/v1/batch", { batch }, { authorization: basic(browser.stack.writeKey) });
  expect([answer.status, answer.json.refused]).toEqual([200, []]);
  const { json } = await until(
    () => browser.api(`/profiles?email=${email}`),
    ({ json: found }) => found.profiles?.[0]?.lead?.id,
  );
  const [profile] = json.profiles;
  return { userId, email, name, id: profile.id as string, lead: profile.lead.id as string };
}

/** Says something of a lead, as a salesperson's own program does. */
export const say = (browser: Browser, lead: string, action: string, body: unknown = {}) =>
  browser.api(`/leads/${lead}/${action}`, { method: "POST", body: JSON.stringify(body) });
