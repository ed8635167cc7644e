import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { renderMail } from "../../worker/messages/render.ts";
import { smtpMailer } from "../../worker/platform/mailers/smtp.ts";
import { testPlaybook } from "../support/playbook.ts";

const URL = `https://www.testby.example/_f/unsubscribe/${"x".repeat(400)}`;

/** A mail server of the test's own, and what arrives at it. */
async function inbox() {
  const arrived: { to: string[]; raw: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, { envelope }, done) {
      let raw = "";
      stream.on("data", (chunk: Buffer) => (raw += chunk.toString()));
      stream.on("end", () => {
        arrived.push({ to: envelope.rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  return { arrived, mailer: smtpMailer(`smtp://127.0.0.1:${typeof address === "object" ? address?.port : 0}`) };
}

const playbook = testPlaybook((copy) => {
  copy.emails.deliver.locales.en.subject = "Hello {{ first_name }}";
  copy.emails.deliver.locales.en.text = "Hello {{ first_name }}: {{ unsubscribe_url }}";
});

async function sent(name: string, to = "ann@acme.example", unsubscribe: string | null = URL) {
  const { arrived, mailer } = await inbox();
  const message = { id: "11111111-1111-4111-8111-111111111111", email: to, template: "deliver", locale: "en" };
  const mail = renderMail(playbook, message, { first_name: name, unsubscribe_url: unsubscribe }, unsubscribe);
  expect(await mailer.send(mail)).toEqual({ outcome: "sent" });
  const [first] = arrived;
  const { headers, subject } = await PostalMime.parse(first!.raw);
  const named = (key: string) => headers.filter((header) => header.key === key).map(({ value }) => value);
  return { ...first!, headers, subject, named };
}

describe("a mail over SMTP", () => {
  it("can be ended by one click in a mail program (RFC 8058)", async () => {
    const { named, raw } = await sent("Ann");
    expect(named("list-unsubscribe")).toEqual([`<${URL}>`]);
    expect(named("list-unsubscribe-post")).toEqual(["List-Unsubscribe=One-Click"]);
    expect(raw).toContain(`<${URL}>`);
  });

  it("has no such header where there is nothing to end", async () => {
    expect((await sent("Ann", "ann@acme.example", null)).named("list-unsubscribe")).toEqual([]);
  });

  it.each([
    "Ann\r\nBcc: eve@evil.example",
    "Ann\nBcc: eve@evil.example",
    "Ann\rBcc: eve@evil.example",
    "Ann\u0000\u0085\u2028Bcc: eve@evil.example",
    "Ann\r\n\r\n<h1>another body</h1>",
  ])("is one mail with the headers we gave, whatever somebody calls themselves: %j", async (name) => {
    const { headers, subject, named, to } = await sent(name);
    expect(named("bcc")).toEqual([]);
    expect(subject).toMatch(/^Hello Ann /);
    expect(to).toEqual(["ann@acme.example"]);
    const keys = headers.map(({ key }) => key).toSorted();
    expect(keys).toEqual((await sent("Ann")).headers.map(({ key }) => key).toSorted());
  });

  it.each([
    ["=?utf-8?Q?=0D=0ABcc:_eve=40evil.example?=", "Hello = ?utf-8?Q?=0D=0ABcc:_eve=40evil.example?="],
    ["Ann\u202Egnp.exe\u2066", "Hello Anngnp.exe"],
  ])("says in its subject what stands there, and nothing that %j would turn into", async (name, shown) => {
    expect((await sent(name)).subject).toBe(shown);
  });

  it.each(["ann@acme.example, eve@evil.example", "ann@acme.example\r\nBcc: eve@evil.example"])(
    "reaches nobody else by an address that looks like several: %j",
    async (to) => {
      const { arrived, mailer } = await inbox();
      const message = { id: "11111111-1111-4111-8111-111111111111", email: to, template: "deliver", locale: "en" };
      await mailer.send(renderMail(playbook, message, {}, null));
      expect(arrived.flatMap((mail) => mail.to)).not.toContain("eve@evil.example");
      expect(arrived.length).toBeLessThanOrEqual(1);
    },
  );
});
