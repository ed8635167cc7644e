import { inject } from "vitest";
import { profileOfUser } from "../../worker/profiles/person.ts";
import { type Answer, Browser, rows, until } from "./client.ts";
import { randomUUID } from "node:crypto";

const stack = inject("stack");

export type Fields = Record<string, unknown>;

/** An `Authorization` header of RFC 7617. */
export const basic = (user: string, password = ""): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

/** The headers of a server that has the write key. */
export const KEY = { authorization: basic(stack.writeKey) };

/** Posts to the tracking API as a site's server does. */
export async function post(
  path: string,
  body: Fields | string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = KEY,
): Promise<Answer> {
  const sent = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  return new Browser().fetch(`/v1${path}`, { method: "POST", body: sent, headers });
}

/** What is stored of a profile, oldest first, once there is so much. */
export async function stored(profile: string, count: number): Promise<Fields[]> {
  return until(
    () => rows("SELECT id, type, name, at, visitor_id, data FROM events WHERE profile_id = ? ORDER BY at", profile),
    (found) => found.length >= count,
  );
}

/** A call of somebody new, unless told otherwise. */
export const track = (more: Fields = {}): Fields => ({ type: "track", userId: randomUUID(), event: "Tried", ...more });

/** Whose profile a call is for. */
export const profileOf = ({ userId }: Fields): string => profileOfUser(String(userId));
