import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Browser, DENIED, freshEmail } from "../support/client.ts";
import { runImport, tempFolder } from "../support/import.ts";
import { profileOf, somebody } from "../support/person.ts";

const browser = new Browser();
const DAY = 86_400_000;
const ago = (days: number, minutes = 0): string => new Date(Date.now() - days * DAY + minutes * 60_000).toISOString();
const url = (path: string): string => browser.stack.demoUrl + path;
const jsonl = (...calls: unknown[]): string =>
  calls.map((call) => `${typeof call === "string" ? call : JSON.stringify(call)}\n`).join("");

/** Somebody with an address, so that they can be found, and calls of theirs. */
function person() {
  const [userId, email] = [randomUUID(), freshEmail()];
  return {
    userId,
    email,
    identify: (days: number, traits = {}) => ({
      type: "identify",
      userId,
      traits: { email, ...traits },
      timestamp: ago(days),
    }),
    page: (path: string, days: number, minutes = 0) => ({
      type: "page",
      userId,
      timestamp: ago(days, minutes),
      properties: { url: url(path) },
    }),
  };
}

async function imported(content: string | Uint8Array, ...args: string[]) {
  const folder = await tempFolder();
  const file = await folder.write("events.jsonl", content);
  return {
    ...(await runImport("events", file, "--report", folder.path("r.csv"), ...args)),
    report: await folder.read("r.csv"),
    file,
  };
}

const timelineOf = async (id: string) => (await browser.api(`/profiles/${id}/timeline?limit=200`)).json.events;

describe("past events from a JSONL file", () => {
  it("are told with their own times, in whatever order they come, and twice are there once", async () => {
    const one = person();
    const content = jsonl(
      one.page("/pricing/", 9),
      one.identify(30, { industry: "retail" }),
      one.page("/", 20),
      one.page("/products/", 20, 1),
      {
        type: "track",
        userId: one.userId,
        event: "Order Completed",
        timestamp: ago(10),
        properties: { total: 100 },
      },
    );
    const { code, out, file } = await imported(content);
    expect([code, out]).toEqual([0, expect.stringMatching(/^events\.jsonl: 5 new\./)]);
    const profile = await profileOf(browser, one.email, () => true);
    expect(profile).toMatchObject({ views: 3, traits: { industry: "retail" } });
    const days = (text: string): number => Math.round((Date.now() - Date.parse(text)) / DAY);
    expect([days(profile.firstSeen), days(profile.lastSeen)]).toEqual([30, 9]);
    const before = await timelineOf(profile.id);
    const told = before.filter(({ type }: { type: string }) => ["page_view", "track", "identify"].includes(type));
    expect(told.map((event: { at: string }) => days(event.at))).toEqual([9, 10, 20, 20, 30]);

    expect((await runImport("events", file)).out).toContain("0 new, 5 known already.");
    expect(await timelineOf(profile.id)).toEqual(before);
    expect(await profileOf(browser, one.email, () => true)).toEqual(profile);
  });

  it("give points as of then, faded since", async () => {
    const [old, recent] = [person(), person()];
    await imported(
      jsonl(
        ...[old, recent].flatMap((one, i) => [
          one.identify(i === 0 ? 200 : 1),
          one.page("/pricing/", i === 0 ? 200 : 1),
          one.page("/pricing/", i === 0 ? 200 : 1, 5),
        ]),
      ),
    );
    const points = async (email: string): Promise<number> =>
      (await profileOf(browser, email, () => true)).score.behaviour.points;
    expect(await points(recent.email)).toBeGreaterThan(1);
    expect(await points(old.email)).toBeLessThan(0.1);
    const stage = async (email: string): Promise<string> => (await profileOf(browser, email, () => true)).stage;
    expect(await stage(recent.email)).toBe("evaluate");
    // What was looked at so long ago is no interest of today.
    expect(await stage(old.email)).toBe("learn");
  });

  it("are refused by line where they are too old, not yet, or nothing, and the others are taken", async () => {
    const one = person();
    const { code, out, report } = await imported(
      Buffer.concat([
        Buffer.from(
          jsonl(one.identify(1), "", one.page("/", 4_000), one.page("/", -2), "{not json", [1], "7", {
            ...one.page("/", 1),
            timestamp: undefined,
          }),
        ),
        Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]),
        Buffer.from(
          jsonl(
            { type: "page", timestamp: ago(1) },
            { type: "bogus", userId: "x", timestamp: ago(1) },
            { ...one.page("/", 1), properties: { blob: "x".repeat(40_000) } },
            { ...one.page("/", 1), properties: { blob: "x".repeat(100_000) } },
            { ...one.page("/", 1), properties: { blob: "x".repeat(2_000_000) } },
            one.page("/", 1),
          ),
        ),
      ]),
    );
    expect([code, out]).toEqual([1, expect.stringContaining("2 new, 12 refused.")]);
    expect(
      report
        .trim()
        .split("\r\n")
        .slice(1)
        .map((line) =>
          line
            .split(",")
            .filter((_, i) => i !== 1)
            .slice(0, 2)
            .join(" "),
        ),
    ).toEqual([
      "3 event_too_old",
      "4 event_in_future",
      "5 invalid_json",
      "6 invalid_event",
      "7 invalid_event",
      "8 invalid_event",
      "9 invalid_json",
      "10 invalid_event",
      "11 invalid_event",
      "12 body_too_large",
      "13 body_too_large",
      "14 body_too_large",
    ]);
  });

  it("of somebody who has objected are not taken", async () => {
    const { browser: visitor, email } = await somebody();
    const cookie = visitor.cookie!.split("=")[1]!;
    await visitor.post("/consent", { consent: DENIED, how: "settings", version: "1", locale: "en", url: url("/") });
    await profileOf(browser, email, (one) => !one.consent.analytics);
    const call = { type: "page", anonymousId: cookie, timestamp: ago(0.5), properties: { url: url("/pricing/") } };
    const one = person();
    const objected = {
      ...one.identify(1),
      type: "page",
      context: { consent: { categoryPreferences: { Analytics: false } } },
    };
    const { out, report } = await imported(jsonl(call, objected));
    expect(out).toContain("0 new, 2 refused.");
    expect(report.match(/no_consent/g)).toHaveLength(2);
  });

  it("in a dry run are only counted", async () => {
    const one = person();
    const content = jsonl(one.identify(2), one.page("/", 1), "x");
    const { out, file } = await imported(content, "--dry-run");
    expect(out).toBe("events.jsonl: 2 new, 1 refused. A dry run: nothing was taken in.\n");
    expect((await browser.api(`/profiles?email=${one.email}`)).json.profiles).toEqual([]);
    await runImport("events", file);
    expect((await runImport("events", file, "--dry-run")).out).toContain("0 new, 2 known already, 1 refused.");
  });

  it("that are one JSON list, or no JSON at all, are explained", async () => {
    const folder = await tempFolder();
    const list = await runImport("events", await folder.write("list.json", '[\n {"type":"page"}\n]'));
    expect(list).toMatchObject({ code: 1, err: expect.stringContaining("jq -c '.[]' list.json") });
    const binary = await runImport("events", await folder.write("x.jsonl", Buffer.alloc(100)));
    expect(binary).toMatchObject({ code: 1, err: expect.stringContaining("is no text") });
  });
});
