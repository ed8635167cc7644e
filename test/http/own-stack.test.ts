import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { describe, expect, onTestFinished, it } from "vitest";
import { startLibsqlServer } from "../../cli/libsql/server.ts";
import { type Stack, startStack } from "../../cli/stack.ts";
import { Browser, freshEmail, GRANTED, until } from "../support/client.ts";

const KEY = (letter: string): string => letter.repeat(40);

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "fodspor-own-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function start(options: Partial<Parameters<typeof startStack>[0]>): Promise<Stack> {
  const stack = await startStack({ port: 0, demoPort: 0, dataDir: await folder(), ...options });
  onTestFinished(() => stack.close());
  return stack;
}

function browserOf(stack: Stack, cookie: string | null = null): Browser {
  const browser = new Browser();
  const { url, demoUrl, basePath, adminToken } = stack;
  Object.assign(browser, { stack: { url, demoUrl, base: url + basePath, adminToken }, cookie });
  return browser;
}

describe("mail over SMTP", () => {
  it("arrives as a complete message, and once, however often the tick looks", async () => {
    const arrived: string[] = [];
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData(stream, _session, done) {
        let text = "";
        stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
        stream.on("end", () => (arrived.push(text), done()));
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
    const address = smtp.server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const stack = await start({ mail: `smtp://127.0.0.1:${port}` });

    const browser = browserOf(stack);
    const email = freshEmail("smtp");
    await browser.submit({ email, firstName: "Søren" });
    await until(
      async () => arrived.length,
      (count) => count === 1,
    );
    const mail = await PostalMime.parse(arrived[0]!);
    expect(mail.to?.[0]?.address).toBe(email);
    expect(mail.html).toContain("/_f/confirm/");
    const link = /http\S+\/confirm\/\S+/.exec(mail.text!)![0];
    await browser.fetch(link, { method: "POST" });
    await until(
      async () => arrived.length,
      (count) => count === 2,
    );
    for (let i = 0; i < 3; i++) await stack.tick(Date.now() + i * 600_000);
    expect(arrived).toHaveLength(2);
    const { messages } = (await browser.api(`/messages?email=${email}`)).json;
    expect(messages.map((one: { status: string }) => one.status)).toEqual(["sent", "sent"]);
  });
});

describe("when the database is gone", () => {
  it("events wait in the queue, nothing is lost, and blocks are still decided", async () => {
    const file = join(await folder(), "db");
    const first = await startLibsqlServer({ file });
    const stack = await start({ libsqlUrl: first.url });
    const browser = browserOf(stack);
    await browser.read("/", "/pricing/");
    const { json } = await until(
      () => browser.api("/stats"),
      (answer) => answer.json.events.stored === 3,
    );
    expect(json.events.duplicate).toBe(0);

    await first.close();
    await browser.read("/terms/");
    expect((await browser.fetch("/b?names=hero")).json.hero.variant).toBe("evaluating");
    expect((await browser.api("/stats")).status).toBe(503);

    const again = await startLibsqlServer({ file, port: first.port });
    onTestFinished(() => again.close());
    const after = await until(
      () => browser.api("/stats"),
      (answer) => answer.json?.events?.stored === 4,
      25,
    );
    expect(after.json.events).toMatchObject({ duplicate: 0, deadLetters: 0 });
  });
});

describe("INGEST=direct", () => {
  it("has stored a batch when it answers, once", async () => {
    const stack = await start({ ingest: "direct" });
    const browser = browserOf(stack);
    await browser.batch([browser.event("page_view", "/")], { consent: GRANTED });
    expect((await browser.api("/stats")).json.events.stored).toBe(2);
    const view = browser.event("page_view", "/pricing/");
    await browser.batch([view]);
    await browser.batch([view]);
    expect((await browser.api("/stats")).json.events).toMatchObject({ stored: 3, duplicate: 1 });
  });
});

describe("sealing keys", () => {
  it("rotate: a cookie of the older key still opens, one of a key taken away does not", async () => {
    const dataDir = await folder();
    const stays = async (sealKeys: string, cookie: string | null): Promise<[string, string | null]> => {
      const stack = await startStack({ port: 0, demoPort: 0, dataDir, sealKeys });
      try {
        const browser = browserOf(stack, cookie);
        if (cookie === null) await browser.read("/pricing/", "/terms/");
        const { variant } = (await browser.fetch("/b?names=hero")).json.hero;
        await browser.read("/");
        return [variant, browser.cookie];
      } finally {
        await stack.close();
      }
    };
    const [before, cookie] = await stays(KEY("a"), null);
    const [rotated, renewed] = await stays(`${KEY("b")},${KEY("a")}`, cookie);
    const [dropped] = await stays(KEY("b"), cookie);
    const [kept] = await stays(KEY("b"), renewed);
    expect([before, rotated, dropped, kept]).toEqual(["evaluating", "evaluating", "default", "evaluating"]);
  }, 120_000);
});
