import { Buffer } from "node:buffer";
import { unzipSync } from "node:zlib";
import type { Context as HonoContext } from "hono";
import { Refusal } from "../../platform/errors.ts";
import { MOST_DRAINED, readText } from "../body.ts";
import type { HttpEnv } from "../env.ts";

/**
 * The body as text, no longer than `most` bytes before and after it is decompressed: of what is longer no more than that is
 * ever unpacked. Bytes that are no UTF-8 become replacement characters.
 * @throws Refusal `body_too_large`, `invalid_request`
 */
export async function readPacked(c: HonoContext<HttpEnv>, most: number): Promise<string> {
  const encoding = encodingOf(c);
  if (encoding === null) return readText(c, most);
  if (!/^(x-gzip|gzip|deflate)$/.test(encoding))
    throw new Refusal("invalid_request", "Send the body as it is, or with Content-Encoding gzip or deflate.");
  const packed = await readBytes(c, most);
  try {
    // As for what comes unpacked, a byte order mark is no part of the text.
    return new TextDecoder().decode(unzipSync(packed, { maxOutputLength: most }));
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(most);
    throw new Refusal("invalid_request", `The body is not ${encoding}, as its Content-Encoding says.`);
  }
}

/** Whether the body has to be unpacked. */
export const isPacked = (c: HonoContext<HttpEnv>): boolean => encodingOf(c) !== null;

function encodingOf(c: HonoContext<HttpEnv>): string | null {
  const encoding = c.req.header("content-encoding")?.trim().toLowerCase() ?? "";
  return encoding === "" || encoding === "identity" ? null : encoding;
}

async function readBytes(c: HonoContext<HttpEnv>, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (c.req.raw.body === null) return Buffer.alloc(0);
  for await (const chunk of c.req.raw.body as ReadableStream<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_DRAINED) throw tooLarge(most);
    if (bytes <= most) chunks.push(chunk);
  }
  if (bytes > most) throw tooLarge(most);
  return Buffer.concat(chunks);
}

const tooLarge = (most: number): Refusal =>
  new Refusal("body_too_large", `The body has ${most} bytes at most, decompressed; send several.`);
