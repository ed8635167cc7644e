import { describe, expect, it } from "vitest";
import { differences } from "../../cli/playbook/diff/differences.ts";
import { formFor, gatedAt } from "../../worker/contents/gated.ts";
import { contentUrl, openContent } from "../../worker/contents/link.ts";
import { openedEvent } from "../../worker/contents/opened.ts";
import { matchesEvent } from "../../worker/conditions/match.ts";
import type { Context } from "../../worker/platform/context.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { NOON, PROFILE } from "../support/events.ts";
import { playbook } from "../support/lives.ts";

const sealer = new Sealer(["a key for tests that is long enough"]);
const settings = { PUBLIC_URL: "https://www.nordlys.example", BASE_PATH: "/_f", ORIGIN_URL: "https://origin.example" };
const context = { settings, sealer, now: NOON } as unknown as Context;
const to = { form: "whitepaper", profile: PROFILE, submission: "s", locale: "da" };
const PAPER = "/downloads/peak-season-white-paper.html";

describe("a link to what only a form hands out", () => {
  it("says what, to whom and until when, sealed, and ends with what it leads to", async () => {
    const url = (await contentUrl(context, playbook, "quiet-peak", to))!;
    const [, token] = /^https:\/\/www\.nordlys\.example\/_f\/d\/([\w-]+)\/downloads\/[\w.-]+$/.exec(url)!;
    expect(await openContent(context, token!)).toEqual({
      ...to,
      content: "quiet-peak",
      expires: NOON + 30 * 86_400_000,
    });
    expect(url).not.toContain(PROFILE);
  });

  it("is none to what the playbook does not have", async () => {
    for (const name of ["other", "constructor", "__proto__"])
      expect(await contentUrl(context, playbook, name, to)).toBeNull();
  });

  it.each(["", "x", "A".repeat(3_000)])("that is no link is refused: %.5s", async (sealed) => {
    await expect(openContent(context, sealed)).rejects.toMatchObject({ code: "token_invalid" });
  });

  it("sealed for something else is refused, and so is one that says something else", async () => {
    for (const sealed of [await sealer.seal("confirm", "{}"), await sealer.seal("content", '{"content":"quiet-peak"}')])
      await expect(openContent(context, sealed)).rejects.toMatchObject({ code: "token_invalid" });
  });
});

describe("an address of the website", () => {
  const gated = (url: string): string | null => gatedAt(context, playbook, new URL(url));

  it.each(["https://www.nordlys.example", "https://origin.example", "http://localhost:8788"])(
    "is kept back on %s, however it is written",
    (origin) => {
      for (const path of [
        PAPER,
        `/${PAPER}`,
        `${PAPER}/`,
        `${PAPER}?a`,
        "/x/..%2Fdownloads%2Fpeak-season-white-paper.html",
      ])
        expect([path, gated(origin + path)]).toEqual([path, "quiet-peak"]);
      expect(gated(`${origin}/downloads/peak%252Dseason-white-paper.html`)).toBe("quiet-peak");
    },
  );

  it("of anything else is anybody's", () => {
    for (const path of ["/", "/downloads/", "/downloads/peak-season-white-paper.htm", "/white-paper/", "/%E0%A4%A"])
      expect([path, gated(`https://www.nordlys.example${path}`)]).toEqual([path, null]);
  });

  it("leads to the form that hands it out", () => {
    expect(formFor(playbook, "quiet-peak")).toBe("whitepaper");
    expect(formFor(playbook, "other")).toBeNull();
  });
});

describe("opening it", () => {
  const token = { ...to, content: "quiet-peak", expires: NOON };

  it("is an event that conditions, scores and goals may ask for by its name", () => {
    const event = openedEvent(token, null, NOON);
    expect(matchesEvent(event, playbook.site.goals["reads-white-paper"]!.on)).toBe(true);
    expect(matchesEvent({ ...event, name: "other" }, playbook.site.goals["reads-white-paper"]!.on)).toBe(false);
  });

  it("is one on each day, by whichever of their links", () => {
    const again = openedEvent({ ...token, submission: "t" }, null, NOON + 3_600_000);
    expect(again.id).toBe(openedEvent(token, null, NOON).id);
    expect(openedEvent(token, null, NOON + 86_400_000).id).not.toBe(again.id);
  });
});

describe("what a playbook changes of it", () => {
  it("is told in words", () => {
    const contents = { "quiet-peak": { ...playbook.contents["quiet-peak"]!, validFor: 7 * 86_400_000 } };
    const { events, ...topics } = playbook.topics;
    expect(events).toBeDefined();
    expect(differences(playbook, { ...playbook, contents, topics })).toEqual([
      "topics.yaml",
      "  removed: topic Webinars and conferences",
      "contents.yaml",
      expect.stringMatching(/^ {2}content The quiet peak: .*30 → 7 days/),
    ]);
  });
});
