import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Stack } from "../../cli/stack.ts";
import { Browser, until } from "../support/client.ts";
import { testStack } from "../support/stack.ts";

async function ownStack(): Promise<{ stack: Stack; dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), "fodspor-rights-"));
  const stack = await testStack({ dataDir });
  onTestFinished(async () => {
    await stack.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { stack, dataDir };
}

function browserOf({ url, demoUrl, basePath, adminToken }: Stack): Browser {
  const browser = new Browser();
  return Object.assign(browser, { stack: { url, demoUrl, base: url + basePath, adminToken } });
}

/** In which files which of these words is, as UTF-8 or UTF-16. */
async function found(dataDir: string, words: string[]): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hits = await Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(file).catch(() => Buffer.alloc(0));
      const lower = Buffer.from(bytes.toString("latin1").toLowerCase(), "latin1");
      return words
        .filter((word) => [bytes, lower].some((one) => one.includes(word) || one.includes(word, 0, "utf16le")))
        .map((word) => `${word} in ${file.slice(dataDir.length + 1)}`);
    }),
  );
  return hits.flat();
}

// oxlint-disable-next-line typescript/no-explicit-any
const peopleWith = async (browser: Browser, email: string): Promise<any[]> =>
  (await browser.api(`/profiles?email=${email}`)).json?.profiles ?? [];

/** Opens the newest confirmation mail that has not been answered, and says yes. */
async function confirm(browser: Browser, email: string, nth: number): Promise<void> {
  const { json } = await until(
    () => browser.api(`/messages?email=${email}&limit=50`),
    (answer) =>
      // oxlint-disable-next-line typescript/no-explicit-any
      answer.json?.messages?.filter((one: any) => one.kind === "confirmation" && one.status === "sent").length === nth,
  );
  // oxlint-disable-next-line typescript/no-explicit-any
  const newest = json.messages.find((one: any) => one.kind === "confirmation");
  const answer = await browser.fetch(/http\S+\/confirm\/\S+/.exec(newest.text)![0], { method: "POST" });
  expect(answer.status).toBe(200);
}

it("no file holds the address, the names, the phone or the words of somebody erased", async () => {
  const { stack, dataDir } = await ownStack();
  const tag = randomUUID().slice(0, 8);
  const email = `zenobia.${tag}@quuxwerk-${tag}.example`;
  const told = { email, firstName: `Zenobia${tag}`, phone: "+45 20 31 74 85", company: `Quuxwerk ${tag} ApS` };
  const words = [
    email,
    told.firstName,
    `quuxwerk-${tag}`,
    `Quuxwerk ${tag}`,
    "20317485",
    "20 31 74 85",
    `secret${tag}`,
  ];

  const desk = browserOf(stack);
  await desk.read("/", "/pricing/", "/pricing/");
  await desk.submit({ ...told, note: `A secret${tag} that nobody else knows` }, "demo");
  await confirm(desk, email, 1);
  await desk.submit({ email, message: `Please tell me more of secret${tag}` }, "contact");
  const phone = browserOf(stack);
  await phone.read("/blog/", "/white-paper/");
  await phone.submit({ email: email.toUpperCase(), firstName: told.firstName });
  await until(
    () => peopleWith(desk, email),
    (people) => people.length === 2,
  );
  await confirm(phone, email, 2);
  const [person] = await until(
    () => peopleWith(desk, email),
    (people) => people.length === 1 && people[0].visitors.length === 2,
  );
  const other = browserOf(stack);
  await other.read("/");
  await other.submit({ email, firstName: "Nobody" });
  await until(
    () => desk.api(`/messages?email=${email}`),
    // oxlint-disable-next-line typescript/no-explicit-any
    ({ json }) => json.messages.filter((one: any) => one.status === "sent").length >= 5,
  );
  expect(await found(dataDir, words)).not.toEqual([]);

  const erased = await desk.api(`/profiles/${person.id}`, { method: "DELETE" });
  expect([erased.status, erased.json.id]).toEqual([200, person.id]);
  expect(await found(dataDir, words)).toEqual([]);

  // What their browsers still send is somebody else's now, and what is left to do finds nobody.
  await desk.read("/terms/");
  await stack.tick(Date.now() + 3_600_000);
  await stack.close();
  expect(await found(dataDir, words)).toEqual([]);
}, 90_000);
