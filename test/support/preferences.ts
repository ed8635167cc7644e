import { type Answer, Browser, rows, until } from "./client.ts";

/** Signs somebody up for the newsletter by the white paper's form, and confirms if asked to. */
export async function signUp(
  browser: Browser,
  email: string,
  { confirmed = true, ...answers }: Record<string, unknown> = {},
): Promise<void> {
  const answer = await browser.submit({ email, "permission.newsletter": "yes", ...answers });
  if (answer.status !== 200) throw new Error(answer.text);
  if (!confirmed) return;
  const link = /http\S+\/confirm\/[\w-]+/.exec(await mail(email, "confirm"))![0];
  const done = await browser.fetch(link, { method: "POST" });
  if (done.status !== 200) throw new Error(done.text);
}

/** The text of the first mail to an address that has such a link. */
export async function mail(email: string, link: string): Promise<string> {
  const found = await until(
    () => rows("SELECT text FROM mailbox WHERE recipient = ? AND text LIKE ? ORDER BY at", email, `%/${link}/%`),
    (mails) => mails.length > 0,
  );
  return String(found[0]!["text"]);
}

/** The path of somebody's preference page, as the mail of the page for lost links tells it. */
export async function preferencesPath(email: string, now = new Date()): Promise<string> {
  const browser = new Browser(now);
  const answer = await postForm(browser, "/preferences", { email, locale: "en" });
  if (answer.status !== 200) throw new Error(`the page for lost links answers ${answer.status}`);
  const found = await until(
    () =>
      rows(
        `SELECT b.text FROM mailbox AS b JOIN messages AS m ON m.id = b.message_id
         WHERE m.email = ? AND m.kind = 'service' ORDER BY m.created_at DESC`,
        email,
      ),
    (mails) => mails.length > 0,
  );
  return `/preferences/${/preferences\/([\w-]+)/.exec(String(found[0]!["text"]))![1]}`;
}

/** Posts as a browser without JavaScript does; a list is sent as many times as it has entries. */
export function postForm(browser: Browser, path: string, fields: Record<string, string | string[]>): Promise<Answer> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  return browser.fetch(path, {
    method: "POST",
    body: body.toString(),
    headers: { "content-type": "application/x-www-form-urlencoded", origin: "null" },
  });
}

/** The fields of a form of the page, as a browser would post them unchanged. `action` is the end of where it posts to. */
export function fieldsOf(html: string, action: string): Record<string, string | string[]> {
  const form = [...html.matchAll(/<form [^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].find(([, to]) =>
    to!.endsWith(action),
  );
  if (!form) throw new Error(`no form that posts to …${action}`);
  const fields: Record<string, string | string[]> = {};
  const add = (name: string, value: string): void => {
    fields[name] = fields[name] === undefined ? value : [fields[name], value].flat();
  };
  for (const [tag] of form[2]!.matchAll(/<input [^>]*>/g)) {
    const type = attribute(tag, "type");
    if ((type === "checkbox" || type === "radio") && !/ checked/.test(tag)) continue;
    add(attribute(tag, "name")!, attribute(tag, "value") ?? "");
  }
  for (const [, name, options] of form[2]!.matchAll(/<select [^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs)) {
    const chosen = /<option [^>]*selected[^>]*>/.exec(options!)?.[0] ?? "";
    add(name!, attribute(chosen, "value") ?? "");
  }
  return fields;
}

const attribute = (tag: string, name: string): string | undefined => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
