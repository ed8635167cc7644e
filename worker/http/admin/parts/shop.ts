import { format, tongue, type View } from "../view.ts";
import { textOf } from "./text-of.ts";

const MOST_PRODUCTS = 3;

type Properties = Record<string, unknown>;

/** What a shop's event was about: products with how many and what they cost, the order and what it came to. Null for other events. */
export function shopDetails(view: View, name: string, properties: Properties): string[] | null {
  const { words } = view;
  if (!Object.hasOwn(words.shop, name)) return null;
  const currency = textOf(properties["currency"]);
  const list = properties["products"];
  const products = Array.isArray(list) ? list.filter(isProperties) : [properties];
  const named = products.flatMap((one) => productOf(view, one, currency));
  const shown = named.slice(0, MOST_PRODUCTS).join(", ");
  const more = named.length - MOST_PRODUCTS;
  const said = (key: string, say: (value: string) => string): string[] => {
    const value = textOf(properties[key]);
    return value === null ? [] : [say(value)];
  };
  return [
    ...(shown === "" ? [] : [more > 0 ? `${shown} ${words.andMore(format(view, more))}` : shown]),
    ...total(view, properties, currency),
    ...said("query", words.searchedFor),
    ...said("category", (category) => category),
    ...said("step", words.step),
    ...said("order_id", words.order),
    ...said("coupon", words.coupon),
    ...said("coupon_id", words.coupon),
  ];
}

function productOf(view: View, product: Properties, currency: string | null): string[] {
  const name = textOf(product["name"]) ?? textOf(product["product_id"]) ?? textOf(product["sku"]);
  if (name === null) return [];
  const { quantity, price } = product;
  const many = typeof quantity === "number" && quantity !== 1 ? `${format(view, quantity)} × ` : "";
  return [`${many}${name}${typeof price === "number" ? ` (${amount(view, price, currency)})` : ""}`];
}

function total(view: View, properties: Properties, currency: string | null): string[] {
  const sum = [properties["total"], properties["revenue"], properties["value"]].find((one) => typeof one === "number");
  return sum === undefined ? [] : [amount(view, sum, currency)];
}

/** Money as the reader's language writes it; what is no currency is written behind. */
function amount(view: View, value: number, currency: string | null): string {
  if (currency === null) return format(view, value);
  if (!/^[A-Z]{3}$/.test(currency)) return `${format(view, value)} ${currency}`;
  return new Intl.NumberFormat(tongue(view), { style: "currency", currency }).format(value);
}

const isProperties = (value: unknown): value is Properties =>
  value !== null && typeof value === "object" && !Array.isArray(value);
