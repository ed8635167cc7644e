import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** What a sealed text is for. It is part of the seal: a token of one purpose is worthless for another. */
export type Purpose = "visitor" | "confirm" | "deliver" | "admin";

const IV = 12;
const TAG = 16;

/** Texts longer than this are deflated first: shorter ones gain less than the time it takes. */
const DEFLATE_FROM = 800;
const PLAIN = 0;
const DEFLATED = 1;

/**
 * Seals texts with AES-256-GCM (NIST SP 800-38D): unreadable and unforgeable for whoever carries them.
 * Keys rotate: the first seals, all open. `node:crypto` is synchronous, which costs less here than awaiting WebCrypto.
 */
export class Sealer {
  readonly #keys: { id: number; key: Buffer; mac: Buffer }[];

  constructor(secrets: string[]) {
    this.#keys = secrets.map((secret) => {
      const key = createHash("sha256").update(`fodspor seal ${secret}`).digest();
      const mac = createHash("sha256").update(`fodspor mac ${secret}`).digest();
      return { id: mac[0]!, key, mac };
    });
  }

  /** `text` as base64url of key id, IV, ciphertext and tag. */
  seal(purpose: Purpose, text: string): string {
    const { id, key } = this.#keys[0]!;
    const iv = randomBytes(IV);
    const long = text.length > DEFLATE_FROM;
    const body = long ? deflateRawSync(text) : Buffer.from(text);
    const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([
      Buffer.of(id),
      iv,
      cipher.update(Buffer.of(long ? DEFLATED : PLAIN)),
      cipher.update(body),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return sealed.toString("base64url");
  }

  /** The text that was sealed for this purpose, or null if it was not sealed here, or was changed. */
  open(purpose: Purpose, sealed: string): string | null {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length < 1 + IV + TAG) return null;
    for (const { id, key } of this.#keys) {
      if (id !== bytes[0]) continue;
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + IV));
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG));
        const opened = Buffer.concat([decipher.update(bytes.subarray(1 + IV, -TAG)), decipher.final()]);
        const body = opened.subarray(1);
        return (opened[0] === DEFLATED ? inflateRawSync(body) : body).toString();
      } catch {
        continue;
      }
    }
    return null;
  }

  /** Keyed fingerprint of an e-mail address, 12 characters: recognizes an address without holding it. */
  fingerprint(email: string): string {
    return fingerprint(this.#keys[0]!.mac, email);
  }

  /** Whether a fingerprint, made with any of the keys still held, is this address's. */
  isFingerprintOf(print: string, email: string): boolean {
    return this.#keys.some(({ mac }) => fingerprint(mac, email) === print);
  }
}

function fingerprint(mac: Buffer, email: string): string {
  return createHmac("sha256", mac).update(email).digest("base64url").slice(0, 12);
}
