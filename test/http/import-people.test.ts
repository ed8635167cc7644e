import { describe, expect, it } from "vitest";
import { Browser, freshEmail } from "../support/client.ts";
import { csv, runImport, tempFolder } from "../support/import.ts";
import { confirmLink, profileOf, somebody } from "../support/person.ts";

const browser = new Browser();
const MAP = `Mail: email
Status: permission.newsletter.status
Since: permission.newsletter.at
Where: permission.newsletter.source
Words: permission.newsletter.text
Note: ignore
`;
const HEADER = "Mail,First name,Industry,Status,Since,Where,Words,Note";

/** What the API tells of an address; null for nobody. */
async function known(email: string) {
  const { json } = await browser.api(`/profiles?email=${encodeURIComponent(email)}`);
  return json.profiles[0] ?? null;
}

async function ledger(email: string) {
  const { json } = await browser.api(`/permissions?email=${encodeURIComponent(email)}`);
  return json;
}

const messagesTo = async (email: string): Promise<unknown[]> =>
  (await browser.api(`/messages?email=${encodeURIComponent(email)}`)).json.messages;

describe("people from a CSV file", () => {
  it("are there with traits and permissions with their proof, and nobody is mailed", async () => {
    const folder = await tempFolder();
    const [anna, bo] = [freshEmail(), freshEmail("bo")];
    const map = await folder.write("map.yaml", MAP);
    const file = await folder.write(
      "people.csv",
      csv(
        HEADER,
        `${anna.toUpperCase()},Anna,logistics,confirmed,2025-03-01,Trade fair,"Yes, mail me.","two`,
        `lines"`,
        `${bo},Bo,,withdrawn,2025-04-01,,,`,
      ),
    );
    const { code, out, err } = await runImport("people", file, "--map", map);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^people\.csv: 2 new\. \d+\.\d s\.\n$/);
    expect(await known(anna)).toMatchObject({
      email: anna,
      emailConfirmed: true,
      traits: { firstName: "Anna", industry: "logistics" },
      permissions: { newsletter: "confirmed" },
      views: 0,
    });
    expect((await known(bo)).permissions).toEqual({ newsletter: "withdrawn" });
    const { permissions, current } = await ledger(anna);
    expect(current).toEqual({ newsletter: "confirmed" });
    expect(permissions).toMatchObject([
      {
        topic: "newsletter",
        status: "confirmed",
        at: "2025-03-01T00:00:00.000Z",
        evidence: { text: "Yes, mail me.", url: "Trade fair", form: "import: people.csv", userAgent: "" },
      },
    ]);
    expect([...(await messagesTo(anna)), ...(await messagesTo(bo))]).toEqual([]);
  });

  it("twice are there once, and the second time nothing is written", async () => {
    const folder = await tempFolder();
    const email = freshEmail();
    const map = await folder.write("map.yaml", MAP);
    const file = await folder.write(
      "people.csv",
      csv(HEADER, `${email},Anna,retail,confirmed,2025-03-01,Fair,Yes.,`, `${freshEmail()},,,withdrawn,,,,`),
    );
    expect((await runImport("people", file, "--map", map)).out).toContain("2 new.");
    const { id } = await known(email);
    const before = [await known(email), await ledger(email), (await browser.api(`/profiles/${id}/timeline`)).json];
    expect((await runImport("people", file, "--map", map)).out).toContain("0 new, 2 unchanged.");
    const after = [await known(email), await ledger(email), (await browser.api(`/profiles/${id}/timeline`)).json];
    expect(after).toEqual(before);
  });

  it("that come several times become one: later cells win, empty ones wipe nothing out", async () => {
    const folder = await tempFolder();
    const email = freshEmail();
    const file = await folder.write(
      "people.csv",
      csv(
        "email;first name;industry",
        `${email};Anna;`,
        `${freshEmail()};;`,
        ` ${email.toUpperCase()} ;;retail`,
        `${email};Anne;`,
      ),
    );
    expect((await runImport("people", file)).out).toContain("2 new, 2 lines merged.");
    const person = await known(email);
    expect(person.traits).toEqual({ firstName: "Anne", industry: "retail" });
    const { events } = (await browser.api(`/profiles/${person.id}/timeline`)).json;
    expect(events.filter(({ type }: { type: string }) => type === "identify")).toHaveLength(1);
    expect((await runImport("people", file)).out).toContain("0 new, 2 unchanged, 2 lines merged.");
  });

  it("in a dry run are only counted", async () => {
    const folder = await tempFolder();
    const [known1, new1] = [freshEmail(), freshEmail("bo")];
    const first = await folder.write("first.csv", csv("email,industry", `${known1},retail`));
    await runImport("people", first);
    const second = await folder.write(
      "second.csv",
      csv("email,industry", `${known1},logistics`, `${new1},retail`, `${new1},`, "nobody,retail"),
    );
    const { code, out, err } = await runImport("people", second, "--dry-run");
    expect(out).toBe("second.csv: 1 new, 1 changed, 1 line merged, 1 refused. A dry run: nothing was taken in.\n");
    expect(err).toBe("second.csv:5  email: not an e-mail address\n");
    expect(code).toBe(1);
    expect(await known(new1)).toBeNull();
    expect((await known(known1)).traits).toEqual({ industry: "retail" });
  });

  it("that are refused are told by their lines, and the others are taken", async () => {
    const folder = await tempFolder();
    const [good, unproven] = [freshEmail(), freshEmail()];
    const map = await folder.write("map.yaml", MAP);
    const file = await folder.write(
      "people.csv",
      csv(
        HEADER,
        `${good},=HYPERLINK("x"),,,,,,`.replace(/=.*?\)/, `"=HYPERLINK(""x"")"`),
        "",
        "=1+1,Formula,,,,,,",
        `${unproven},"over`,
        `two lines",,confirmed,,,,`,
        "too,few",
        `x@y.example,${"x".repeat(100_000)},,,,,,`,
        ",Nobody,,,,,,",
      ),
    );
    const { code, out } = await runImport("people", file, "--map", map, "--report", folder.path("refused.csv"));
    expect(code).toBe(1);
    expect(out).toContain("2 new, 4 refused, 1 refused in part.");
    const report = (await folder.read("refused.csv")).trim().split("\r\n");
    expect(report.map((line) => line.split(",").slice(0, 3).join())).toEqual([
      "line,refused,code",
      "4,row,invalid_email",
      "5,part,invalid_permission",
      "7,row,wrong_columns",
      "8,row,body_too_large",
      "9,row,nobody",
    ]);
    expect((await known(good)).traits).toEqual({ firstName: '=HYPERLINK("x")' });
    expect(await known(unproven)).toMatchObject({ traits: { firstName: "over two lines" }, permissions: {} });
  });

  it("may be in Windows-1252 with semicolons, as Excel writes them", async () => {
    const folder = await tempFolder();
    const email = freshEmail();
    const text = `E-mail;First name;Company\r\n${email};Søren;Ærø A/S\r\n`;
    const file = await folder.write("people.csv", Buffer.from(text, "latin1"));
    expect((await runImport("people", file)).code).toBe(0);
    expect((await known(email)).traits).toEqual({ firstName: "Søren", company: "Ærø A/S" });
  });

  it("are not taken at all while a column is unknown or the file is none", async () => {
    const folder = await tempFolder();
    const email = freshEmail();
    const unknown = await runImport("people", await folder.write("people.csv", csv("email,shoe", `${email},43`)));
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining(`"shoe": ignore`) });
    expect(await known(email)).toBeNull();
    const binary = await runImport("people", await folder.write("people.csv", Buffer.from("504b03040a", "hex")));
    expect(binary).toMatchObject({ code: 1, out: "", err: expect.stringMatching(/save it as CSV/) });
    for (const args of [[folder.path("")], [folder.path("none.csv")], ["--dryrun", folder.path("people.csv")]]) {
      const { code, err } = await runImport("people", ...args);
      expect(code).toBe(1);
      expect(err).not.toMatch(/\n\s+at /);
    }
  });

  it("by a userId find the person that the site's server named", async () => {
    const folder = await tempFolder();
    const [userId, email] = [`u-${freshEmail()}`, freshEmail()];
    const file = await folder.write("people.csv", csv("userId,industry", `${userId},retail`));
    expect((await runImport("people", file)).out).toContain("1 new");
    const again = await folder.write("again.csv", csv("userId,email", `${userId},${email}`));
    expect((await runImport("people", again)).out).toContain("0 new, 1 changed");
    expect((await known(email)).traits).toEqual({ industry: "retail" });
  });
});

describe("a permission carried over", () => {
  const imported = async (...lines: string[]) => {
    const folder = await tempFolder();
    const map = await folder.write("map.yaml", MAP);
    const file = await folder.write("people.csv", csv(HEADER, ...lines));
    return runImport("people", file, "--map", map);
  };

  it("never overrides what somebody said later", async () => {
    const email = freshEmail();
    await imported(`${email},,,withdrawn,2025-06-01,,,`);
    await imported(`${email},,,confirmed,2025-03-01,Fair,Yes.,`);
    expect((await known(email)).permissions).toEqual({ newsletter: "withdrawn" });
    expect((await ledger(email)).current).toEqual({ newsletter: "withdrawn" });
    await imported(`${email},,,confirmed,2025-07-01,Fair,Yes.,`);
    expect((await ledger(email)).current).toEqual({ newsletter: "confirmed" });
    expect(await messagesTo(email)).toEqual([]);
  });

  it("withdrawn holds against what was confirmed here, from now on or from when it is said to be", async () => {
    const { browser: visitor, email } = await somebody(["/"], { "permission.newsletter": "yes" });
    const link = await confirmLink(visitor, email);
    await visitor.fetch(link, { method: "POST" });
    await profileOf(visitor, email, (one) => one.permissions.newsletter === "confirmed");
    const sent = (await messagesTo(email)).length;
    await imported(`${email},,,withdrawn,2020-01-01,,,`);
    expect((await ledger(email)).current).toMatchObject({ newsletter: "confirmed" });
    await imported(`${email},,,withdrawn,,,,`);
    expect((await ledger(email)).current).toMatchObject({ newsletter: "withdrawn" });
    expect(await messagesTo(email)).toHaveLength(sent);
    expect((await imported(`${email},,,withdrawn,,,,`)).out).toContain("0 new, 1 unchanged");
  });
});
