import { Browser, freshEmail, until } from "./client.ts";

/** A visitor who gave an address, and the profile that it made. */
export async function somebody(paths: string[] = ["/"], answers: Record<string, unknown> = {}) {
  const browser = new Browser();
  const email = freshEmail();
  await browser.read(...paths);
  await browser.submit({ email, ...answers });
  const profile = await profileOf(browser, email, (one) => one.views === paths.length);
  return { browser, email, profile, id: profile.id as string };
}

/** The one profile with an address, once it is as expected. */
// oxlint-disable-next-line typescript/no-explicit-any
export async function profileOf(browser: Browser, email: string, good: (profile: any) => boolean) {
  const { json } = await until(
    () => browser.api(`/profiles?email=${encodeURIComponent(email)}`),
    (answer) => answer.json?.profiles?.length === 1 && good(answer.json.profiles[0]),
  );
  return json.profiles[0];
}

/** The link in the confirmation mail, once it has come. */
export async function confirmLink(browser: Browser, email: string): Promise<string> {
  const { json } = await until(
    () => browser.api(`/messages?email=${email}`),
    (answer) => answer.json?.messages?.[0]?.status === "sent",
  );
  return /http\S+\/confirm\/\S+/.exec(json.messages[0].text)![0];
}

/** What somebody did, the newest first: their timeline without what followed from it. */
// oxlint-disable-next-line typescript/no-explicit-any
export async function deedsOf(browser: Browser, id: string): Promise<any[]> {
  const { events } = (await browser.api(`/profiles/${id}/timeline`)).json;
  return events.filter(({ data }: { data: { properties?: { by?: string } } }) => data.properties?.by === undefined);
}
