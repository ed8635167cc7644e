import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event } from "../../worker/events/event.ts";
import { sharedContext } from "../../worker/events/server/shared-context.ts";
import { eventOf, type Named } from "../../worker/events/server/event-of.ts";
import { type Envelope, readCall } from "../../worker/events/server/read.ts";
import { CallRefused } from "../../worker/events/server/refused.ts";
import { Time } from "../../worker/events/server/time.ts";
import { traitsOf } from "../../worker/events/server/traits.ts";
import { commerceEvent } from "../../worker/events/commerce.ts";
import { clean } from "../../worker/lib/clean.ts";
import { DAY, event, NOON } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();
const KEPT = playbook.site.retention.events;
const ANNA: Named = { profile: "profile of anna", visitor: "browser of anna", was: [] };
const knowledge = { playbook, now: NOON, fingerprint: (email: string) => `print of ${email}` };

type Fields = Record<string, unknown>;

function made(raw: Fields, envelope: Envelope = {}, named: Named = ANNA): Event {
  return eventOf(readCall({ userId: "anna", ...raw }, envelope, NOON, KEPT), named, knowledge).event;
}

/** The code with which a call is refused; undefined for one that is taken. */
function refusal(raw: Fields, envelope: Envelope = {}): string | undefined {
  try {
    made(raw, envelope);
    return undefined;
  } catch (error) {
    if (error instanceof CallRefused) return error.code;
    throw error;
  }
}

const TRACK = { type: "track", event: "Tried" };

describe("a call becomes an event", () => {
  it("of its kind, with no more in it than was told", () => {
    const common = { at: NOON, receivedAt: NOON, profile: ANNA.profile, id: expect.any(String) };
    const known = { ...common, identity: { userId: "anna" } };
    expect(made({ ...TRACK, properties: { a: 1 }, integrations: { All: true } })).toEqual({
      ...known,
      type: "track",
      name: "Tried",
      properties: { a: 1 },
      visitor: null,
      unasked: true,
    });
    expect(made({ type: "screen", name: "Home", userId: null, anonymousId: 12 })).toEqual({
      ...common,
      type: "screen_view",
      name: "Home",
      properties: {},
      visitor: ANNA.visitor,
      unasked: true,
    });
    expect(made({ type: "alias", previousId: 7 }, {}, { ...ANNA, was: ["x", "y"] })).toEqual({
      ...known,
      type: "alias",
      visitor: null,
      identity: { userId: "anna", was: ["x", "y"], alias: true },
      unasked: true,
    });
    expect(made({ type: "identify", traits: { plan: "team", email: " ANNA@Acme.example " } })).toEqual({
      ...known,
      type: "identify",
      visitor: null,
      traits: { plan: "team" },
      identity: { userId: "anna", email: "anna@acme.example" },
      who: "print of anna@acme.example",
      unasked: true,
    });
  });

  it("of a page: by its address or by its path on the site, classed, without its query", () => {
    const url = "https://www.testby.example/products/pick/one/?utm_source=ads&who=anna";
    const page = {
      url: "https://www.testby.example/products/pick/one/",
      path: "/products/pick/one/",
      class: "product-pick",
      topics: ["picking"],
    };
    const properties = { url, title: "One", referrer: "https://www.google.com/", search: "?who=anna", own: 1 };
    expect(made({ type: "page", name: "One", category: "Products", properties })).toMatchObject({
      type: "page_view",
      name: "One",
      properties: { own: 1, category: "Products" },
      page: { ...page, title: "One" },
      referrer: { host: "www.google.com", class: "search" },
      campaign: { source: "ads" },
      visitor: ANNA.visitor,
    });
    expect(made({ type: "page", properties: { path: "/products/pick/one/?who=anna" } }).page).toEqual(page);
    expect(made({ type: "page", context: { page: { url } } }).page).toEqual(page);
    expect(made({ ...TRACK, context: { page: { url } } }).page).toEqual(page);
    expect(made({ type: "page", properties: { url: "javascript:alert(1)", path: "//evil.example/x" } }).page?.url).toBe(
      "https://www.testby.example//evil.example/x",
    );
    expect(made({ type: "page", name: "Nowhere" }).page).toBeUndefined();
  });

  it("of a company: by its id, and a domain from what is told of it", () => {
    const company = (traits: Fields): unknown => made({ type: "group", groupId: 42, traits }).company;
    expect(company({ name: "Acme", website: "https://www.acme.example/about", plan: "team" })).toEqual({
      groupId: "42",
      domain: "acme.example",
      name: "Acme",
      traits: { website: "https://www.acme.example/about", plan: "team" },
    });
    expect(company({ domain: "ACME.example" })).toMatchObject({ domain: "acme.example" });
    for (const domain of ["ærø.dk", "ÆRØ.dk", "https://xn--r-3fa9c.dk/", "mail.ærø.dk"])
      expect(company({ domain })).toMatchObject({ domain: "ærø.dk" });
    expect(company({ email: "hello@acme.example" })).toMatchObject({ domain: "acme.example", traits: {} });
    for (const domain of ["127.0.0.1", "localhost", "a b", "", 7, null, "x".repeat(300)])
      expect(company({ domain })).toMatchObject({ domain: undefined });
    expect(made({ ...TRACK, context: { groupId: 42 } }).company).toEqual({ groupId: "42" });
    const employer = { id: 42, name: "Acme", industry: "retail" };
    expect(made({ type: "identify", traits: { company: employer } })).toMatchObject({
      company: { groupId: "42", name: "Acme" },
      traits: { "company.name": "Acme", "company.industry": "retail" },
    });
    expect(made({ type: "identify", traits: { company: "Acme" } })).not.toHaveProperty("company");
  });

  it("of a shop: under the name that the specification has for it", () => {
    expect(made({ ...TRACK, event: "purchase", properties: { value: "420.50" } })).toMatchObject({
      name: "Order Completed",
      properties: { total: 420.5 },
    });
  });

  it("of an order: one for each who has it, and the browser's own where its cookie is all that tells whose it is", () => {
    const order = { ...TRACK, event: "Order Completed", properties: { order_id: "A-1" } };
    const id = (raw: Fields, named = ANNA): string => made({ ...order, ...raw }, {}, named).id;
    expect(id({})).toBe(id({}, { ...ANNA, visitor: "another browser" }));
    const inBrowser = { name: "purchase", properties: { transaction_id: "A-1" }, visitor: ANNA.visitor };
    const cookie = { userId: null, anonymousId: "the cookie" };
    expect(id(cookie)).toBe(commerceEvent(event("track", NOON, inBrowser)).id);
    expect(id(cookie, { ...ANNA, profile: "who anna turned out to be" })).toBe(id(cookie));
    expect(id({})).not.toBe(id(cookie));
  });

  it("of a person: their address is looked for in traits, in the context, in the id", () => {
    const email = (raw: Fields): unknown => made(raw).identity?.email;
    expect(email({ ...TRACK, context: { traits: { email: "A@acme.example" } } })).toBe("a@acme.example");
    expect(email({ ...TRACK, userId: "A@acme.example" })).toBe("a@acme.example");
    expect(
      email({ type: "identify", traits: { email: "nonsense" }, context: { traits: { email: "b@acme.example" } } }),
    ).toBe("b@acme.example");
    expect(email({ type: "group", groupId: "g", traits: { email: "info@acme.example" } })).toBeUndefined();
  });

  it("in the same surroundings whatever else is wrong with them", () => {
    const wrong = {
      ip: "300.1.1.1",
      userAgent: 7,
      locale: "no such",
      location: { country: "Denmark" },
      page: [],
      campaign: "",
    };
    const event = made({ ...TRACK, context: { ...wrong, timezone: "Europe/Copenhagen", device: { type: "iOS" } } });
    expect(event).toMatchObject({ place: { timeZone: "Europe/Copenhagen" }, device: { type: "mobile" } });
    for (const key of ["address", "language", "campaign", "page"]) expect(event).not.toHaveProperty(key);
    expect(made({ ...TRACK, context: { ip: "2001:db8::1" } }).address).toBe("2001:db8::1");
    expect(made(TRACK, { context: { locale: "da" } }).language).toBe("da");
    expect(made({ ...TRACK, context: { locale: "en-GB" } }, { context: { locale: "da" } }).language).toBe("en-GB");
  });
});

describe("traits", () => {
  it("are plain values under plain names; objects are flattened one level, the rest is counted", () => {
    const given = clean(
      JSON.parse(`{"firstName":"Åse","seats":12,"vip":true,"address":{"city":"Aarhus","geo":{"lat":1}},"gone":null,
        "tags":["a"],"First Name":"x","constructor":"x","__proto__":{"a":1},"a.toString":"x","1st":"x","${"n".repeat(41)}":"x"}`),
    ) as Fields;
    expect(traitsOf(given)).toEqual({
      values: { firstName: "Åse", seats: 12, vip: true, "address.city": "Aarhus" },
      leftOut: 7,
    });
    const many = traitsOf(Object.fromEntries(Array.from({ length: 130 }, (_, n) => [`t${n}`, "x".repeat(600)])));
    expect([Object.keys(many.values).length, many.leftOut, many.values["t0"]]).toEqual([100, 30, "x".repeat(500)]);
  });
});

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

  it.each(["yesterday", "2026-13-01", "22/11/2026", true, {}, Number.POSITIVE_INFINITY])("%s is none", (told) => {
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
