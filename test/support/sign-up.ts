import { type Browser, until } from "./client.ts";

/** The names of what a form asks somebody. */
export const inputs = (html: string): string[] =>
  [...html.matchAll(/<(?:input|select)[^>]* name="([^"]+)"/g)]
    .map((match) => match[1]!)
    .filter((name) => !["submission", "url", "locale", "ticket", "homepage"].includes(name));

/** The mails to an address, newest first, once there are so many. */
export async function mails(browser: Browser, email: string, count: number) {
  const { json } = await until(
    () => browser.api(`/messages?email=${encodeURIComponent(email)}`),
    (answer) => answer.json?.messages?.filter((one: { status: string }) => one.status === "sent").length === count,
  );
  return json.messages as { id: string; template: string; kind: string; subject: string; text: string; html: string }[];
}

/** The first link in a mail that leads to a route of ours. */
export const linkIn = (text: string, part: string): string => new RegExp(`http\\S*${part}\\S*`).exec(text)![0];

/** Asks for the white paper and the newsletter; the confirmation and its link. */
export async function signUp(browser: Browser, email: string, more: Record<string, unknown> = {}) {
  const answer = await browser.submit({ email, firstName: "Anna", "permission.newsletter": "yes", ...more });
  const [mail] = await mails(browser, email, 1);
  return { answer, link: linkIn(mail!.text, "/confirm/"), mail: mail! };
}
