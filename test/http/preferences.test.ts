import { describe, expect, it } from "vitest";
import { Browser, freshEmail, rows } from "../support/client.ts";
import { fieldsOf, mail, postForm, preferencesPath, signUp } from "../support/preferences.ts";

async function person(answers: Record<string, unknown> = {}) {
  const email = freshEmail("pref");
  await signUp(new Browser(), email, { firstName: "Søren", company: "Vareby", ...answers });
  const path = await preferencesPath(email);
  const browser = new Browser();
  return { email, path, browser, end: path.split("/").at(-1)! };
}

const ledger = (email: string) =>
  rows("SELECT topic, status, evidence, submission FROM permissions WHERE email = ? ORDER BY rowid", email);

describe("the preference page", () => {
  it("opens by a link without a login, shows what holds, and is kept, framed and indexed by nobody", async () => {
    const { browser, path, email } = await person();
    const { status, text, headers } = await browser.fetch(path);
    expect(status).toBe(200);
    expect(text).toContain(email);
    expect(text).toMatch(/id="topic-newsletter"[^>]* checked/);
    expect(text).toContain("Vareby");
    expect(text).not.toMatch(/Groups you are in|fit \d/);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-robots-tag")).toBe("noindex");
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(browser.cookie).toBeNull();
  });

  it("changes nothing by being looked at, whatever of it is fetched", async () => {
    const { browser, path, email } = await person();
    const before = await ledger(email);
    for (const more of ["", "/erase", "/nothing", "/export", "/correct", "/prove"]) await browser.fetch(path + more);
    expect(await ledger(email)).toEqual(before);
    expect(await rows("SELECT id FROM profiles WHERE email = ? AND erased_at IS NULL", email)).toHaveLength(1);
  });

  it("takes a yes and a no with their proof, at once and once", async () => {
    const { browser, path, email, end } = await person();
    browser.headers = { "user-agent": "Test/1", "x-fodspor-ip": "192.0.2.77" };
    const fields = { ...fieldsOf((await browser.fetch(path)).text, end), yes: "white-paper" };
    const [answer] = await Promise.all(Array.from({ length: 5 }, () => postForm(browser, path, fields)));
    expect([answer!.status, answer!.headers.get("location")]).toEqual([303, expect.stringMatching(/#told$/)]);
    await Promise.all(Array.from({ length: 5 }, () => postForm(browser, path, fields)));
    const withdrawn = (await ledger(email)).filter(({ status }) => status === "withdrawn");
    expect(withdrawn.map(({ topic }) => topic)).toEqual(["newsletter"]);
    const evidence = JSON.parse(String(withdrawn[0]!["evidence"]));
    expect(evidence).toMatchObject({ how: "preferences", form: "preferences", ip: "192.0.2.0", userAgent: "Test/1" });
    expect(evidence.hash).toMatch(/^[\w-]{43}$/);
    expect(evidence.url).toMatch(/\/preferences$/);
    expect((await browser.api(`/profiles?email=${email}`)).json.profiles[0].permissions.newsletter).toBe("withdrawn");

    browser.now = new Date(Date.now() + 1_000);
    const again = (await browser.fetch(path)).text;
    expect(again).not.toMatch(/id="topic-newsletter"[^>]* checked/);
    await postForm(browser, path, { ...fieldsOf(again, end), yes: ["newsletter", "white-paper"] });
    expect((await browser.fetch(path)).text).toMatch(/id="topic-newsletter"[^>]* checked/);
    expect((await browser.api(`/profiles?email=${email}`)).json.profiles[0].permissions.newsletter).toBe("confirmed");
  });

  it("takes nothing back that was said elsewhere while it lay open, and says so where it is an old one", async () => {
    const { browser, path, end, email } = await person();
    const open = fieldsOf((await browser.fetch(path)).text, end);
    const off = { ...open, yes: "white-paper" };
    await postForm(browser, path, off);
    // A second window, in which only the frequency is changed.
    const { headers } = await postForm(browser, path, { ...open, every: "weekly" });
    expect(headers.get("location")).toContain("done=saved");
    expect((await browser.api(`/profiles?email=${email}`)).json.profiles[0].permissions.newsletter).toBe("withdrawn");
    browser.now = new Date(Date.now() + 1_000);
    const both = { yes: ["newsletter", "white-paper"] };
    await postForm(browser, path, { ...fieldsOf((await browser.fetch(path)).text, end), ...both });
    expect((await postForm(browser, path, off)).headers.get("location")).toContain("done=old");
    expect((await browser.api(`/profiles?email=${email}`)).json.profiles[0].permissions.newsletter).toBe("confirmed");
  });

  it("keeps frequency, pause and language, and a pause ends when its owner says so", async () => {
    const { browser, path, end, email } = await person();
    browser.now = new Date("2026-11-30T12:00:00Z");
    const first = fieldsOf((await browser.fetch(path)).text, end);
    expect(first).toMatchObject({ every: "all", pause: "keep", locale: "en" });
    const saved = await postForm(browser, path, { ...first, every: "monthly", pause: "3", locale: "da" });
    expect([saved.status, saved.headers.get("location")]).toEqual([303, expect.stringContaining("done=saved")]);
    const kept = () => rows("SELECT paused_until, every, locale FROM preferences WHERE email = ?", email);
    expect(await kept()).toEqual([
      { paused_until: Date.parse("2027-02-28T12:00:00Z"), every: 30 * 86_400_000, locale: "da" },
    ]);
    const { text } = await browser.fetch(path);
    expect(text).toContain('<html lang="da">');
    expect(text).toContain("På pause til 28. februar 2027.");
    await postForm(browser, path, { ...fieldsOf(text, end), pause: "forever" });
    expect((await browser.fetch(path)).text).toContain("På pause, til du slår det til igen.");
    await postForm(browser, path, { ...fieldsOf((await browser.fetch(path)).text, end), pause: "none" });
    expect(await kept()).toEqual([{ paused_until: null, every: 30 * 86_400_000, locale: "da" }]);
  });

  it("ends everything at once", async () => {
    const { browser, path, email } = await person();
    const { headers } = await postForm(
      browser,
      `${path}/nothing`,
      fieldsOf((await browser.fetch(path)).text, "/nothing"),
    );
    expect(headers.get("location")).toContain("done=nothing");
    const { permissions } = (await browser.api(`/profiles?email=${email}`)).json.profiles[0];
    expect(Object.values(permissions)).toEqual(["withdrawn", "withdrawn"]);
    expect((await browser.fetch(path)).text).not.toContain("/nothing");
  });
});

describe("a link", () => {
  it("that is tampered with, of another purpose, or too old is told so on a page that leads to a new one", async () => {
    const { browser, path, email } = await person();
    const confirm = /confirm\/([\w-]+)/.exec(await mail(email, "confirm"))![1];
    const broken = path.slice(0, -4) + (path.endsWith("AAAA") ? "BBBB" : "AAAA");
    for (const one of [broken, `/preferences/${confirm}`, "/preferences/nonsense"]) {
      for (const method of ["GET", "POST"]) {
        const answer = await browser.fetch(one, { method });
        expect([answer.status, answer.headers.get("content-type")]).toEqual([
          410,
          expect.stringContaining("text/html"),
        ]);
        expect(answer.text).toContain('href="/_f/preferences"');
      }
    }
    browser.now = new Date(Date.now() + 61 * 86_400_000);
    expect((await browser.fetch(path)).status).toBe(410);
  });

  it("that was lost is mailed to who is known, whatever they have withdrawn, and nobody learns who that is", async () => {
    const { browser, path, email } = await person();
    await postForm(browser, `${path}/nothing`, fieldsOf((await browser.fetch(path)).text, "/nothing"));
    const later = new Date(Date.now() + 120_000);
    expect(await preferencesPath(email, later)).toMatch(/^\/preferences\/[\w-]+$/);
    const asking = new Browser(later);
    const unknown = await postForm(asking, "/preferences", { email: freshEmail("nobody"), locale: "da" });
    const known = await postForm(asking, "/preferences", { email: email.toUpperCase(), locale: "da" });
    expect(unknown.text).toBe(known.text);
    expect(unknown.text).toContain("Se i din indbakke");
    const wrong = await postForm(asking, "/preferences", { email: "nonsense", locale: "en" });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('aria-invalid="true"')]);
  });

  it("is mailed so often and no more", async () => {
    const email = freshEmail("bombed");
    await signUp(new Browser(), email, { confirmed: false });
    for (let i = 0; i < 8; i++) {
      const answer = await postForm(new Browser(new Date(Date.now() + i * 61_000)), "/preferences", {
        email,
        locale: "en",
      });
      expect(answer.status).toBe(200);
    }
    expect(await rows("SELECT id FROM messages WHERE email = ? AND kind = 'service'", email)).toHaveLength(5);
  });
});
