import { describe, expect, it } from "vitest";
import { campaignOf } from "../../worker/events/enrich.ts";
import { isRobot, parseJson } from "../../worker/events/gate.ts";
import { referrerClass } from "../../worker/events/referrer.ts";
import { normalizeEmail } from "../../worker/lib/email.ts";
import { glob } from "../../worker/lib/glob.ts";
import { truncateIp } from "../../worker/lib/ip.ts";
import { chooseLocale, parseLanguage } from "../../worker/lib/language.ts";
import { Recent } from "../../worker/lib/recent.ts";
import { uuidOf } from "../../worker/lib/uuid.ts";

describe("small things", () => {
  it.each([
    ["203.0.113.77", "203.0.113.0"],
    ["::ffff:203.0.113.77", "203.0.113.0"],
    ["2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::"],
    ["2001:db8::1", "2001:db8:0::"],
    ["::1", "0:0:0::"],
    ["localhost", null],
    ["", null],
  ])("the address %s is kept as %s", (ip, kept) => {
    expect(truncateIp(ip)).toBe(kept);
  });

  it.each([
    ["/pricing", "/pricing/", true],
    ["/pricing/", "/pricing", true],
    ["/products/*", "/products/pick/overview/", true],
    ["/products/*", "/productsx", false],
    ["/a.b", "/axb", false],
    ["/*.pdf", "/files/x.pdf", true],
    ["/", "/", true],
    ["/", "/x", false],
    ["/products/*", "/products/", true],
    ["/products/*", "/products", false],
    ["/*/a/*/b", "/x/a/y/b/", true],
    ["/*a*a*a*a*b", `/${"a".repeat(5_000)}`, false],
    ["/a*a", "/a", false],
  ])("the pattern %s and the path %s: %s", (pattern, path, expected) => {
    expect(glob(pattern)(path)).toBe(expected);
  });

  it("addresses are compared without case, in one Unicode form", () => {
    expect(normalizeEmail(" S\u00f8REN@\u00c5.example ")).toBe(normalizeEmail("s\u00f8ren@A\u030a.EXAMPLE"));
  });

  it("languages: the first asked for, the best there is", () => {
    expect(parseLanguage("da-DK,da;q=0.9")).toBe("da-DK");
    expect(parseLanguage("*")).toBeUndefined();
    expect(chooseLocale("da-DK", ["en", "da"])).toBe("da");
    expect(chooseLocale("fr", ["en", "da"])).toBe("en");
  });

  it.each([
    ["https://www.google.com/search", "search"],
    ["https://l.facebook.com/x", "social"],
    ["https://mail.acme.example/", "email"],
    ["https://www.testby.example/x", "internal"],
    ["https://other.example/", "link"],
    ["not a url", undefined],
  ])("the referrer %s is of class %s", (referrer, expected) => {
    expect(referrerClass(referrer, "www.testby.example")?.class).toBe(expected);
  });

  it("campaigns are read from utm_* and ad click ids", () => {
    expect(campaignOf(new URLSearchParams("utm_source=a&utm_medium=b&x=y"))).toEqual({ source: "a", medium: "b" });
    expect(campaignOf(new URLSearchParams("gclid=123"))).toEqual({ source: "google" });
    expect(campaignOf(new URLSearchParams("q=1"))).toBeUndefined();
  });

  it("robots are told by their user agent; locally only crawlers, so that a test can be a visitor", () => {
    const [crawler, headless] = ["Googlebot/2.1", "Mozilla/5.0 HeadlessChrome/153.0"];
    expect([isRobot(crawler, false), isRobot(crawler, true)]).toEqual([true, true]);
    expect([isRobot(headless, false), isRobot(headless, true)]).toEqual([true, false]);
    expect(isRobot("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/153.0 Safari/537.36", false)).toBe(false);
  });

  it("half a character and NUL are taken out of what is sent", () => {
    expect(parseJson('{"a":"x\\ud800y","b":"\\u0000z","c":"\\ud83d\\ude00"}')).toEqual({
      a: "x\ufffdy",
      b: "z",
      c: "\u{1f600}",
    });
  });

  it("made ids are the same for the same words", () => {
    const id = uuidOf("a", "b");
    expect(uuidOf("a", "b")).toBe(id);
    expect(uuidOf("a", "c")).not.toBe(id);
  });

  it("remembers what was lately used, and forgets the rest", () => {
    const recent = new Recent<number>(2);
    for (const [i, key] of ["a", "b", "c"].entries()) recent.set(key, i);
    expect(["a", "b", "c"].map((key) => recent.get(key))).toEqual([0, 1, 2]);
    for (const key of ["d", "e", "f"]) recent.set(key, 3);
    expect(recent.get("a")).toBeUndefined();
    expect(recent.get("f")).toBe(3);
  });
});
