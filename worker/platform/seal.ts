import { Buffer } from "node:buffer";
import { createHash, createHmac } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";

const PURPOSES = {
  visitor: Buffer.from("visitor"),
  confirm: Buffer.from("confirm"),
  content: Buffer.from("content"),
  form: Buffer.from("form"),
  unsubscribe: Buffer.from("unsubscribe"),
  preferences: Buffer.from("preferences"),
  admin: Buffer.from("admin"),
};
/** What a sealed text is for. It is part of the seal: a token of one purpose is worthless for another. */
export type Purpose = keyof typeof PURPOSES;

const IV = 12;
const TAG = 16;

/** Texts longer than this are deflated first: shorter ones gain less than the time it takes. */
const DEFLATE_FROM = 800;
const PLAIN = "\0";
const DEFLATED = 1;

interface Key {
  id: number;
  secret: Buffer<ArrayBuffer>;
  mac: Buffer;
  imported?: CryptoKey;
}

/**
 * Seals texts with AES-256-GCM (NIST SP 800-38D): unreadable and unforgeable for whoever carries them.
 * Keys rotate: the first seals, all open. In workerd WebCrypto takes half the time of `node:crypto`'s ciphers, which are
 * streams (see docs/bench.md).
 */
export class Sealer {
  readonly #keys: Key[];

  constructor(secrets: string[]) {
    this.#keys = secrets.map((text) => {
      const secret = Buffer.from(createHash("sha256").update(`fodspor seal ${text}`).digest());
      const mac = createHash("sha256").update(`fodspor mac ${text}`).digest();
      return { id: mac[0]!, secret, mac };
    });
  }

  /** `text` as base64url of key id, IV, ciphertext and tag. */
  async seal(purpose: Purpose, text: string): Promise<string> {
    const key = this.#keys[0]!;
    const long = text.length > DEFLATE_FROM;
    const body = long ? Buffer.concat([Buffer.of(DEFLATED), deflateRawSync(text)]) : Buffer.from(PLAIN + text);
    const iv = crypto.getRandomValues(new Uint8Array(IV));
    const sealed = await crypto.subtle.encrypt(algorithm(purpose, iv), key.imported ?? (await cryptoKey(key)), body);
    return Buffer.concat([Buffer.of(key.id), iv, new Uint8Array(sealed)]).toString("base64url");
  }

  /** The text that was sealed for this purpose, or null if it was not sealed here, or was changed. */
  async open(purpose: Purpose, sealed: string): Promise<string | null> {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length < 1 + IV + TAG) return null;
    for (const key of this.#keys) {
      if (key.id !== bytes[0]) continue;
      try {
        const gcm = algorithm(purpose, bytes.subarray(1, 1 + IV));
        const held = key.imported ?? (await cryptoKey(key));
        const opened = Buffer.from(await crypto.subtle.decrypt(gcm, held, bytes.subarray(1 + IV)));
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

  /** The fingerprints that an address may be kept under: one for each of the keys still held. */
  fingerprints(email: string): string[] {
    return this.#keys.map(({ mac }) => fingerprint(mac, email));
  }

  /** An address as an event tells it: its fingerprint, and those under older keys if there are any. */
  whose(email: string): { who: string; whoBefore?: string[] } {
    const [who, ...whoBefore] = this.fingerprints(email);
    return { who: who!, ...(whoBefore.length > 0 ? { whoBefore } : {}) };
  }

  /** Keys for what is signed and not sealed, one for each of the keys still held; the first signs. */
  keysFor(use: string): string[] {
    return this.#keys.map(({ mac }) => createHmac("sha256", mac).update(`key for ${use}`).digest("hex"));
  }

  /** Whether a fingerprint, made with any of the keys still held, is this address's. */
  isFingerprintOf(print: string, email: string): boolean {
    return this.#keys.some(({ mac }) => fingerprint(mac, email) === print);
  }
}

function fingerprint(mac: Buffer, email: string): string {
  return createHmac("sha256", mac).update(email).digest("base64url").slice(0, 12);
}

const algorithm = (purpose: Purpose, iv: Uint8Array<ArrayBuffer>) => ({
  name: "AES-GCM",
  iv,
  additionalData: PURPOSES[purpose],
});

async function cryptoKey(key: Key): Promise<CryptoKey> {
  return (key.imported ??= await crypto.subtle.importKey("raw", key.secret, "AES-GCM", false, ["encrypt", "decrypt"]));
}
