import { describe, expect, it } from "vitest";
import { commerceEvent } from "../../worker/events/commerce.ts";
import { event, NOON, PROFILE, VISITOR } from "../support/events.ts";

const track = (name: string, properties?: Record<string, unknown>, more: object = {}) =>
  commerceEvent(event("track", NOON, { name, ...(properties ? { properties } : {}), ...more }));

describe("e-commerce events", () => {
  it.each([
    ["Product Viewed", "Product Viewed"],
    ["product viewed", "Product Viewed"],
    ["product_viewed", "Product Viewed"],
    [" ORDER COMPLETED ", "Order Completed"],
    ["product-added-to-wishlist", "Product Added to Wishlist"],
    ["Coupon Denied", "Coupon Denied"],
    ["view_item", "Product Viewed"],
    ["add_to_cart", "Product Added"],
    ["view_cart", "Cart Viewed"],
    ["begin_checkout", "Checkout Started"],
    ["purchase", "Order Completed"],
    ["refund", "Order Refunded"],
  ])("%s is %s", (given, name) => {
    expect(track(given).name).toBe(name);
  });

  it.each(["Purchase", "PURCHASE", "Refund", "View_Item", "view item", "view-item"])(
    "%s is a site's own event",
    (own) => {
      expect(track(own).name).toBe(own);
    },
  );

  it("leaves every other event as it is", () => {
    const own = event("track", NOON, { name: "Video Played", properties: { price: "420", currency: "dkk" } });
    expect(commerceEvent(own)).toBe(own);
    const click = event("click", NOON, { name: "Product Viewed" });
    expect(commerceEvent(click)).toBe(click);
    expect(commerceEvent(event("track", NOON, { name: "constructor" })).name).toBe("constructor");
  });

  it("reads amounts told as text where there is one way to read them, and no others", () => {
    const properties = {
      price: "420",
      total: " 420.50 ",
      revenue: "420,50",
      value: "1.299",
      tax: "1.299,00",
      quantity: 2,
    };
    const products = [{ price: "99.5", name: "12", sku: "7" }, "odd", null];
    expect(track("Order Completed", { ...properties, currency: " dkk ", products, coupon: "10" }).properties).toEqual({
      ...properties,
      price: 420,
      total: 420.5,
      currency: "DKK",
      products: [{ price: 99.5, name: "12", sku: "7" }, "odd", null],
      coupon: "10",
    });
  });

  it("understands what Google Analytics calls the same things", () => {
    const { properties } = track("purchase", {
      transaction_id: "T1",
      value: "120.00",
      currency: "eur",
      items: [{ item_id: "sku1", item_name: "Shelf", price: "60", quantity: "2" }],
    });
    expect(properties).toEqual({
      order_id: "T1",
      value: 120,
      total: 120,
      currency: "EUR",
      products: [{ product_id: "sku1", name: "Shelf", price: 60, quantity: 2 }],
    });
    expect(track("purchase", { transaction_id: "T1", order_id: "O1" }).properties).toMatchObject({ order_id: "O1" });
  });

  it("is one event for one order of one browser, however often it is reported and whoever it turns out to be", () => {
    const first = track("Order Completed", { order_id: "A-17" });
    const again = track("order completed", { order_id: " A-17" });
    const twin = track("purchase", { transaction_id: "A-17" });
    expect([again.id, twin.id]).toEqual([first.id, first.id]);
    expect(first.visitor).toBe(VISITOR);
    const merged = track("Order Completed", { order_id: "A-17" }, { profile: crypto.randomUUID() });
    expect(merged.id).toBe(first.id);
    const other = track("Order Completed", { order_id: "A-18" });
    const somebodyElse = track("Order Completed", { order_id: "A-17" }, { visitor: crypto.randomUUID() });
    expect(new Set([first.id, other.id, somebodyElse.id]).size).toBe(3);
    expect(track("Order Completed", { order_id: 17 }).id).toBe(track("Order Completed", { order_id: "17" }).id);
  });

  it("is one event for one order of one profile where no browser reports it", () => {
    const of = (profile: string): string =>
      track("Order Completed", { order_id: "B-1" }, { visitor: null, profile }).id;
    expect(of(PROFILE)).toBe(of(PROFILE));
    expect(of(PROFILE)).not.toBe(of(crypto.randomUUID()));
  });

  it("keeps its own id where no order is named, and for what may happen twice to an order", () => {
    const [first, second] = [track("Order Completed", { order_id: " " }), track("Order Completed")];
    expect(first.id).not.toBe(second.id);
    expect(track("Order Refunded", { order_id: "1" }).id).not.toBe(track("Order Refunded", { order_id: "1" }).id);
    expect(track("Order Completed", { order_id: { $ne: 1 } }).name).toBe("Order Completed");
  });
});
