import { describe, expect, it } from "vitest";
import { traitsOf } from "../../worker/events/server/traits.ts";
import { commerceEvent } from "../../worker/events/commerce.ts";
import { clean } from "../../worker/lib/clean.ts";
import { event, NOON } from "../support/events.ts";
import { ANNA, type Fields, made, TRACK } from "../support/server-events.ts";

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
