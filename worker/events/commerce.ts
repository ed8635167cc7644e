import { uuidOf } from "../lib/uuid.ts";
import { shopEvent } from "../playbook/index.ts";
import type { Event } from "./event.ts";

/** What Google Analytics 4 calls properties of the spec. */
const TWIN_PROPERTIES: Record<string, string> = { transaction_id: "order_id", items: "products" };
const TWIN_ITEM: Record<string, string> = {
  item_id: "product_id",
  item_name: "name",
  item_brand: "brand",
  item_category: "category",
  item_variant: "variant",
};

const AMOUNTS = ["price", "quantity", "total", "revenue", "value", "shipping", "tax", "discount", "subtotal"];

type Properties = Record<string, unknown>;

/**
 * A shop's event as the spec has it, by whatever of its names and spellings it came: amounts are numbers, the currency is in
 * capitals. The same order completed by the same `buyer` is one event, however often its thank-you page is loaded: a browser
 * where there is one, since the profile that it belongs to may become another's. Every other event is returned as it is.
 */
export function commerceEvent(event: Event, buyer: string = event.visitor ?? event.profile): Event {
  const shop = event.type === "track" && event.name !== undefined ? shopEvent(event.name) : undefined;
  if (shop === undefined) return event;
  const { name, isTwin } = shop;
  const given = event.properties ?? {};
  const properties = withNumbers(isTwin ? fromTwin(given) : given);
  const order = name === "Order Completed" ? orderId(properties) : undefined;
  return {
    ...event,
    name,
    ...(event.properties ? { properties } : {}),
    ...(order === undefined ? {} : { id: uuidOf("order", buyer, order) }),
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
