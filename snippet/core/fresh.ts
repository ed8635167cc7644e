/** The time now, in ms since 1970. */
export const now = Date.now;

/** The time now, ISO 8601. */
export function time(): string {
  return new Date().toISOString();
}

/** `URL` by its other name, since `var URL = …` is common in pages. */
export const Address = webkitURL as unknown as typeof URL;

/**
 * A random UUID (RFC 9562, version 4). The browser ends each blob's address with one (W3C File API, 8.4.1), also on
 * plain http, where `crypto.randomUUID` is missing.
 */
export function uuid(): string {
  const address = Address.createObjectURL(new Blob());
  Address.revokeObjectURL(address);
  return address.slice(-36);
}
