import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DENIED, freshEmail, until } from "../support/client.ts";
import { type FormsStack, formsStack, hiddenOf, postPlain, survey } from "../support/forms-stack.ts";

let own: FormsStack;

beforeAll(async () => {
  own = await formsStack();
  await own.publish(({ site, forms }) => {
    site["permission"] = { singleOptIn: ["US", "GB"], perNetwork: 5 };
    forms["survey"] = survey();
    forms["onward"] = survey({ next: { redirect: "/thanks/" } });
    forms["chained"] = survey({ next: { form: "survey" } });
    forms["country"] = {
      ...(forms["paper"] as object),
      fields: [
        { name: "email", type: "email", label: "E-mail", required: true },
        { name: "country", type: "country", label: "Country" },
      ],
    };
    forms["stepwise"] = survey({
      fields: [
        { type: "step", label: "One" },
        { name: "email", type: "email", label: "E-mail" },
        { name: "mood", type: "text", label: "Mood" },
        { name: "size", type: "number", label: "Size" },
        { type: "step", label: "Two" },
        { name: "color", type: "text", label: "Colour" },
      ],
    });
    forms["tracked"] = survey({
      fields: [
        { name: "mood", type: "text", label: "Mood" },
        { type: "hidden", name: "origin", parameter: "from" },
        { type: "hidden", name: "kind", value: "tracked" },
      ],
    });
  });
}, 90_000);

afterAll(() => own?.close());

const submissions = (form: string, id: string) =>
  own.rows("SELECT * FROM submissions WHERE form = ? AND (id = ?2 OR answers LIKE '%' || ?2 || '%')", form, id);

describe("a form without an address", () => {
  it("is stored once, of a visitor's own profile", async () => {
    const browser = own.browser();
    await browser.read("/");
    const mark = randomUUID();
    const answer = await browser.submit({ mood: mark }, "survey");
    expect(answer.json).toMatchObject({ ok: true, status: "confirmed" });
    expect(answer.json.html).toContain("Thank you");
    const [row, ...more] = await submissions("survey", mark);
    expect(more).toEqual([]);
    const people = await own.rows("SELECT id FROM visitors WHERE profile_id = ?", String(row!["profile_id"]));
    expect(people).toHaveLength(1);
  });

  it("makes a person of its own for whoever lets us remember nothing, and sets no cookie", async () => {
    const browser = own.browser();
    const mark = randomUUID();
    expect((await browser.submit({ mood: mark }, "survey")).status).toBe(200);
    expect(browser.cookie).toBeNull();
    expect(await submissions("survey", mark)).toHaveLength(1);
  });

  it("has hidden answers that the server decides, whatever the browser says", async () => {
    const browser = own.browser();
    const mark = randomUUID();
    const { submission, ticket } = hiddenOf((await browser.fetch("/form/tracked")).text);
    const url = `${browser.stack.demoUrl}/?from=fair`;
    await browser.post("/form/tracked", { submission, ticket, url, mood: mark, kind: "forged", origin: "forged" });
    const [row] = await submissions("tracked", mark);
    expect(JSON.parse(String(row!["answers"]))).toMatchObject({ kind: "tracked", origin: "fair" });
    expect(String(row!["url"])).not.toContain("fair");
  });
});

describe("what comes next", () => {
  it("is told to the snippet", async () => {
    const browser = own.browser();
    const onward = await browser.submit({ mood: "x" }, "onward");
    expect(onward.json.next.redirect).toMatch(/^http.*\/thanks\/$/);
    expect((await browser.submit({ mood: "x" }, "chained")).json.next).toEqual({ form: "survey" });
  });

  it("is followed without JavaScript", async () => {
    const browser = own.browser();
    const onward = await postPlain(browser, "/form/onward", { submission: randomUUID(), mood: "x" });
    expect(onward.status).toBe(303);
    expect(onward.headers.get("location")).toMatch(/\/thanks\/$/);
    const chained = await postPlain(browser, "/form/chained", { submission: randomUUID(), mood: "x" });
    expect(chained.status).toBe(200);
    expect(chained.text).toMatch(/action="[^"]*\/form\/survey"/);
  });
});

describe("one yes", () => {
  const statusFrom = async (country: string | undefined, answered?: string) => {
    const browser = own.browser();
    if (country) browser.headers["x-fodspor-cf"] = JSON.stringify({ country });
    const email = freshEmail();
    const { json } = await browser.submit({ email, ...(answered ? { country: answered } : {}) }, "country");
    return json.status as string;
  };

  it("is enough only where the playbook says so of every country that is known", async () => {
    expect(await statusFrom("US")).toBe("confirmed");
    expect(await statusFrom("US", "GB")).toBe("confirmed");
    expect(await statusFrom("US", "DK")).toBe("pending");
    expect(await statusFrom("DK", "US")).toBe("pending");
    expect(await statusFrom(undefined)).toBe("pending");
    expect(await statusFrom("T1")).toBe("pending");
  });
});

describe("a form begun and not sent", () => {
  const begin = async (consent = true) => {
    const browser = own.browser();
    if (consent) await browser.read("/");
    const { submission, ticket } = hiddenOf((await browser.fetch("/form/stepwise")).text);
    const send = (values: Record<string, unknown>) =>
      browser.post("/form/stepwise/unfinished", { submission, ticket, step: 1, ...values });
    const kept = () => own.rows("SELECT * FROM unfinished WHERE id = ?", submission);
    return { browser, submission, ticket, send, kept };
  };

  it("is kept as far as it makes sense, without the address, and no part of the profile", async () => {
    const { browser, send, kept } = await begin();
    expect((await send({ mood: "good", size: "many", email: freshEmail() })).status).toBe(204);
    expect((await send({ mood: "better", color: "blue", step: 2 })).status).toBe(204);
    const [row] = await kept();
    expect(row).toMatchObject({ form: "stepwise", step: 2 });
    expect(JSON.parse(String(row!["answers"]))).toEqual({ mood: "better", color: "blue" });
    const shown = (await browser.fetch("/form/stepwise")).text;
    expect(shown).toContain('name="mood"');
    expect(shown).not.toContain("better");
  });

  it("is gone once it is sent, and does not come back", async () => {
    const { browser, submission, ticket, send, kept } = await begin();
    await send({ mood: "good" });
    await browser.post("/form/stepwise", { submission, ticket, mood: "good" });
    expect(await kept()).toEqual([]);
    await send({ mood: "good" });
    expect(await kept()).toEqual([]);
  });

  it("is nobody's without consent", async () => {
    const { send, kept } = await begin(false);
    expect((await send({ mood: "good" })).status).toBe(204);
    expect(await kept()).toEqual([]);
  });

  it("is gone once it may not be remembered any more", async () => {
    const { browser, send, kept } = await begin();
    await send({ mood: "good" });
    expect(await kept()).toHaveLength(1);
    const at = browser.now.toISOString();
    const choice = { id: randomUUID(), at, sentAt: at, version: "1", locale: "en", how: "settings" };
    const told = { ...choice, consent: DENIED, url: browser.stack.demoUrl };
    expect((await browser.post("/consent", told)).status).toBe(200);
    expect(await until(kept, (left) => left.length === 0)).toEqual([]);
  });

  it.each(["!!", "x_y", "da-DK-".repeat(2), ""])("tells nothing wrong of whoever speaks %j", async (locale) => {
    const { send, kept } = await begin();
    expect((await send({ mood: "good", size: "7", locale })).status).toBe(204);
    expect(JSON.parse(String((await kept())[0]!["answers"]))).toEqual({ mood: "good", size: 7 });
  });

  it("is not overwritten by somebody else", async () => {
    const { submission, send, kept } = await begin();
    await send({ mood: "mine" });
    const other = own.browser();
    await other.read("/");
    await other.post("/form/stepwise/unfinished", { submission, mood: "theirs" });
    expect(String((await kept())[0]!["answers"])).toContain("mine");
  });

  it("is kept of fifty at most, and as long as the playbook says", async () => {
    const { browser, send, kept } = await begin();
    for (let i = 0; i < 52; i++) await send({ submission: randomUUID(), ticket: "", mood: `m${i}` });
    const [{ profile_id: profile } = { profile_id: "" }] = await own.rows(
      "SELECT profile_id FROM unfinished WHERE answers LIKE '%m51%'",
    );
    const count = async () =>
      (await own.rows("SELECT count(*) AS n FROM unfinished WHERE profile_id = ?", String(profile)))[0]!["n"];
    expect(await count()).toBe(50);
    await own.stack.tick(browser.now.getTime() + 31 * 86_400_000);
    expect(await until(count, (left) => left === 0)).toBe(0);
    expect(await kept()).toEqual([]);
  });
});
