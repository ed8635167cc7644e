import { describe, expect, test } from "vitest";
import { ALL, call, NONE, quiet, until, useBrowser } from "./visitor.ts";
import { html } from "./wire-server.ts";

const { here, visit } = useBrowser();
const choices = () =>
  here.wire.to("POST", "/_f/consent").map(({ body }) => [body["how"], body["version"], body["consent"]]);
const tag = (attributes: string) => `<script src="/_f/s.js" ${attributes} defer></script>`;

async function open(script: string, attributes: string, choice?: object) {
  here.wire.pages["/"] = html("", `<script>${script}</script>${tag(attributes)}`);
  const visitor = await visit(choice ? { choice } : {});
  await visitor.open();
  return visitor;
}

describe("IAB TCF", () => {
  const CMP = `window.tell = []; window.__tcfapi = (command, version, callback) =>
{ if (command == "addEventListener" && version == 2) tell.push(callback) };
window.cmp = (eventStatus, ids, more) => tell.forEach((callback) => callback({ eventStatus, gdprApplies: true, tcfPolicyVersion: 5,
purpose: { consents: Object.fromEntries(ids.map((id) => [id, true])) }, ...more }, true));`;

  test("rules instead of our banner: its purposes are mapped, a repeated choice is none", async () => {
    const { page } = await open(CMP, 'data-consent="tcf"');
    await until(() => page.evaluate("tell.length"));
    await page.evaluate("cmp('cmpuishown', [])");
    await quiet(300);
    expect(here.wire.requests).toEqual([]);
    await page.evaluate("cmp('useractioncomplete', [1, 8, 9, 5])");
    await until(() => here.wire.events()[0]);
    await page.evaluate("cmp('tcloaded', [1, 8, 9, 5])");
    await page.evaluate("cmp('useractioncomplete', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])");
    await until(() => choices().length === 2);
    await page.evaluate("cmp('useractioncomplete', [2, 3, 4, 5, 6, 7, 8, 9])");
    await until(() => choices().length === 3);
    expect(choices()).toEqual([
      ["tcf", "tcf-5", { ...NONE, analytics: true }],
      ["tcf", "tcf-5", ALL],
      ["tcf", "tcf-5", NONE],
    ]);
    expect(here.wire.to("GET", "/_f/consent")).toEqual([]);
  });

  test("is waited for, and where the GDPR does not apply all is allowed", async () => {
    const { page } = await open("", 'data-consent="tcf"');
    await quiet(300);
    await page.evaluate(CMP);
    await until(() => page.evaluate("tell.length"));
    await page.evaluate("cmp('tcloaded', [], { gdprApplies: false })");
    await until(() => choices().length === 1);
    expect(choices()[0]![2]).toEqual(ALL);
  });

  test("a failed call does no harm, and a choice of a tool that asks anew is none until it is answered", async () => {
    const { page } = await open(CMP, 'data-consent="tcf"', ALL);
    await until(() => page.evaluate("tell.length"));
    await page.evaluate("tell[0](null, false)");
    await page.evaluate("cmp('cmpuishown', [])");
    await call(page, "event", "meanwhile");
    await quiet();
    expect(
      here.wire
        .to("POST", "/_f/e")
        .flatMap(({ body }) => body.events!)
        .filter(({ name }) => name),
    ).toEqual([]);
    await page.evaluate("cmp('useractioncomplete', [1, 8, 9], { tcfPolicyVersion: undefined })");
    await until(() => here.wire.events().some(({ name }) => name === "meanwhile"));
    expect(choices()).toEqual([["tcf", "tcf", { ...NONE, analytics: true }]]);
    await call(page, "consent");
    await quiet(400);
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(here.wire.to("GET", "/_f/consent")).toEqual([]);
  });

  test("Global Privacy Control counts where the GDPR does not apply", async () => {
    const gpc = 'Object.defineProperty(navigator, "globalPrivacyControl", { value: true });';
    const { page } = await open(gpc + CMP, 'data-consent="tcf"');
    await until(() => page.evaluate("tell.length"));
    await page.evaluate("cmp('tcloaded', [], { gdprApplies: false })");
    await quiet(300);
    expect(choices()).toEqual([]);
  });
});

describe("Google Consent Mode in", () => {
  const GTAG = "window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) }";
  const DENIED = `{ analytics_storage: "denied", ad_storage: "denied", ad_user_data: "denied", ad_personalization: "denied" }`;

  test("rules by its updates, those before and those to come; defaults of denied are no choice", async () => {
    const { page } = await open(`${GTAG}; gtag("consent", "default", ${DENIED})`, 'data-consent="gcm"');
    await quiet(400);
    expect(here.wire.requests).toEqual([]);
    await page.evaluate(
      'dataLayer.push({ event: "gtm.js" }); gtag("consent", "update", { analytics_storage: "granted" })',
    );
    await until(() => here.wire.events()[0]);
    await page.evaluate(
      `gtag("consent", "update", { ad_storage: "granted", ad_user_data: "granted", ad_personalization: "granted" })`,
    );
    await until(() => choices().length === 2);
    await page.evaluate(`gtag("consent", "update", ${DENIED})`);
    await until(() => choices().length === 3);
    expect(choices()).toEqual([
      ["gcm", "gcm", { ...NONE, analytics: true }],
      ["gcm", "gcm", ALL],
      ["gcm", "gcm", NONE],
    ]);
    expect(here.wire.to("GET", "/_f/consent")).toEqual([]);
    expect(await page.evaluate("dataLayer.length")).toBe(5);
  });

  test("an update from before the snippet counts, and is no new choice on the next page", async () => {
    const { page } = await open(
      `${GTAG}; gtag("consent", "update", { analytics_storage: "granted", personalization_storage: "granted" })`,
      'data-consent="gcm"',
    );
    await until(() => here.wire.events()[0]);
    await page.goto("/");
    await until(() => here.wire.events().length === 3);
    expect(choices()).toEqual([["gcm", "gcm", { ...ALL, marketing: false }]]);
  });

  test("defaults that grant count unless some region has its own", async () => {
    const granted = `gtag("consent", "default", { analytics_storage: "granted" })`;
    await open(
      `${GTAG}; ${granted}; gtag("consent", "default", { analytics_storage: "denied", region: ["DK"] })`,
      'data-consent="gcm"',
    );
    await quiet(400);
    expect(choices()).toEqual([]);
    await open(`${GTAG}; ${granted}`, 'data-consent="gcm"');
    await until(() => choices().length === 1);
  });
});

describe("Google Consent Mode out", () => {
  const told = `Array.from(window.dataLayer || []).filter((c) => c[0] == "consent").map((c) =>
[Object.prototype.toString.call(c), c[1], c[2]])`;
  const update = (analytics: string, personalization: string, marketing: string, both: string) => [
    "[object Arguments]",
    "update",
    {
      ad_storage: marketing,
      ad_user_data: marketing,
      ad_personalization: both,
      analytics_storage: analytics,
      functionality_storage: personalization,
      personalization_storage: personalization,
      security_storage: "granted",
    },
  ];

  test("hears each choice of our banner, as all seven keys", async () => {
    const { page } = await open("", "data-gcm");
    await page.getByRole("dialog").waitFor();
    expect(await page.evaluate(told)).toEqual([]);
    await page.getByRole("button", { name: "Accept all" }).click();
    await until(() => here.wire.events()[0]);
    await call(page, "consent", { analytics: true, marketing: true });
    await until(() => choices().length === 2);
    expect(await page.evaluate(told)).toEqual([
      update("granted", "granted", "granted", "granted"),
      update("granted", "denied", "granted", "denied"),
    ]);
  });

  test("hears the remembered choice on each page", async () => {
    const { page } = await open("window.dataLayer = [{ event: 'mine' }]", "data-gcm", { ...NONE, analytics: true });
    const seen = await until(async () => {
      const now = await page.evaluate<unknown[]>(told);
      return now.length && now;
    });
    expect(seen).toEqual([update("granted", "denied", "denied", "denied")]);
    expect(await page.evaluate("dataLayer[0].event")).toBe("mine");
  });
});

test("without these attributes nothing of it is loaded", async () => {
  here.wire.pages["/"] = html("", tag(""));
  const visitor = await visit({ choice: ALL });
  const loaded: string[] = [];
  visitor.page.on("request", (request) => loaded.push(request.url()));
  await visitor.open();
  await until(() => here.wire.events()[0]);
  expect(loaded.filter((url) => url.includes("/m/"))).toEqual([]);
  expect(await visitor.page.evaluate("typeof dataLayer")).toBe("undefined");
});
