import { describe, expect, it } from "vitest";
import { Browser, freshEmail, rows } from "../support/client.ts";
import { current, fateOf, ledgerOf, linkIn, mailsOf, subscribe } from "../support/permitted.ts";

/** Somebody who gets the newsletter, and the link to end it in a mail of it. */
async function reader(form?: string) {
  const email = freshEmail("reader");
  const browser = await subscribe(email, form);
  expect(await fateOf(email)).toBe("sent");
  const [mail] = await mailsOf(email, "marketing", 1);
  return { email, browser, mail: mail!, link: linkIn(mail!, "/unsubscribe/") };
}

const stranger = () => new Browser();
const oneClick = (link: string) =>
  fetch(link, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) });

describe("the unsubscribe link", () => {
  it("is in the headers of each marketing mail, for one click", async () => {
    const { mail, link } = await reader();
    expect(mail.headers).toEqual({
      "List-Unsubscribe": `<${link}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
    expect(mail.text).toContain(link);
  });

  it("shows a page with one button and changes nothing", async () => {
    const { email, link } = await reader();
    const before = await ledgerOf(email);
    for (const method of ["GET", "HEAD", "GET"]) expect((await stranger().fetch(link, { method })).status).toBe(200);
    const page = await stranger().fetch(link);
    expect(page.text.match(/<button/g)).toHaveLength(1);
    expect(page.text).toContain("Notes from the floor");
    expect(page.text).not.toContain(email);
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await ledgerOf(email)).toEqual(before);
    expect(await current(email)).toMatchObject({ newsletter: "confirmed" });
  });

  it("ends the topic at once for all that is sent later, pressed by a mail program without a cookie", async () => {
    const { email, link, mail } = await reader();
    const answer = await oneClick(link);
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await ledgerOf(email)).at(-1)).toBe("newsletter withdrawn link");
    const [row] = await rows("SELECT evidence FROM permissions WHERE email = ? AND status = 'withdrawn'", email);
    expect(JSON.parse(String(row!["evidence"]))).toMatchObject({ how: "link", message: mail.id });
    expect(await current(email)).toMatchObject({ newsletter: "withdrawn" });
    expect(await fateOf(email)).toMatch(/withdrawn/);
  });

  it.each<[string, RequestInit]>([
    ["a form of many parts", { body: formData() }],
    ["nothing at all", {}],
    [
      "a word of no meaning",
      { body: "hello", headers: { "content-type": "text/plain", origin: "https://mail.example" } },
    ],
  ])("is heard with %s", async (_, init) => {
    const { email, link } = await reader();
    expect((await fetch(link, { method: "POST", ...init })).status).toBe(200);
    expect(await current(email)).toMatchObject({ newsletter: "withdrawn" });
  });

  it("is one withdrawal however often it is pressed, and another after a new yes: it works for ever", async () => {
    const { email, browser, link } = await reader();
    await Promise.all([oneClick(link), oneClick(link), oneClick(link)]);
    await oneClick(link);
    expect((await ledgerOf(email)).filter((line) => line.includes("withdrawn"))).toHaveLength(1);
    browser.now = new Date();
    await browser.submit({ email }, "newsletter");
    const [, asked] = await mailsOf(email, "confirmation", 2);
    await stranger().fetch(linkIn(asked!, "/confirm/"), { method: "POST" });
    expect(await fateOf(email)).toBe("sent");
    const later = stranger();
    later.now = new Date(Date.now() + 400 * 86_400_000);
    expect((await later.fetch(link, { method: "POST" })).status).toBe(200);
    expect(await current(email)).toMatchObject({ newsletter: "withdrawn" });
    expect(await fateOf(email)).toMatch(/withdrawn/);
  });

  it("offers to end everything else, and the way to choose", async () => {
    const { email, link } = await reader("whitepaper");
    const done = await stranger().fetch(link, { method: "POST" });
    expect(done.text).toContain('name="every"');
    expect(done.text).toMatch(/href="http[^"]+\/preferences\//);
    const every = await fetch(link, { method: "POST", body: new URLSearchParams({ every: "yes" }) });
    expect(every.status).toBe(200);
    expect(new Set(Object.values(await current(email)))).toEqual(new Set(["withdrawn"]));
  });

  it("suppresses the address of whom nobody remembers any more, so that no old list brings it back", async () => {
    const { email, link, browser } = await reader();
    const [person] = (await browser.api(`/profiles?email=${email}`)).json.profiles;
    await browser.api(`/profiles/${person.id}`, { method: "DELETE" });
    expect((await oneClick(link)).status).toBe(200);
    const { suppressions } = (await browser.api(`/suppressions?email=${email}`)).json;
    expect(suppressions.map((one: { topic: string }) => one.topic)).toContain("newsletter");
    expect(JSON.stringify(suppressions)).not.toContain(email);
    expect((await browser.api(`/profiles?email=${email}`)).json.profiles).toEqual([]);
  });

  it("that was tampered with, or is another kind of link, is refused on a page and changes nothing", async () => {
    const { email, link } = await reader();
    const other = linkIn((await mailsOf(email, "confirmation", 1))[0]!, "/confirm/").replace(
      "/confirm/",
      "/unsubscribe/",
    );
    for (const wrong of [link.slice(0, -2), `${link.slice(0, -3)}AAA`, other, link.replace(/[^/]+$/, "x")]) {
      for (const method of ["GET", "POST"]) {
        const answer = await stranger().fetch(wrong, { method });
        expect(answer.status).toBe(410);
        expect(answer.text).toContain("<h1>");
      }
    }
    expect(await current(email)).toMatchObject({ newsletter: "confirmed" });
  });
});

function formData(): FormData {
  const data = new FormData();
  data.set("List-Unsubscribe", "One-Click");
  return data;
}
