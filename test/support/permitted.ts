import { randomUUID } from "node:crypto";
import { type Answer, Browser, rows, until } from "./client.ts";

export interface Mail {
  id: string;
  kind: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
}

/** The mails sent to an address, oldest first, once there are so many. */
export async function mails(email: string, count: number): Promise<Mail[]> {
  const browser = new Browser();
  const { json } = await until(
    () => browser.api(`/messages?email=${encodeURIComponent(email)}`),
    (answer) => answer.json?.messages?.filter((one: { status: string }) => one.status === "sent").length >= count,
  );
  return (json.messages as (Mail & { status: string })[]).filter(({ status }) => status === "sent").toReversed();
}

/** The mails of a kind sent to an address, oldest first, once there are so many. */
export async function mailsOf(email: string, kind: string, count: number): Promise<Mail[]> {
  const own = (all: Mail[]): Mail[] => all.filter((mail) => mail.kind === kind);
  return own(
    await until(
      () => mails(email, count),
      (all) => own(all).length >= count,
    ),
  );
}

/** All links of a mail, as a scanner finds them. */
export const linksOf = ({ html, text, headers }: Mail): string[] => [
  ...new Set(
    [...`${html} ${text} ${Object.values(headers).join(" ")}`.matchAll(/https?:\/\/[^\s"'<>)]+/g)].map(String),
  ),
];

export const linkIn = (mail: Mail, part: string): string => linksOf(mail).find((link) => link.includes(part))!;

/** Fills in a form and presses the button in the mail. */
export async function subscribe(email: string, form = "newsletter", browser = new Browser()): Promise<Browser> {
  const answer = await browser.submit({ email, firstName: "Anna", "permission.newsletter": "yes" }, form);
  if (answer.status !== 200) throw new Error(answer.text);
  const [mail] = await mails(email, 1);
  await browser.fetch(linkIn(mail!, "/confirm/"), { method: "POST" });
  return browser;
}

/** Sends one marketing mail of the newsletter, by the management API. */
export const send = (body: Record<string, unknown>, browser = new Browser()): Promise<Answer> =>
  browser.api("/messages", {
    method: "POST",
    body: JSON.stringify({ template: "welcome-story", ...body }),
    headers: { "content-type": "application/json" },
  });

/** What became of one marketing mail to an address: `sent`, or why it was not. */
export async function fateOf(email: string): Promise<string> {
  const id = randomUUID();
  const answer = await send({ id, email });
  if (answer.status !== 200) throw new Error(answer.text);
  const [row] = await until(
    () => rows("SELECT status, reason FROM messages WHERE id = ?", id),
    ([found]) => found !== undefined && !["queued", "sending"].includes(String(found["status"])),
  );
  return String(row!["status"] === "sent" ? "sent" : row!["reason"]);
}

/** What holds for an address, as the management API tells it. */
export async function current(email: string): Promise<Record<string, string>> {
  return (await new Browser().api(`/permissions?email=${encodeURIComponent(email)}`)).json.current;
}

/** The ledger of an address, oldest first: topic, status, and how it was said. */
export const ledgerOf = async (email: string): Promise<string[]> =>
  (
    await rows(
      `SELECT topic || ' ' || status || ' ' || coalesce(evidence->>'$.how', '') AS line FROM permissions
       WHERE email = ? ORDER BY rowid`,
      email,
    )
  ).map(({ line }) => String(line));
