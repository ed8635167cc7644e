import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Browser, until } from "../support/client.ts";
import { deedsOf, profileOf } from "../support/person.ts";
import { testStack } from "../support/stack.ts";

const DAY = 86_400_000;

it("the tick deletes what the playbook no longer keeps: visitors nobody knows, later all that happened", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "fodspor-retention-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const stack = await testStack({ dataDir });
  onTestFinished(() => stack.close());
  const browsing = (): Browser => {
    const browser = new Browser();
    const { url, demoUrl, basePath, adminToken } = stack;
    return Object.assign(browser, { stack: { url, demoUrl, base: url + basePath, adminToken } });
  };
  const start = Date.now();
  const at = (days: number): number => start + days * DAY;

  const stranger = browsing();
  await stranger.read("/", "/pricing/");
  const known = browsing();
  await known.read("/");
  await known.submit({ email: "anna@acme.example" });
  const silent = browsing();
  for (let i = 0; i < 6; i++) await silent.batch([silent.event("page_view", i < 5 ? "/terms/" : `/rare/`)]);
  const { id } = await profileOf(known, "anna@acme.example", (one) => one.views === 1);
  await until(
    () => known.api("/stats"),
    ({ json }) => json.events.stored === 6 && json.events.anonymous === 6 && json.profiles === 2,
  );

  await stack.tick(at(1));
  const totals = async (by: string): Promise<unknown> => (await known.api(`/totals?by=${by}`)).json.totals;
  expect(await totals("path")).toEqual([
    { name: "/terms/", views: 5 },
    { name: "*", views: 1 },
  ]);
  expect((await known.api("/stats")).json.profiles).toBe(2);

  await stack.tick(at(396));
  expect((await known.api("/profiles")).json.profiles.map((one: { id: string }) => one.id)).toEqual([id]);
  // That a request ran out is itself something that happened, long after the request.
  const happened = async (): Promise<unknown[]> =>
    (await deedsOf(known, id)).filter(({ type }) => type !== "permission_expired");
  expect((await happened()).length).toBeGreaterThan(0);

  await stack.tick(at(731));
  expect(await happened()).toEqual([]);
  expect((await known.api(`/profiles/${id}`)).json).toMatchObject({ email: "anna@acme.example", views: 1 });
  const { permissions } = (await known.api(`/permissions?profile=${id}`)).json;
  expect(permissions.map(({ status }: { status: string }) => status)).toEqual(["expired", "pending"]);

  stranger.now = new Date(at(732));
  await stranger.batch([stranger.event("page_view", "/pricing/")]);
  await until(
    () => known.api("/stats"),
    ({ json }) => json.profiles === 2 && json.events.deadLetters === 0,
  );
}, 60_000);
