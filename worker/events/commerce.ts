import { uuidOf } from "../lib/uuid.ts";
import type { Event } from "./event.ts";

/** Names of Segment's e-commerce spec (https://segment.com/docs/connections/spec/ecommerce/v2/). */
const NAMES = [
  "Products Searched",
  "Product List Viewed",
  "Product List Filtered",
  "Promotion Viewed",
  "Promotion Clicked",
  "Product Clicked",
  "Product Viewed",
  "Product Added",
  "Product Removed",
  "Cart Viewed",
  "Checkout Started",
  "Checkout Step Viewed",
  "Checkout Step Completed",
  "Payment Info Entered",
  "Order Updated",
  "Order Completed",
  "Order Refunded",
  "Order Cancelled",
  "Coupon Entered",
  "Coupon Applied",
  "Coupon Denied",
  "Coupon Removed",
  "Product Added to Wishlist",
  "Product Removed from Wishlist",
  "Wishlist Product Added to Cart",
  "Product Shared",
  "Cart Shared",
  "Product Reviewed",
];

/** What Google Analytics 4 calls the same (https://developers.google.com/analytics/devguides/collection/ga4/ecommerce). */
const TWINS: Record<string, string> = {
  view_item_list: "Product List Viewed",
  select_item: "Product Clicked",
  view_item: "Product Viewed",
  view_promotion: "Promotion Viewed",
  select_promotion: "Promotion Clicked",
  add_to_cart: "Product Added",
  remove_from_cart: "Product Removed",
  view_cart: "Cart Viewed",
  add_to_wishlist: "Product Added to Wishlist",
  begin_checkout: "Checkout Started",
  add_shipping_info: "Checkout Step Completed",
  add_payment_info: "Payment Info Entered",
  purchase: "Order Completed",
  refund: "Order Refunded",
};

/** And what it calls their properties. */
const TWIN_PROPERTIES: Record<string, string> = { transaction_id: "order_id", items: "products" };
const TWIN_ITEM: Record<string, string> = {
  item_id: "product_id",
  item_name: "name",
  item_brand: "brand",
  item_category: "category",
  item_variant: "variant",
};

const AMOUNTS = ["price", "quantity", "total", "revenue", "value", "shipping", "tax", "discount", "subtotal"];

const canonical = new Map([...NAMES.map((name) => [name.toLowerCase(), name] as const), ...Object.entries(TWINS)]);
const twins = new Set(Object.keys(TWINS));

type Properties = Record<string, unknown>;

/**
 * A shop's event as the spec has it, by whatever of its names and spellings it came: amounts are numbers, the currency is in
 * capitals. The same order completed by the same profile is one event, however often its thank-you page is loaded.
 * Every other event is returned as it is.
 */
export function commerceEvent(event: Event): Event {
  if (event.type !== "track" || event.name === undefined || event.name.length > 40) return event;
  const spelled = event.name.trim().toLowerCase();
  const name = canonical.get(spelled) ?? canonical.get(spelled.replaceAll(/[\s_-]+/g, " "));
  if (name === undefined) return event;
  const given = event.properties ?? {};
  const properties = withNumbers(twins.has(spelled) ? fromTwin(given) : given);
  const order = name === "Order Completed" ? orderId(properties) : undefined;
  return {
    ...event,
    name,
    ...(event.properties ? { properties } : {}),
    ...(order === undefined ? {} : { id: uuidOf("order", event.profile, order) }),
  };
}

function orderId({ order_id: id }: Properties): string | undefined {
  return typeof id === "string" || typeof id === "number" ? String(id).trim() || undefined : undefined;
}

function withNumbers(properties: Properties): Properties {
  const { products, currency } = properties;
  return {
    ...numbered(properties),
    ...(typeof currency === "string" ? { currency: currency.trim().toUpperCase() } : {}),
    ...(Array.isArray(products) ? { products: products.map((one) => (isRecord(one) ? numbered(one) : one)) } : {}),
  };
}

/** Amounts told as text become numbers where there is one way to read them: `420.50`, not `1.299` nor `420,50`. */
function numbered(properties: Properties): Properties {
  const numbers: Properties = {};
  for (const name of AMOUNTS) {
    const value = properties[name];
    if (typeof value === "string" && /^-?\d{1,12}(\.\d{1,2})?$/.test(value.trim())) numbers[name] = Number(value);
  }
  return { ...properties, ...numbers };
}

function fromTwin(properties: Properties): Properties {
  const renamed = rename(properties, TWIN_PROPERTIES);
  const { products, value } = renamed;
  return {
    ...renamed,
    ...(renamed["total"] === undefined && value !== undefined ? { total: value } : {}),
    ...(Array.isArray(products)
      ? { products: products.map((one) => (isRecord(one) ? rename(one, TWIN_ITEM) : one)) }
      : {}),
  };
}

/** Gives properties their names of the spec, unless those are taken. */
function rename(properties: Properties, names: Record<string, string>): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => {
      const name = Object.hasOwn(names, key) ? names[key]! : key;
      return [Object.hasOwn(properties, name) ? key : name, value];
    }),
  );
}

const isRecord = (value: unknown): value is Properties =>
  value !== null && typeof value === "object" && !Array.isArray(value);
