import { describe, expect, it } from "vitest";
import type { Source } from "../../worker/events/enrich.ts";
import { networkOf } from "../../worker/forms/network.ts";
import { mayResend } from "../../worker/forms/resend.ts";
import { submissionEvent } from "../../worker/forms/submission.ts";
import { Sealer } from "../../worker/platform/seal.ts";
import { testPlaybook } from "../support/playbook.ts";

const sealer = new Sealer(["k".repeat(40)]);
const NOW = Date.parse("2026-11-22T12:00:00Z");

const from = (more: Partial<Source> = {}): Source => ({
  place: { country: "DK" },
  device: { type: "desktop" },
  language: "en",
  userAgent: "Test/1.0",
  ip: "203.0.113.0",
  address: "203.0.113.77",
  ...more,
});

const event = (source: Source, change: Parameters<typeof testPlaybook>[0] = () => undefined) =>
  submissionEvent(
    {
      id: "5f0e3f0a-6f8e-4f43-9f2f-0d2d7c1f0001",
      form: "paper",
      url: "https://www.testby.example/paper?email=anna@acme.example#top",
      locale: "en",
      answers: { email: "anna@acme.example", traits: {}, answers: { email: "anna@acme.example" }, doubts: [] },
      ticked: ["news"],
    },
    null,
    source,
    testPlaybook(change),
    sealer,
    NOW,
  ).submission!;

const withoutAddresses = (copy: { site: object }): void => void Object.assign(copy.site, { ip: "none" });

describe("the evidence of a permission", () => {
  it("has the wording, its hash, and of the address only its network", () => {
    const { permissions } = event(from());
    expect(permissions.map(({ topic }) => topic)).toEqual(["paper", "news"]);
    expect(permissions[1]!.evidence).toEqual({
      version: "2",
      text: "News, monthly.",
      // printf %s "News, monthly." | openssl dgst -sha256 -binary | basenc --base64url
      hash: "hawX1bMTwRi6ASWMrAmC85oq0ho8rpCHq_64z-8QtSs",
      locale: "en",
      url: "https://www.testby.example/paper",
      form: "paper",
      ip: "203.0.113.0",
      userAgent: "Test/1.0",
    });
  });

  it("has no address where the playbook keeps none", () => {
    const submission = event(from(), withoutAddresses);
    expect(JSON.stringify(submission)).not.toContain("203.0.113");
    expect(submission.network).toMatch(/^[\w-]{12}$/);
  });
});

describe("the network that asks", () => {
  const at = (source: Partial<Source>, change: Parameters<typeof testPlaybook>[0] = () => undefined) =>
    networkOf(from(source), testPlaybook(change), sealer);

  it("is the address's, truncated, or a hash that is the same for all of a network", () => {
    expect(at({})).toBe("203.0.113.0");
    expect(at({}, withoutAddresses)).toBe(at({ address: "203.0.113.5" }, withoutAddresses));
    expect(at({}, withoutAddresses)).not.toBe(at({ ip: "203.0.114.0", address: "203.0.114.77" }, withoutAddresses));
  });

  it("is none of a machine that talks to itself, or where there is no address", () => {
    expect(at({ ip: "127.0.0.0", address: "127.0.0.1" })).toBeUndefined();
    expect(at({ ip: "::", address: "::1" })).toBeUndefined();
    expect(at({ ip: null, address: null })).toBeUndefined();
  });
});

describe("one yes", () => {
  const single = (countries: string[], country?: string) =>
    event(from({ place: country === undefined ? {} : { country } }), (copy) =>
      Object.assign(copy.site, { permission: { singleOptIn: countries } }),
    ).single;

  it("is enough where the playbook says so, and nowhere else", () => {
    expect(single(["DK"], "DK")).toEqual(["paper", "news"]);
    expect(single(["US"], "DK")).toEqual([]);
    expect(single([], "DK")).toEqual([]);
    expect(single(["DK"])).toEqual([]);
  });
});

describe("a confirmation is sent again", () => {
  const after = (seconds: number[], now: number, isPending = true) =>
    mayResend({ isPending, mails: seconds.map((at) => ({ id: String(at), createdAt: at * 1_000 })) }, 2, now * 1_000);

  it.each([
    ["a minute later", [0], 60, true, true],
    ["sooner", [0], 59, true, false],
    ["a third time", [0, 60, 120], 600, true, false],
    ["when all is answered", [0], 600, false, false],
    ["when none was sent", [], 600, true, false],
  ])("%s", (_, mails, now, isPending, expected) => {
    expect(after(mails, now, isPending)).toBe(expected);
  });
});
