import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, until } from "../support/client.ts";
import { type FormsStack, formsStack } from "../support/forms-stack.ts";

/** Where one yes is enough, whoever types in an address has said it: what may come of that. */
let own: FormsStack;
const SPAM = "Win at spam.example";

beforeAll(async () => {
  own = await formsStack();
  await own.publish(({ site, forms, emails }) => {
    site["permission"] = { singleOptIn: ["US"], perAddress: 3, perNetwork: 6 };
    forms["second"] = forms["paper"];
    const { deliver } = emails as Record<string, { locales: unknown }>;
    deliver!.locales = {
      en: { subject: "Here you are, {{ first_name }}", html: "<p>{{ first_name }}</p>", text: "{{ first_name }}" },
    };
  });
}, 90_000);

afterAll(() => own?.close());

let networks = 0;
const anywhere = (): string => `2001:db8:${(++networks).toString(16)}::1`;

async function typed(email: string, ip: string, country: string, form = "paper"): Promise<string> {
  const browser = own.browser();
  browser.headers = { "x-fodspor-ip": ip, "x-fodspor-cf": JSON.stringify({ country }) };
  const answer = await browser.submit({ email, firstName: SPAM }, form);
  expect(answer.status).toBe(200);
  return answer.json.status;
}

/** All mails to addresses of a name once none is under way, and how many of them were sent. */
async function outcome(name: string) {
  const all = await until(
    () =>
      own.rows(
        `SELECT m.kind, m.status, m.reason, b.subject || b.html || b.text AS words FROM messages AS m
         LEFT JOIN mailbox AS b ON b.message_id = m.id WHERE m.email LIKE ? || '%'`,
        name,
      ),
    (rows) =>
      rows.length > 0 && rows.every(({ status, reason }) => status !== "sending" && (status !== "queued" || reason)),
  );
  return { all, sent: all.filter(({ status }) => status === "sent") };
}

describe("an address that somebody typed in where one yes is enough", () => {
  it("gets a few mails in a day, and no word of theirs", async () => {
    const email = freshEmail("bombed");
    for (let i = 0; i < 8; i++)
      expect(await typed(email, anywhere(), "US", i % 2 ? "paper" : "second")).toBe("confirmed");
    const { all, sent } = await outcome(email);
    expect([all.length, sent.length]).toEqual([8, 3]);
    expect(JSON.stringify(sent)).not.toContain("spam.example");
  });

  it("gets no more, and no word of theirs, though its owner is somebody we know", async () => {
    const email = freshEmail("known");
    expect(await typed(email, anywhere(), "DK")).toBe("pending");
    const [{ text } = { text: "" }] = await until(
      () => own.rows("SELECT text FROM mailbox WHERE recipient = ?", email),
      (rows) => rows.length === 1,
    );
    await own.browser().fetch(/http\S+\/confirm\/\S+/.exec(String(text))![0], { method: "POST" });
    await until(
      () => own.rows("SELECT 1 FROM mailbox WHERE recipient = ?", email),
      (rows) => rows.length === 2,
    );
    for (let i = 0; i < 6; i++) await typed(email, anywhere(), "US", "second");
    const { sent } = await outcome(email);
    expect(sent.filter(({ kind }) => kind === "delivery")).toHaveLength(3);
    // What came first was confirmed by its owner, name and all.
    expect(sent.filter(({ words }) => String(words).includes("spam.example"))).toHaveLength(1);
  });

  it("is one of few that a network reaches in an hour", async () => {
    const ip = anywhere();
    for (let i = 0; i < 9; i++) await typed(freshEmail("netted"), ip, "US");
    const { all, sent } = await outcome("netted");
    expect([all.length, sent.length]).toEqual([9, 6]);
  });
});
