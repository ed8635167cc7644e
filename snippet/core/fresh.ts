/** The time now, in ms since 1970. */
export const now = Date.now;

/** The time now, ISO 8601. */
export function time(): string {
  return new Date().toISOString();
}

/**
 * A random UUID (RFC 9562, version 4). The browser ends each blob's address with one (W3C File API, 8.4.1), also on
 * plain http, where `crypto.randomUUID` is missing.
 */
export function uuid(): string {
  const address = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(address);
  return address.slice(-36);
}
