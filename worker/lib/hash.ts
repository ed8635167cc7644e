const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** FNV-1a over UTF-16 code units, with a final mix so that similar texts differ in every bit. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Length of a {@link shortHash}, in characters. */
export const SHORT_HASH = 5;

/**
 * A 30-bit fingerprint as five URL-safe characters: small enough for the sealed state.
 * Not cryptographic: use it to recognize, never to prove.
 */
export function shortHash(text: string): string {
  let bits = fnv1a(text);
  let out = "";
  for (let i = 0; i < SHORT_HASH; i++) {
    out += ALPHABET[bits & 63];
    bits >>>= 6;
  }
  return out;
}
