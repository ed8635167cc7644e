import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedContext } from "../../worker/events/server/shared-context.ts";
import { eventOf } from "../../worker/events/server/event-of.ts";
import { type Envelope, readCall } from "../../worker/events/server/read.ts";
import { CallRefused } from "../../worker/events/server/refused.ts";
import { Time } from "../../worker/events/server/time.ts";
import { clean } from "../../worker/lib/clean.ts";
import { DAY, NOON } from "../support/events.ts";
import { ANNA, type Fields, KEPT, knowledge, made, refusal, TRACK } from "../support/server-events.ts";

describe("a context that all calls of a batch share", () => {
  const names = (n: number): Fields => Object.fromEntries(Array.from({ length: n }, (_, i) => [`n${i}`, i]));

  it("is cut once to what a call keeps of it, so that a batch costs no more than its bytes", () => {
    const { context, leftOut } = sharedContext({
      ...names(2_500),
      locale: "da",
      traits: { ...names(2_500), email: " ANNA@acme.example", "\0": 1 },
      consent: { categoryPreferences: { ...names(2_500), Analytics: true } },
    });
    expect(Object.keys(context).length).toBeLessThan(20);
    expect(Object.keys(context.traits)).toHaveLength(101);
    expect(context.consent).toEqual({ categoryPreferences: { analytics: true } });
    expect(leftOut).toBe(2_401);
    const known = readCall({ type: "identify", userId: "anna", traits: { plan: "team" } }, { context }, NOON, KEPT);
    const { event: told, leftOut: more } = eventOf(known, ANNA, knowledge);
    expect(told).toMatchObject({ language: "da", identity: { email: "anna@acme.example" } });
    expect([Object.keys(told.traits!).length, told.traits!["n99"], more, told.unasked]).toEqual([
      100,
      99,
      1,
      undefined,
    ]);
  });

  it("says the same as if each call had it, and nothing where it is none", () => {
    const context = {
      traits: { address: { city: "Aarhus" }, seats: 12, email: "a@acme.example" },
      campaign: { source: "ads" },
      page: { path: "/blog/" },
      groupId: 7,
      ip: "192.0.2.1",
    };
    const call = { type: "identify", timestamp: NOON, messageId: "m" };
    expect(made(call, sharedContext(context))).toEqual(made({ ...call, context }));
    for (const none of [undefined, null, [], "x", { traits: 7, consent: [] }])
      expect(made(call, sharedContext(none))).toEqual(made(call));
    expect(refusal(TRACK, sharedContext({ consent: { categoryPreferences: { analytics: 0 } } }))).toBe("no_consent");
  });
});

describe("ids", () => {
  it("come from the messageId, or from all that is told but when it was sent", () => {
    const uuid = "0B6E2F0E-9A3E-4D51-8A51-5A2F8C3C1C11";
    expect(made({ ...TRACK, messageId: uuid }).id).toBe(uuid.toLowerCase());
    const id = (raw: Fields, envelope?: Envelope): string => made({ ...TRACK, ...raw }, envelope).id;
    expect(id({ messageId: "node-next-1" })).toBe(id({ messageId: "node-next-1", event: "Other" }));
    expect(id({ messageId: "node-next-1" })).not.toBe(id({ messageId: "node-next-2" }));
    const timestamp = "2026-11-02T11:00:00Z";
    expect(id({ timestamp, sentAt: timestamp })).toBe(id({ timestamp }, { sentAt: NOON }));
    expect(id({ timestamp })).not.toBe(id({ timestamp, event: "Other" }));
    const later = readCall({ userId: "anna", ...TRACK }, {}, NOON + 60_000, KEPT);
    expect(later.id).not.toBe(id({}));
    expect(id({})).toBe(id({}));
  });

  it("of people are texts or numbers of 200 characters; one of them is needed", () => {
    expect(made({ ...TRACK, userId: 4711 }).identity).toEqual({ userId: "4711" });
    expect(refusal({ ...TRACK, userId: "x".repeat(201) })).toBe("invalid_event");
    expect(refusal({ ...TRACK, userId: {} })).toBe("invalid_event");
    expect(refusal({ ...TRACK, userId: " " })).toBe("invalid_event");
    expect(refusal({ type: "alias", previousId: "x", userId: "", anonymousId: "y" })).toBe("invalid_event");
    expect(refusal({ type: "alias" })).toBe("invalid_event");
    expect(refusal({ type: "alias", previousId: "x".repeat(1_200) })).toBeUndefined();
    expect(refusal({ type: "alias", previousId: "x".repeat(2_401) })).toBe("invalid_event");
    expect(refusal({ type: "group" })).toBe("invalid_event");
  });
});

describe("times", () => {
  it.each([
    ["2026-11-22T09:00:00.123Z", "2026-11-22T09:00:00.123Z"],
    ["2026-11-22T09:00:00", "2026-11-22T09:00:00.000Z"],
    ["2026-11-22T09:00:00.123456+02:00", "2026-11-22T07:00:00.123Z"],
    ["2026-11-22 09:00:00+0200", "2026-11-22T07:00:00.000Z"],
    ["2026-11-22", "2026-11-22T00:00:00.000Z"],
    [1_795_338_000, "2026-11-22T09:00:00.000Z"],
    [1_795_338_000_123, "2026-11-22T09:00:00.123Z"],
  ])("%s is %s", (told, iso) => {
    expect(new Date(Time.parse(told)!).toISOString()).toBe(iso);
  });

  it.each([
    "yesterday",
    "2026-13-01",
    "2026-02-30",
    "2026-02-30T10:00:00Z",
    "22/11/2026",
    true,
    {},
    Number.POSITIVE_INFINITY,
  ])("%s is none", (told) => {
    expect(Time.safeParse(told).success).toBe(false);
  });

  it("are corrected by the sender's clock, unless that is off by more than a day", () => {
    const at = (raw: Fields, envelope?: Envelope): number => made({ ...TRACK, ...raw }, envelope).at - NOON;
    expect(at({ timestamp: NOON - 3_700_000 }, { sentAt: NOON - 3_600_000 })).toBe(-100_000);
    expect(at({ originalTimestamp: NOON + 3_500_000, sentAt: NOON + 3_600_000 })).toBe(-100_000);
    expect(at({ timestamp: NOON - 9 * DAY, sentAt: NOON - 2 * DAY })).toBe(-9 * DAY);
    expect(at({ timestamp: NOON - DAY, originalTimestamp: NOON })).toBe(-DAY);
    expect(at({ timestamp: NOON + 299_000 })).toBe(0);
    expect(at({ sentAt: NOON - 3_600_000 })).toBe(0);
    expect(refusal({ ...TRACK, timestamp: NOON + 301_000 })).toBe("event_in_future");
    expect(refusal({ ...TRACK, timestamp: NOON - KEPT - 1 })).toBe("event_too_old");
    expect(refusal({ ...TRACK, timestamp: NOON - KEPT })).toBeUndefined();
  });
});

describe("consent", () => {
  const told = (categoryPreferences: unknown): Fields => ({ ...TRACK, context: { consent: { categoryPreferences } } });

  it("told with the call decides; untold it is for the person's last choice to decide", () => {
    expect(made(told({ Analytics: true, marketing: false }))).not.toHaveProperty("unasked");
    expect(made(told({ marketing: false })).unasked).toBe(true);
    for (const type of ["identify", "group", "alias", "page", "screen"])
      expect(made({ type, groupId: "g", previousId: "p" }).unasked, type).toBe(true);
    const yes = { consent: { categoryPreferences: { analytics: true } } };
    expect(made({ type: "identify", context: yes })).not.toHaveProperty("unasked");
    for (const no of [false, "false", "true", 0, null]) expect(refusal(told({ analytics: no }))).toBe("no_consent");
    expect(refusal(told({ analytics: true, ANALYTICS: false }))).toBe("no_consent");
    expect(refusal({ ...told({ analytics: false }), type: "identify" })).toBe("no_consent");
    expect(made(told({ analytics: true }))).not.toHaveProperty("consent");
  });
});

describe("anything at all", () => {
  it("is refused with a reason, or becomes an event that survives JSON as it is", () => {
    const key = fc.constantFrom(
      "type",
      "userId",
      "anonymousId",
      "event",
      "name",
      "properties",
      "traits",
      "context",
      "timestamp",
      "messageId",
      "groupId",
      "previousId",
      "sentAt",
      "page",
      "url",
      "path",
      "email",
      "consent",
      "categoryPreferences",
      "__proto__",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom("track", "page", "\0", "\ud800", "__proto__"),
        fc.jsonValue(),
        tie("object"),
      ),
      object: fc.dictionary(fc.oneof(key, fc.string()), tie("value"), { noNullPrototype: true }),
    }));
    const type = fc.constantFrom("track", "identify", "page", "screen", "group", "alias");
    fc.assert(
      fc.property(type, fc.dictionary(key, value, { noNullPrototype: true }), (verb, raw) => {
        try {
          const event = made({ event: "E", groupId: "g", previousId: "p", ...raw, type: verb });
          const text = JSON.stringify(event);
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(clean(JSON.parse(text)))));
          expect(Math.abs(event.at - NOON) <= KEPT && event.at <= NOON).toBe(true);
        } catch (error) {
          if (!(error instanceof CallRefused)) throw error;
          expect(error.message).not.toBe("");
        }
      }),
      { numRuns: 500 },
    );
    expect(({} as Fields)["isAdmin"]).toBeUndefined();
  });
});
