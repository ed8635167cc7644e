import { describe, expect, it } from "vitest";
import { Browser, freshEmail, GRANTED, rows, until } from "../support/client.ts";
import { fateOf, ledgerOf, linksOf, type Mail, mailsOf, linkIn } from "../support/permitted.ts";

/** Fetches all links of a mail, as a mail scanner does: without cookies, in a browser's name, following where they lead. */
async function scan(mail: Mail): Promise<number> {
  const links = linksOf(mail);
  const headers = { "user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0 Safari/537.36" };
  for (const link of links) {
    for (const method of ["HEAD", "GET", "GET"]) {
      const answer = await fetch(link, { method, headers, redirect: "follow" });
      await answer.text();
      expect([link, answer.status < 500]).toEqual([link, true]);
    }
  }
  return links.length;
}

describe("a scanner that fetches every link of every mail", () => {
  it("confirms nothing, unsubscribes nobody, scores nothing and leaves nothing behind", async () => {
    const email = freshEmail("scanned");
    const browser = new Browser();
    await browser.batch([browser.event("page_view", "/white-paper/")], { consent: GRANTED });
    await browser.submit({ email, firstName: "Sara", "permission.newsletter": "yes" }, "whitepaper");
    const [confirmation] = await mailsOf(email, "confirmation", 1);
    const [person] = await rows("SELECT id FROM profiles WHERE email = ?", email);
    await until(
      () => rows("SELECT id FROM events WHERE profile_id = ? AND type = 'page_view'", String(person!["id"])),
      (views) => views.length === 1,
    );

    const known = async () => ({
      ledger: await ledgerOf(email),
      suppressions: (await browser.api(`/suppressions?email=${email}`)).json.suppressions,
      preferences: await rows("SELECT * FROM preferences WHERE email = ?", email),
      profile: await rows(
        "SELECT version, stage, cell, last_seen, state->>'$.rules' AS rules, state->>'$.views' AS views FROM profiles WHERE id = ?",
        String(person!["id"]),
      ),
      events: await rows("SELECT id FROM events WHERE profile_id = ? ORDER BY id", String(person!["id"])),
      sessions: await rows("SELECT * FROM sessions WHERE profile_id = ?", String(person!["id"])),
    });

    const asked = await known();
    expect(await scan(confirmation!)).toBeGreaterThan(0);
    await settled();
    expect(await known()).toEqual(asked);

    await browser.fetch(linkIn(confirmation!, "/confirm/"), { method: "POST" });
    const [delivery] = await mailsOf(email, "delivery", 1);
    expect(await fateOf(email)).toBe("sent");
    const [marketing] = await mailsOf(email, "marketing", 1);
    const given = await known();
    expect(given.ledger).toHaveLength(4);
    for (const mail of [confirmation!, delivery!, marketing!]) expect(await scan(mail)).toBeGreaterThan(0);
    await settled();
    expect(await known()).toEqual(given);
  });
});

/** What was queued by then is stored. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 600));
