/** Names of Segment's e-commerce spec (https://segment.com/docs/connections/spec/ecommerce/v2/). */
export const SHOP_EVENTS = [
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

const spec = new Map(SHOP_EVENTS.map((name) => [name.toLowerCase(), name]));
const twins = new Map(Object.entries(TWINS));

/** A shop's event by its name in the spec; `isTwin` where Google Analytics 4's name was used. */
export interface ShopEvent {
  name: string;
  isTwin: boolean;
}

/**
 * The shop's event that a name means: one of the spec in any letter case and joined in any way (`order_completed`), or
 * exactly one of Google Analytics 4. `Purchase` is neither, but a site's own event.
 */
export function shopEvent(told: string): ShopEvent | undefined {
  if (told.length > 40) return undefined;
  const spelled = told.trim();
  const twin = twins.get(spelled);
  if (twin !== undefined) return { name: twin, isTwin: true };
  const name = spec.get(spelled.toLowerCase().replaceAll(/[\s_-]+/g, " "));
  return name === undefined ? undefined : { name, isTwin: false };
}

/** The name that an event is stored under. */
export const storedName = (told: string): string => shopEvent(told)?.name ?? told;
