import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Browser, until } from "../support/client.ts";
import { testStack } from "../support/stack.ts";

// It starts a stack of its own.
it("who enters a segment by a page view is known in it by the very next request, and then in the database", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "fodspor-at-once-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const stack = await testStack({ dataDir });
  onTestFinished(() => stack.close());
  const browser = new Browser();
  const { url, demoUrl, basePath, adminToken } = stack;
  Object.assign(browser, { stack: { url, demoUrl, base: url + basePath, adminToken } });

  const { document } = (await browser.api("/playbook")).json;
  document.segments.prices = {
    title: "Reads prices",
    when: { did: "page_view", where: { "page.class": "pricing" } },
  };
  document.blocks.offer = {
    title: "Offer",
    variants: [{ name: "prices", when: { segment: "prices" }, html: "<p>Ask us</p>" }],
    default: { html: "<p>Hello</p>" },
  };
  const put = await browser.api("/playbook", { method: "PUT", body: JSON.stringify({ document }) });
  expect([put.status, put.text]).toEqual([200, expect.stringContaining("revision")]);
  const variant = async (): Promise<string> => (await browser.fetch("/b?names=offer")).json.offer.variant;

  await browser.read("/");
  expect(await variant()).toBe("default");
  await browser.read("/pricing/");
  expect(await variant()).toBe("prices");
  const { json } = await until(
    () => browser.api("/segments/prices/members"),
    (answer) => answer.json.members.length === 1,
  );
  expect(json.members[0]).toMatchObject({ email: null, rank: expect.any(Number) });
  expect((await browser.api("/segments/prices")).json).toMatchObject({ count: 1, title: "Reads prices" });

  delete document.segments.prices;
  delete document.blocks.offer;
  await browser.api("/playbook", { method: "PUT", body: JSON.stringify({ document }) });
  await until(
    () => browser.api("/segments/prices"),
    ({ status }) => status === 404,
  );
}, 90_000);
