import { describe, expect, it } from "vitest";
import { Browser, GRANTED, until } from "../support/client.ts";

const NETWORK = 1_200;
const VISITOR = 300;

const batch = (): object => ({ sentAt: new Date().toISOString(), events: [], consent: GRANTED });

/** Sends until one is refused; twice as many as are let in, since a minute may end in between. */
async function flood(most: number, send: () => ReturnType<Browser["post"]>) {
  const accepted: number[] = [];
  for (let sent = 0; sent < 2 * most + 50; sent += 25) {
    const answers = await Promise.all(Array.from({ length: 25 }, send));
    accepted.push(...answers.filter(({ status }) => status === 200).map(({ status }) => status));
    const refused = answers.find(({ status }) => status !== 200);
    if (refused) return { accepted: accepted.length, refused };
  }
  throw new Error(`${accepted.length} requests were all let in`);
}

describe("rate limits", () => {
  it("refuse a visitor who sends too much, say when to come back, and leave the neighbours alone", async () => {
    const browser = new Browser();
    browser.headers = { "x-fodspor-ip": "198.51.100.7" };
    const { accepted, refused } = await flood(VISITOR, () => browser.post("/e", batch()));
    expect(accepted).toBeGreaterThanOrEqual(VISITOR - 1);
    expect([refused.status, refused.json.error.code]).toEqual([429, "rate_limited"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("access-control-allow-origin")).toBe(browser.stack.demoUrl);
    expect(refused.headers.get("access-control-expose-headers")).toContain("Retry-After");

    const neighbour = new Browser();
    neighbour.headers = { "x-fodspor-ip": "198.51.100.8" };
    expect((await neighbour.post("/e", batch())).status).toBe(200);
    await until(
      () => browser.api("/stats"),
      ({ json }) => json.events.refused.rate_limited > 0,
    );
  });

  it("count people behind one address for themselves once they carry a cookie", async () => {
    const office = { "x-fodspor-ip": "198.51.99.7" };
    const colleagues = [new Browser(), new Browser()];
    for (const browser of colleagues) {
      browser.headers = office;
      await browser.post("/e", batch());
    }
    const [first, second] = colleagues as [Browser, Browser];
    await flood(VISITOR, () => first.fetch("/b?names=hero"));
    expect((await second.fetch("/b?names=hero")).status).toBe(200);
  });

  it("refuse a network, however many browsers it claims to be", async () => {
    let sent = 0;
    const { accepted, refused } = await flood(NETWORK, () => {
      const browser = new Browser();
      browser.headers = { "x-fodspor-ip": `203.0.113.${sent++ % 250}`, "user-agent": `Mozilla/5.0 test ${sent}` };
      return browser.fetch("/b?names=hero");
    });
    expect(refused.status).toBe(429);
    expect(accepted).toBeGreaterThanOrEqual(NETWORK - 1);
    const elsewhere = new Browser();
    elsewhere.headers = { "x-fodspor-ip": "203.0.114.1" };
    expect((await elsewhere.fetch("/b?names=hero")).status).toBe(200);
  });

  it("do not hold for what keeps the site's own key", async () => {
    const browser = new Browser();
    browser.headers = { "x-fodspor-ip": "198.51.98.7" };
    await flood(VISITOR, () => browser.fetch("/b?names=hero"));
    expect((await browser.api("/stats")).status).toBe(200);
  });
});
