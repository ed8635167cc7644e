import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client/http";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stack } from "../../cli/stack.ts";
import { type Answer, Browser, DENIED, GRANTED, until } from "../support/client.ts";
import { mostly, nastyText } from "../support/nasty.ts";
import { testStack } from "../support/stack.ts";

let stack: Stack;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fodspor-fuzz-"));
  stack = await testStack({ dataDir });
});

afterAll(async () => {
  await stack.close();
  await rm(dataDir, { recursive: true, force: true });
});

function browsing(): Browser {
  const browser = new Browser();
  const { url, demoUrl, basePath, adminToken } = stack;
  return Object.assign(browser, { stack: { url, demoUrl, base: url + basePath, adminToken } });
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const client = createClient({ url: stack.libsqlUrl, authToken: stack.libsqlToken });
  const { rows: found } = await client.execute(sql);
  client.close();
  return found.map((row) => ({ ...row }));
}

/** Taken and cleaned, or refused with a reason; never our fault. */
function isSound({ status, json, text }: Answer): void {
  if (status < 400) return;
  expect(status, text).toBeLessThan(500);
  if (json) expect(json.error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
}

/** FUZZ=2500 looks longer. */
const RUNS = Number(process.env["FUZZ"] ?? 100);
const fuzz = <T>(values: fc.Arbitrary<T>, send: (value: T) => Promise<Answer>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(values, async (value) => isSound(await send(value))),
    { numRuns: RUNS },
  );

const goodEvent = (browser: Browser) => ({
  ...browser.event("track", "/pricing/?utm_source=x", { name: "Order Completed", title: "Prices" }),
  referrer: "https://www.google.com/",
  topics: ["prices"],
  properties: { order_id: "7", total: "420", products: [{ price: "1" }] },
});
const HEADERS =
  "cookie referer user-agent accept-language accept content-type origin sec-ch-ua x-forwarded-for x-forwarded-host x-fodspor-ip x-fodspor-cf x-fodspor-now purpose".split(
    " ",
  );
const type = fc.constantFrom("page_view", "page_leave", "click", "track", "form_submit", "identify");

describe("every field, fuzzed", () => {
  it("POST /e: what an event says", async () => {
    const browser = browsing();
    await browser.read("/");
    const event = fc.tuple(mostly(goodEvent(browser)), type, nastyText).map(([made, kind, name]) => ({
      ...made,
      ...(made["type"] === "track" ? { type: kind } : {}),
      ...(made["name"] === "Order Completed" && kind === "click" ? { name } : {}),
      ...(typeof made["id"] === "string" && made["id"].length === 36 ? { id: randomUUID() } : {}),
    }));
    await fuzz(fc.array(event, { minLength: 1, maxLength: 4 }), (events) => browser.batch(events));
  });

  it("POST /e: what a batch says", async () => {
    const browser = browsing();
    const good = {
      sentAt: browser.now.toISOString(),
      events: [],
      consent: GRANTED,
      token: null,
      webdriver: false,
      reset: false,
    };
    await fuzz(mostly(good), (batch) => browser.post("/e", batch));
  });

  it("POST /consent", async () => {
    const browser = browsing();
    const good = {
      id: randomUUID(),
      consent: GRANTED,
      how: "banner",
      version: "1",
      locale: "da",
      url: `${stack.demoUrl}/`,
      at: browser.now.toISOString(),
      token: null,
    };
    const choice = fc.tuple(mostly(good), fc.constantFrom(GRANTED, DENIED, undefined)).map(([made, consent]) => ({
      ...made,
      ...(consent && made["consent"] === GRANTED ? { consent } : {}),
    }));
    await fuzz(choice, (value) => browser.post("/consent", value));
  });

  const answers = () => ({
    submission: randomUUID(),
    email: `fuzz.${randomUUID().slice(0, 8)}@acme.example`,
    firstName: "Anna",
    company: "Acme",
    title: "CEO",
    employees: "1-19",
    industry: "logistics",
    phone: "12345678",
    url: `${stack.demoUrl}/white-paper/`,
    locale: "en",
    "permission.white-paper": "yes",
    "permission.newsletter": "yes",
  });

  it("POST /form/:id, as JSON", async () => {
    const browser = browsing();
    await fuzz(mostly(answers()), (value) =>
      browser.post("/form/whitepaper", value, { accept: "application/json", "content-type": "application/json" }),
    );
  });

  it("POST /form/:id, as a form", async () => {
    const browser = browsing();
    await fuzz(mostly(answers()), (value) => {
      const pairs = Object.entries(value).map(([name, one]) => [
        name,
        typeof one === "string" ? one : JSON.stringify(one ?? ""),
      ]);
      const body = new URLSearchParams(pairs).toString();
      return browser.post("/form/whitepaper", body, { "content-type": "application/x-www-form-urlencoded" });
    });
  });

  it("POST /b and POST /form/:id/show", async () => {
    const browser = browsing();
    const block = { names: ["hero"], url: `${stack.demoUrl}/`, token: "x" };
    await fuzz(mostly(block), (value) => browser.post("/b", value));
    const form = { url: `${stack.demoUrl}/`, locale: "da", token: "x" };
    await fuzz(mostly(form), (value) => browser.post("/form/whitepaper/show", value));
  });

  it("what an address says: names, ids, tokens, queries", async () => {
    const browser = browsing();
    const route = fc.constantFrom("/b/", "/form/", "/confirm/", "/m/", "/api/profiles/", "/");
    const query = fc.constantFrom("names", "url", "locale", "cursor", "limit", "email", "visitor");
    const address = fc.tuple(
      fc.constantFrom("/b?names=hero&", "/form/whitepaper?", "/consent?", "/api/profiles?"),
      query,
    );
    const text = nastyText.map((one) => encodeURIComponent(one.toWellFormed()).slice(0, 6_000));
    await fuzz(
      fc.oneof(
        fc.tuple(route, text).map(([path, name]) => path + name),
        fc.tuple(address, text).map(([[path, name], value]) => `${path}${name}=${value}`),
      ),
      (path) => (path.startsWith("/api") ? browser.api(path.slice(4)) : browser.fetch(path)),
    );
  });

  it("what headers say", async () => {
    const browser = browsing();
    await browser.read("/");
    const { cookie } = browser;
    const text = nastyText.map((one) => one.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, "?").trim());
    const header = fc.constantFrom(...HEADERS);
    const value = fc.oneof(
      text,
      text.map((one) => `fodspor=${cookie!.slice(8, 60)}${one}`),
      fc.json({ maxDepth: 2 }),
    );
    const headers = fc
      .array(fc.tuple(header, value), { minLength: 1, maxLength: 3 })
      .map((pairs) =>
        Object.fromEntries(pairs.map(([name, one]) => [name, one.replaceAll(/[^\x20-\x7e]/g, "?").trim()])),
      );
    const target = fc.constantFrom("/e", "/b?names=hero", "/form/whitepaper", "/consent");
    await fuzz(fc.tuple(target, headers), ([path, given]) => {
      if (path !== "/e") return browser.fetch(path, { headers: given });
      const events = [browser.event("page_view", "/")];
      return browser.post("/e", { sentAt: browser.now.toISOString(), events, consent: GRANTED }, given);
    });
  });

  it("bodies that are no text at all, or end too early", async () => {
    const browser = browsing();
    const whole = JSON.stringify({ sentAt: browser.now.toISOString(), events: [browser.event("page_view", "/")] });
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(whole.length).map((end) => new TextEncoder().encode(whole.slice(0, end))),
    );
    const target = fc.constantFrom("/e", "/consent", "/form/whitepaper", "/b");
    await fuzz(fc.tuple(target, body), ([path, bytes]) =>
      browser.fetch(path, {
        method: "POST",
        body: bytes as Uint8Array<ArrayBuffer>,
        headers: { "content-type": "text/plain" },
      }),
    );
  });

  it("left the database as sound as it was: nothing stuck, nobody else's rows touched, all of it readable", async () => {
    const bystander = browsing();
    await bystander.read("/", "/pricing/");
    // Queued behind all that came before it.
    const last = bystander.event("page_view", "/terms/");
    await bystander.batch([last]);
    await until(
      () => rows(`SELECT id FROM events WHERE id = '${last.id}'`),
      (found) => found.length === 1,
    );
    expect((await bystander.api("/stats")).json.events.deadLetters).toBe(0);
    const people = (await bystander.api("/profiles?limit=200")).json.profiles as { id: string }[];
    for (const { id } of people.slice(0, 20)) {
      expect((await bystander.api(`/profiles/${id}/timeline`)).status).toBe(200);
    }
    expect(await rows("SELECT id FROM events WHERE NOT json_valid(data) OR at > received_at + 300000")).toEqual([]);
    expect(await rows("SELECT id FROM profiles WHERE email IS NOT NULL AND email NOT LIKE '%_@_%'")).toEqual([]);
    expect(await rows("SELECT id FROM events WHERE instr(title || path || coalesce(name, ''), char(0)) > 0")).toEqual(
      [],
    );
    const [largest] = await rows("SELECT max(length(state)) AS state FROM profiles");
    expect(Number(largest!["state"])).toBeLessThan(4_000);
  });
});
