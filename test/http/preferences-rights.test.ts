import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { Browser, freshEmail, GRANTED, rows, until } from "../support/client.ts";
import { KEY, post } from "../support/calls.ts";
import { fieldsOf, postForm, preferencesPath, signUp } from "../support/preferences.ts";

/** Somebody who has told us something, and the browser that they did it in. */
async function person(answers: Record<string, unknown> = {}, confirmed = true) {
  const email = freshEmail("right");
  const own = new Browser();
  await own.batch([own.event("page_view", "/pricing")], { consent: GRANTED });
  await signUp(own, email, { firstName: "Søren", company: "Vareby", confirmed, ...answers });
  const path = await preferencesPath(email);
  const known = async () => (await own.api(`/profiles?email=${email}`)).json.profiles[0];
  return { email, path, own, known, browser: new Browser() };
}

describe("putting right what is known", () => {
  it("takes what a form would take, forgets what was emptied, and leaves alone what was not touched", async () => {
    const { browser, path, known } = await person();
    const fields = fieldsOf((await browser.fetch(path)).text, "/correct");
    expect(fields).toMatchObject({ firstName: "Søren", company: "Vareby", phone: "" });
    const answer = await postForm(browser, `${path}/correct`, {
      ...fields,
      company: "",
      phone: "12 34 56 78",
      industry: "food",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, expect.stringContaining("done=corrected")]);
    const { traits } = await known();
    expect(traits).toMatchObject({ firstName: "Søren", industry: "food" });
    expect(traits.phone).toMatch(/12345678$|12 34 56 78/);
    expect(traits).not.toHaveProperty("company");
    const { text } = await browser.fetch(path);
    expect(text).toContain("Food and groceries");
    expect((await postForm(browser, `${path}/correct`, fieldsOf(text, "/correct"))).headers.get("location")).toContain(
      "done=same",
    );
  });

  it("is asked for anew where it was emptied", async () => {
    const { browser, own, path, known } = await person();
    const fields = fieldsOf((await browser.fetch(path)).text, "/correct");
    await postForm(browser, `${path}/correct`, { ...fields, company: "" });
    const [row] = await rows("SELECT state FROM profiles WHERE id = ?", (await known()).id);
    const state = JSON.parse(String(row!["state"]));
    expect(state.known).toContain("firstName");
    expect(state.known).not.toContain("company");
    own.now = new Date(Date.now() + 20 * 60_000);
    await own.read("/pricing");
    expect((await own.fetch("/form/whitepaper")).text).toContain('name="company"');
  });

  it("is refused as a form refuses it, with what was written still there, and nothing saved", async () => {
    const { browser, path, known } = await person();
    const fields = fieldsOf((await browser.fetch(path)).text, "/correct");
    const wrong = await postForm(browser, `${path}/correct`, { ...fields, company: "Nordvare", phone: "<b>call</b>" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toMatch(/name="phone"[^>]*aria-invalid="true"/);
    expect(wrong.text).toContain("&lt;b&gt;call&lt;/b&gt;");
    expect(wrong.text).toContain('value="Nordvare"');
    expect((await known()).traits.company).toBe("Vareby");
  });

  it("shows what others told, and neither takes it for an answer nor loses it", async () => {
    const { browser, path, email, known } = await person();
    const told = { email, employees: "about 30", vip: "<i>yes</i>" };
    expect((await post("/identify", { userId: `crm-${email}`, traits: told }, KEY)).status).toBe(200);
    await until(known, ({ traits }) => traits.employees === "about 30");
    const { text } = await browser.fetch(path);
    expect(text).toContain("&lt;i&gt;yes&lt;/i&gt;");
    await postForm(browser, `${path}/correct`, { ...fieldsOf(text, "/correct"), firstName: "Anna" });
    expect((await known()).traits).toMatchObject({ firstName: "Anna", employees: "about 30" });
  });
});

describe("taking everything along", () => {
  it("gives JSON and CSV of all that is kept, and writes down that it did", async () => {
    const { browser, path, email } = await person();
    const fields = fieldsOf((await browser.fetch(path)).text, "/export");
    const json = await postForm(browser, `${path}/export`, { ...fields, as: "json" });
    expect(json.headers.get("content-disposition")).toMatch(/^attachment; filename="my-data-\d{4}-\d\d-\d\d\.json"$/);
    expect(json.json.person).toMatchObject({ email, traits: { firstName: "Søren" } });
    expect(Object.keys(json.json.records)).toEqual(
      expect.arrayContaining(["events", "permissions", "submissions", "messages", "mailbox", "visitors", "sessions"]),
    );
    const csv = await postForm(browser, `${path}/export`, { ...fields, as: "csv" });
    const lines: Record<string, string>[] = parse(csv.text, { columns: true, bom: true });
    expect(lines).toContainEqual(expect.objectContaining({ table: "person", field: "email", value: email }));
    const again = await postForm(browser, `${path}/export`, { ...fields, as: "json" });
    expect(again.json.records.rights).toMatchObject([
      { kind: "export", by: "person" },
      { kind: "export", by: "person" },
    ]);
  });
});

describe("being erased", () => {
  it("happens after a page that says what it means, leaves nothing, and the browser starts anew", async () => {
    const { own, path, email, known } = await person();
    const { id } = await known();
    const { text } = await own.fetch(`${path}/erase`);
    expect(text).toContain("nobody can undo it");
    expect(await known()).toBeDefined();
    const gone = await postForm(own, `${path}/erase`, {});
    expect([gone.status, gone.text]).toEqual([200, expect.stringContaining("You are erased")]);
    expect(own.cookie).toBeNull();
    expect(await known()).toBeUndefined();
    expect(await rows("SELECT id FROM permissions WHERE email = ?", email)).toEqual([]);
    expect((await own.fetch(path)).status).toBe(410);
    expect((await postForm(own, `${path}/erase`, {})).status).toBe(410);
    expect(await rows("SELECT id FROM events WHERE profile_id = ?", id)).toEqual([]);
  });
});

describe("a link whose address is not proved to be theirs", () => {
  it("shows what the address gets and nothing else, until its owner says that it is theirs", async () => {
    const { browser, path } = await person({}, false);
    const { text } = await browser.fetch(path);
    expect(text).not.toMatch(/Vareby|Søren|\/export"|\/correct"/);
    for (const what of ["correct", "export"]) {
      expect((await postForm(browser, `${path}/${what}`, { page: crypto.randomUUID(), as: "json" })).status).toBe(410);
    }
    await postForm(browser, `${path}/prove`, fieldsOf(text, "/prove"));
    expect((await browser.fetch(path)).text).toMatch(/Vareby.*\/export"/s);
  });

  it("shows no more when they have another address, and decides for the address that it has", async () => {
    const { browser, path, email, known } = await person();
    const userId = `crm-${email}`;
    await post("/identify", { userId, traits: { email } }, KEY);
    await until(known, ({ externalId }) => externalId === userId);
    const { id } = await known();
    const other = freshEmail("moved");
    await post("/identify", { userId, traits: { email: other } }, KEY);
    await until(
      () => browser.api(`/profiles/${id}`),
      ({ json }) => json.email === other,
    );
    const { text } = await browser.fetch(path);
    expect(text).not.toMatch(/Vareby|\/export"|\/correct"|\/erase"/);
    expect((await postForm(browser, `${path}/erase`, {})).status).toBe(303);
    await postForm(browser, `${path}/nothing`, fieldsOf(text, "/nothing"));
    const said = await rows("SELECT email, topic FROM permissions WHERE status = 'withdrawn' AND profile_id = ?", id);
    expect(said.map((row) => row["email"])).toEqual([email, email]);
    expect((await browser.api(`/profiles/${id}`)).json).toMatchObject({ email: other, permissions: {} });
  });

  it("erases with it whoever has confirmed the address meanwhile: the mail that it stands in went to them", async () => {
    const { browser, path, email } = await person({}, false);
    const other = new Browser();
    await other.batch([other.event("page_view", "/")], { consent: GRANTED });
    await signUp(other, email, {});
    const all = async () => (await browser.api(`/profiles?email=${email}`)).json.profiles;
    expect((await all()).length).toBeGreaterThan(1);
    expect((await postForm(browser, `${path}/erase`, {})).status).toBe(200);
    expect(await all()).toEqual([]);
    expect(await rows("SELECT id FROM permissions WHERE email = ?", email)).toEqual([]);
    expect((await browser.api(`/rights?email=${email}`)).json.rights).toMatchObject([
      { kind: "erasure", by: "person" },
    ]);
  });

  it("shows whom they turned out to be, once it is known that they are one", async () => {
    const { browser, path, email } = await person({ company: "Typed in" }, false);
    await post("/identify", { userId: `crm-${email}`, traits: { email, vip: "Nordvare" } }, KEY);
    const all = async () => (await browser.api(`/profiles?email=${email}`)).json.profiles;
    await until(all, (found) => found.length === 2);
    await postForm(browser, `${path}/prove`, fieldsOf((await browser.fetch(path)).text, "/prove"));
    const { text } = await browser.fetch(path);
    expect(text).toContain("Nordvare");
    expect(text).toContain("Typed in");
    expect(await all()).toHaveLength(1);
  });
});
