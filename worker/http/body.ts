import type { Context as HonoContext } from "hono";
import { Refusal } from "../platform/errors.ts";
import type { HttpEnv } from "./env.ts";

/** A body over its limit is still read to its end, so that the connection lives on; one over this is cut off. */
export const MOST_DRAINED = 8 * 1024 * 1024;

/** The request's body as text, UTF-8, no longer than `most` bytes. @throws Refusal `body_too_large`, `invalid_request` */
export async function readText(c: HonoContext<HttpEnv>, most: number): Promise<string> {
  try {
    return await readAll(c, most);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("invalid_request", "The body broke off, or its transfer encoding is wrong.", undefined, error);
  }
}

async function readAll(c: HonoContext<HttpEnv>, most: number): Promise<string> {
  const declared = Number(c.req.header("content-length") ?? Number.NaN);
  if (declared <= most) return c.req.raw.text();
  const tooLarge = new Refusal("body_too_large", `The body has ${most} bytes at most.`);
  if (declared > MOST_DRAINED) throw tooLarge;
  const { body } = c.req.raw;
  if (body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of body as ReadableStream<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_DRAINED) throw tooLarge;
    if (bytes <= most) text += decoder.decode(chunk, { stream: true });
  }
  if (bytes > most) throw tooLarge;
  return text + decoder.decode();
}
