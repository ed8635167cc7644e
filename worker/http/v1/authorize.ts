import { Buffer } from "node:buffer";
import { Refusal } from "../../platform/errors.ts";
import { sameToken } from "../api/authorize.ts";

/** The user name of a Basic `Authorization` header (RFC 7617); null without one. */
export function basicUser(header: string | undefined): string | null {
  const encoded = /^basic\s+(\S+)\s*$/i.exec(header ?? "")?.[1];
  return encoded === undefined ? null : (Buffer.from(encoded, "base64").toString().split(":")[0] ?? "");
}

/** Lets in whoever has the write key. @throws Refusal `unauthorized` */
export function checkKey(given: unknown, writeKey: string): void {
  if (typeof given === "string" && sameToken(given, writeKey)) return;
  throw noKey();
}

export const noKey = (): Refusal =>
  new Refusal("unauthorized", "Send WRITE_KEY as the user name of HTTP Basic authorization, without a password.");
