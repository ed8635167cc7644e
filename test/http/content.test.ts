import { describe, expect, it } from "vitest";
import { Browser, freshEmail, until } from "../support/client.ts";

const PAPER = "/downloads/peak-season-white-paper.html";
const linkIn = (text: string, part: string): string => new RegExp(`http\\S*${part}[^\\s"<]*`).exec(text)![0];

/** Asks for the white paper and confirms: the link on the page, and the one in the mail. */
async function reader(options: { consent?: boolean } = {}) {
  const browser = new Browser();
  const email = freshEmail("reader");
  if (options.consent !== false) await browser.read("/white-paper/");
  await browser.submit({ email, firstName: "Rikke" });
  const confirm = linkIn((await mail(browser, email, "confirmation")).text, "/confirm/");
  const page = await browser.fetch(confirm, { method: "POST" });
  const delivery = await mail(browser, email, "delivery");
  return { browser, email, onPage: linkIn(page.text, "/d/"), inMail: linkIn(delivery.text, "/d/") };
}

async function mail(browser: Browser, email: string, kind: string): Promise<{ text: string }> {
  const find = async () => (await browser.api(`/messages?email=${email}`)).json.messages;
  const sent = (one: { kind: string; status: string }): boolean => one.kind === kind && one.status === "sent";
  return (await until(find, (all) => all.some(sent))).find(sent);
}

async function openings(browser: Browser, email: string): Promise<{ name: string }[]> {
  const { profiles } = (await browser.api(`/profiles?email=${email}`)).json;
  const { events } = (await browser.api(`/profiles/${profiles[0].id}/timeline`)).json;
  return events.filter(({ type }: { type: string }) => type === "content_opened");
}

/** Time for what must not happen to happen. */
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600));

describe("what only a form hands out", () => {
  it("is given by the website to nobody but Fodspor, and to nobody by the edge", async () => {
    const { stack } = new Browser();
    const direct = await fetch(stack.demoUrl + PAPER);
    expect(direct.status).toBe(403);
    const text = await direct.text();
    expect(text).toContain('href="/white-paper/"');
    expect(text).not.toContain("What we wanted to know");
    const guessed = await fetch(stack.demoUrl + PAPER, { headers: { "x-fodspor-content": "guessed" } });
    expect(guessed.status).toBe(403);
  });

  it.each([
    PAPER,
    `${PAPER}?x=1`,
    `${PAPER}/`,
    `/${PAPER}`,
    "/downloads/peak%2Dseason-white-paper.html",
    "/downloads/PEAK-season-white-paper.html",
    "/blog/..%2Fdownloads/peak-season-white-paper.html",
    "/downloads/peak-season-white-paper.html;v=1",
  ])("asked of the edge as %s leads to the form", async (path) => {
    const { stack } = new Browser();
    const answer = await fetch(stack.url + path, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, `${stack.base}/form/whitepaper`]);
    const posted = await fetch(stack.url + path, { method: "POST", redirect: "manual" });
    expect(posted.status).toBe(403);
    expect(await posted.text()).toContain(`${stack.base}/form/whitepaper`);
  });

  it("opens at once for the browser of whom it was promised to, and that is told once a day", async () => {
    const { browser, email, onPage } = await reader();
    const paper = await browser.fetch(onPage);
    expect(paper.status).toBe(200);
    expect(paper.text).toContain("What we wanted to know");
    expect(paper.text).toContain(`<base href="${browser.stack.url}${PAPER}">`);
    expect(Object.fromEntries(paper.headers)).toMatchObject({
      "content-type": expect.stringContaining("text/html"),
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
      "referrer-policy": "no-referrer",
    });
    await browser.fetch(onPage);
    const told = await until(
      () => openings(browser, email),
      (all) => all.length > 0,
    );
    expect(told).toEqual([expect.objectContaining({ type: "content_opened", name: "quiet-peak" })]);
  });

  it("shows a button to any other browser, and opens by that", async () => {
    const { browser, email, inMail } = await reader();
    const phone = new Browser();
    const page = await phone.fetch(inMail);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/<h1>The quiet peak<\/h1>[\s\S]*<form method="post">[\s\S]*<button type="submit">/);
    expect(page.text).not.toContain("What we wanted to know");
    const opened = await phone.fetch(inMail, { method: "POST" });
    expect(opened.text).toContain("What we wanted to know");
    await until(
      () => openings(browser, email),
      (all) => all.length === 1,
    );
  });

  it("is opened by no scanner, by whatever way it looks", async () => {
    const { browser, email, inMail } = await reader();
    const scanner = new Browser();
    const own = { cookie: browser.cookie! };
    const looks: Record<string, string>[] = [
      {},
      { "user-agent": "Googlebot/2.1" },
      { "sec-purpose": "prefetch", ...own },
    ];
    for (const headers of looks) await scanner.fetch(inMail, { headers });
    const head = await scanner.fetch(inMail, { method: "HEAD", headers: own });
    expect([head.status, head.text]).toEqual([200, ""]);
    await scanner.fetch(inMail, { method: "POST", headers: { "user-agent": "Googlebot/2.1" } });
    await aWhile();
    expect(await openings(browser, email)).toEqual([]);
  });

  it("is had by who allows nothing, and told of nobody who did not say yes", async () => {
    const { browser, email, inMail, onPage } = await reader({ consent: false });
    for (const link of [inMail, onPage])
      expect((await browser.fetch(link, { method: "POST" })).text).toContain("What we wanted to know");
    await aWhile();
    expect(await openings(browser, email)).toEqual([]);
  });

  it("passed on is no sign of whom it was promised to", async () => {
    const { browser, email, inMail } = await reader();
    const colleague = await reader();
    const passedOn = await colleague.browser.fetch(inMail, { method: "POST" });
    expect(passedOn.text).toContain("What we wanted to know");
    await aWhile();
    expect(await openings(browser, email)).toEqual([]);
  });

  it("is theirs on a browser that was found to be theirs later", async () => {
    const { email, browser } = await reader();
    const phone = new Browser();
    await phone.read("/white-paper/");
    await phone.submit({ email });
    const find = async () => (await browser.api(`/messages?email=${email}`)).json.messages;
    const sent = (one: { kind: string; status: string }): boolean =>
      one.kind === "confirmation" && one.status === "sent";
    const [newest] = (await until(find, (all) => all.filter(sent).length > 1)).filter(sent);
    const page = await phone.fetch(linkIn(newest.text, "/confirm/"), { method: "POST" });
    const paper = await phone.fetch(linkIn(page.text, "/d/"));
    expect(paper.text).toContain("What we wanted to know");
    await until(
      () => openings(browser, email),
      (all) => all.length === 1,
    );
  });

  it("has its day, and then a page that says how to get a new link", async () => {
    const { browser, inMail } = await reader();
    browser.now = new Date(browser.now.getTime() + 31 * 86_400_000);
    for (const method of ["GET", "POST"]) {
      const late = await browser.fetch(inMail, { method });
      expect(late.status).toBe(410);
      expect(late.text).toContain(`href="${browser.stack.base}/form/whitepaper"`);
    }
  });

  it("is refused to tokens that were changed, cut, or made for something else", async () => {
    const { browser, email, inMail } = await reader();
    const [, token = ""] = /\/d\/([\w-]+)/.exec(inMail)!;
    const other = /\/confirm\/([\w-]+)/.exec((await mail(browser, email, "confirmation")).text)![1]!;
    const sealed = browser.cookie!.slice("fodspor=".length);
    for (const wrong of [`${token.slice(0, -4)}AAAA`, token.slice(0, 40), other, sealed, "x"]) {
      const answer = await browser.fetch(inMail.replace(token, wrong), { method: "POST" });
      expect(answer.status).toBe(410);
      expect(answer.text).toMatch(/Open it from the e-mail/);
      expect(answer.text).not.toContain("What we wanted to know");
    }
  });

  it("keeps no token where it tells which page was read", async () => {
    const { browser, email, onPage } = await reader();
    await browser.batch([browser.event("page_view", "", { url: onPage })]);
    const { profiles } = (await browser.api(`/profiles?email=${email}`)).json;
    const { events } = await until(
      async () => (await browser.api(`/profiles/${profiles[0].id}/timeline`)).json,
      ({ events: all }) => all.some(({ path }: { path: string }) => path === PAPER),
    );
    expect(JSON.stringify(events)).not.toContain("/d/");
  });
});
