import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stack } from "../../cli/stack.ts";
import { Browser } from "../support/client.ts";
import { testStack } from "../support/stack.ts";

const WICKED = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;

let stack: Stack;
let dataDir: string;
let admin: Browser;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fodspor-labels-"));
  stack = await testStack({ dataDir });
  const { url, demoUrl, basePath, adminToken } = stack;
  admin = Object.assign(new Browser(), { stack: { url, demoUrl, base: url + basePath, adminToken } });
  const { document } = (await admin.api("/playbook")).json;
  const title = { en: WICKED, da: WICKED };
  document.forms.wicked = {
    title,
    intro: title,
    gets: [title],
    ask: 9,
    fields: [
      { name: "email", type: "email", label: title, help: title, required: true },
      { type: "step", label: title },
      { name: "company", type: "text", label: title, placeholder: title },
      { name: "industry", type: "radio", label: title, options: [{ value: WICKED.slice(0, 40), label: title }] },
      { name: "phone", type: "tel", label: title, after: 9 },
    ],
    permissions: [
      { topic: "white-paper", version: "1", box: false, text: title },
      { topic: "newsletter", version: WICKED.slice(0, 40), text: title },
    ],
    submit: title,
    pending: { title, text: title },
    confirmed: { title, text: title },
    emails: { confirm: "whitepaper-confirm" },
  };
  document.topics.newsletter.title = title;
  document.personas.wicked = { ...document.personas.nobody, title };
  const published = await admin.api("/playbook", { method: "PUT", body: JSON.stringify({ document }) });
  if (published.status !== 200) throw new Error(published.text);
  const answer = await fetch(`${url}${basePath}/admin/login`, {
    method: "POST",
    body: new URLSearchParams({ token: adminToken }),
    redirect: "manual",
  });
  admin.cookie = answer.headers.getSetCookie()[0]!.split(";")[0]!;
});
afterAll(async () => {
  await stack.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe("labels of the playbook, whatever is in them", () => {
  it.each([
    "/forms",
    "/forms/wicked",
    "/gallery?form=wicked&persona=wicked",
    "/gallery?form=wicked&step=2",
    "/forms/wicked/preview?persona=wicked",
    "/forms/wicked/preview?locale=da&look=dark&step=2",
  ])("are text on %s", async (path) => {
    const { status, text } = await admin.fetch(`/admin${path}`);
    expect(status).toBe(200);
    expect(text).toContain("&lt;script&gt;");
    expect(text).not.toMatch(/<script>alert|<img src=x/);
  });

  it("are text in the file of answers too", async () => {
    const { status, text } = await admin.fetch("/admin/forms/wicked/submissions.csv");
    expect([status, text.split("\r\n")[0]]).toEqual([
      200,
      "id,at,form,profile,email,answer.email,company,industry,phone,others,doubts,url,locale",
    ]);
  });
});
