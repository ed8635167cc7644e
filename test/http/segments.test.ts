import { expect, it, describe } from "vitest";
import { Browser, rows, until } from "../support/client.ts";
import { confirmLink, somebody } from "../support/person.ts";

const api = new Browser();

/** Somebody in the segment `evaluating`, and stored as such. */
async function evaluating() {
  const person = await somebody(["/pricing/", "/terms/"], { industry: "logistics" });
  await until(
    () => api.api(`/profiles/${person.id}`),
    ({ json }) => json.segments?.includes("evaluating"),
  );
  return person;
}

describe("segments in the API", () => {
  it("are told with what they look at and how many people are in each", async () => {
    await evaluating();
    const { json } = await api.api("/segments");
    expect(json.next).toBeNull();
    const found = json.segments.find(({ name }: { name: string }) => name === "evaluating");
    expect(found).toMatchObject({ title: "Evaluating or justifying", kind: "behaviour" });
    const [counted] = await rows("SELECT count(*) AS n FROM profile_segments WHERE segment = 'evaluating'");
    expect(found.count).toBeGreaterThan(0);
    expect(Math.abs(found.count - Number(counted!["n"]))).toBeLessThanOrEqual(5);
  });

  it("tell their size day by day, for as many days as asked", async () => {
    await evaluating();
    for (const days of [30, 90, 365]) {
      const { json } = await api.api(`/segments/evaluating?days=${days}`);
      expect(json.days).toHaveLength(days);
      // Other tests live in other weeks of the same stack, so today's count need not be the last of all.
      expect(json.days.at(-1)).toMatchObject({ day: new Date().toISOString().slice(0, 10) });
      expect(json.days.at(-1).entered).toBeGreaterThan(0);
    }
  });

  it("list their members page by page, each once", async () => {
    const { id, email } = await evaluating();
    await evaluating();
    const seen: { id: string }[] = [];
    for (let cursor = ""; ;) {
      const { json } = await api.api(`/segments/evaluating/members?limit=1&traits=industry${cursor}`);
      seen.push(...json.members);
      if (json.next === null) break;
      cursor = `&cursor=${json.next}`;
    }
    expect(new Set(seen.map((one) => one.id)).size).toBe(seen.length);
    expect(seen.map((one) => one.id)).toEqual(seen.map((one) => one.id).toSorted());
    expect(seen.find((one) => one.id === id)).toMatchObject({
      email,
      emailConfirmed: false,
      traits: { industry: "logistics" },
    });
  });

  it("are exported as files, of all or only of those who permit", async () => {
    const [asked, confirmed] = [await evaluating(), await evaluating()];
    const link = await confirmLink(confirmed.browser, confirmed.email);
    const page = await confirmed.browser.fetch(link);
    const action = /<form[^>]+action="([^"]+)"/.exec(page.text)?.[1];
    await confirmed.browser.fetch(action === undefined ? link : new URL(action, link).href, { method: "POST" });
    const topic = await until(
      () => api.api(`/profiles/${confirmed.id}`),
      ({ json }) => Object.values(json?.permissions ?? {}).includes("confirmed"),
    ).then(({ json }) => Object.keys(json.permissions).find((name) => json.permissions[name] === "confirmed")!);

    const file = await api.api("/segments/evaluating/export?bom=1&traits=industry");
    expect(file.headers.get("content-type")).toContain("text/csv");
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="evaluating-\d{4}-\d\d-\d\d\.csv"$/);
    expect(file.text).toContain("id,email,emailConfirmed,industry,stage,grade,rank,points,since\r\n");
    for (const one of [asked, confirmed]) expect(file.text).toContain(one.email);
    const danish = await api.api("/segments/evaluating/export?separator=semicolon&traits=industry");
    expect(danish.text).toContain("id;email;emailConfirmed;industry;stage;grade;rank;points;since\r\n");
    const permitted = (await api.api(`/segments/evaluating/export?format=json&permission=${topic}`)).json;
    const emails = permitted.members.map((one: { email: string }) => one.email);
    expect(emails).toContain(confirmed.email);
    expect(emails).not.toContain(asked.email);
  });

  it.each([
    ["/segments/none", 404],
    ["/segments/none/members", 404],
    ["/segments/none/export", 404],
    ["/segments/constructor/export", 404],
    ["/segments/evaluating/export?separator=tab", 400],
    ["/segments/evaluating?days=31", 400],
    ["/segments/evaluating/members?cursor=x", 400],
    ["/segments/evaluating/export?format=xlsx", 400],
    [`/segments/evaluating/export?traits=${"a,".repeat(101)}`, 400],
    ["/profiles?cell=E9", 400],
  ])("answer %s with %i", async (path, status) => {
    expect((await api.api(path)).status).toBe(status);
    expect((await api.fetch(`/api${path}`)).status).toBe(401);
  });
});
