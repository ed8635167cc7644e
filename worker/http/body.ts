import type { Context as HonoContext } from "hono";
import { Refusal } from "../platform/errors.ts";
import type { HttpEnv } from "./env.ts";

/** The request's body as text, UTF-8, no longer than `most` bytes. @throws Refusal `body_too_large` */
export async function readText(c: HonoContext<HttpEnv>, most: number): Promise<string> {
  const tooLarge = new Refusal("body_too_large", `The body has ${most} bytes at most.`);
  if (Number(c.req.header("content-length") ?? 0) > most) throw tooLarge;
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > most) throw tooLarge;
  return new TextDecoder().decode(bytes);
}
