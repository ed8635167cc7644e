import { createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { smtpMailer } from "../../worker/platform/mailers/smtp.ts";

const mail = {
  id: "11111111-1111-4111-8111-111111111111",
  from: { name: "Nordlys", email: "hello@nordlys.example" },
  to: "anna@acme.example",
  subject: "Hello",
  html: "<p>Hello</p>",
  text: "Hello",
};

/** A mail server that answers each command as told; `null` hangs up. */
async function server(answers: Record<string, string | null>): Promise<string> {
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    let inData = false;
    const say = (key: string, otherwise: string): void => {
      const answer = key in answers ? answers[key]! : otherwise;
      if (answer === null) socket.destroy();
      else socket.write(`${answer}\r\n`);
    };
    socket.on("error", () => undefined);
    say("greeting", "220 hello");
    socket.on("data", (chunk: Buffer) => {
      const text = chunk.toString();
      if (inData) {
        if (text.endsWith("\r\n.\r\n")) say("body", "250 taken");
        return;
      }
      const command = text.slice(0, 4).toUpperCase();
      if (command === "EHLO") socket.write("250-hello\r\n250 AUTH PLAIN\r\n");
      else if (command === "DATA") {
        say("DATA", "354 go on");
        inData = !("DATA" in answers);
      } else say(command, command === "AUTH" ? "235 ok" : "250 ok");
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  const address = listening.address();
  return `smtp://user:secret@127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

describe("mail over SMTP", () => {
  it.each<[string, Record<string, string | null>, string]>([
    ["is taken", {}, "sent"],
    ["finds a server that is busy", { greeting: "421 later" }, "retry"],
    ["finds a server that hangs up at once", { greeting: null }, "retry"],
    ["is kept out by a wrong password, which is ours to mend", { AUTH: "535 no" }, "retry"],
    ["has a sender nobody accepts, which is ours to mend", { MAIL: "550 no" }, "retry"],
    ["is for nobody", { RCPT: "550 unknown" }, "failed"],
    ["is for a mailbox that is full", { RCPT: "452 full" }, "retry"],
    ["is refused for what it says", { body: "554 spam" }, "failed"],
    ["is put off", { body: "451 later" }, "retry"],
    ["may have been taken before the server hung up", { body: null }, "unknown"],
  ])("%s", async (_, answers, outcome) => {
    expect((await smtpMailer(await server(answers)).send(mail)).outcome).toBe(outcome);
  });

  it("waits for a server that is down", async () => {
    expect((await smtpMailer("smtp://127.0.0.1:1").send(mail)).outcome).toBe("retry");
  });
});
