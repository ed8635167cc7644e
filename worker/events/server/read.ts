import { z } from "zod";
import { clean } from "../../lib/clean.ts";
import { isDeeperThan } from "../../lib/depth.ts";
import { uuidOf } from "../../lib/uuid.ts";
import { LIMITS } from "../batch.ts";
import { Alias } from "./alias.ts";
import { Group } from "./group.ts";
import { Identify } from "./identify.ts";
import { Page } from "./page.ts";
import { CALL_LIMITS, CallRefused } from "./refused.ts";
import { Screen } from "./screen.ts";
import { happenedAt, type Times } from "./time.ts";
import { Track } from "./track.ts";

const AnyCall = z.discriminatedUnion("type", [Track, Identify, Page, Screen, Group, Alias], {
  error: "one of track, identify, page, screen, group, alias",
});

/** A call, parsed: `id` is its event's, `at` when it happened by our clock. */
export type Call = z.infer<typeof AnyCall> & { id: string; at: number };

/** What holds for all calls of a request: when it was sent (epoch ms), and of a context what they do not have themselves. */
export interface Envelope {
  sentAt?: number | undefined;
  context?: Record<string, unknown> | undefined;
}

/**
 * Parses one call. `oldest` is how far back (ms) events are kept.
 * @throws CallRefused with the first reason
 */
export function readCall(raw: unknown, envelope: Envelope, now: number, oldest: number): Call {
  if (raw === null || typeof raw !== "object" || Array.isArray(raw))
    throw new CallRefused("invalid_event", "A call is an object.");
  if (isDeeperThan(LIMITS.depth, raw))
    throw new CallRefused("invalid_event", `A call is nested ${LIMITS.depth} levels deep at most.`);
  const text = JSON.stringify(raw);
  if (new TextEncoder().encode(text).length > CALL_LIMITS.callBytes)
    throw new CallRefused("body_too_large", `A call has ${CALL_LIMITS.callBytes} bytes at most.`);
  const cleaned = clean(raw) as Record<string, unknown>;
  const context = { ...envelope.context, ...objectOf(cleaned["context"]) };
  const parsed = AnyCall.safeParse({ ...cleaned, context });
  if (!parsed.success) throw new CallRefused("invalid_event", firstIssue(parsed.error));
  const call = parsed.data;
  if (call.userId === undefined && call.anonymousId === undefined)
    throw new CallRefused("invalid_event", "Say whose it is: userId, anonymousId, or both.");
  const sentAt = envelope.sentAt ?? call.sentAt;
  const at = happenedAt({ ...call, sentAt }, now, oldest);
  return {
    ...call,
    id: call.messageId === undefined ? uuidOf("call", contentOf(call, cleaned, now)) : idOf(call.messageId),
    at,
  };
}

const Uuid = z.uuid();

const idOf = (messageId: string): string =>
  Uuid.safeParse(messageId).success ? messageId.toLowerCase() : uuidOf("message", messageId);

/**
 * What tells a call without a messageId from others: all it says, but for when it was sent, so that one sent again is the
 * same. One that does not even say when it happened is the same for a minute.
 */
function contentOf(call: Times, cleaned: Record<string, unknown>, now: number): string {
  const { sentAt: _, receivedAt: __, writeKey: ___, ...content } = cleaned;
  const isTimed = (call.timestamp ?? call.originalTimestamp) !== undefined;
  return JSON.stringify([content, isTimed ? null : Math.floor(now / 60_000)]);
}

export const objectOf = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** What is said of a call may be kept, so it names a part of every call and nothing deeper, which is the sender's own. */
function firstIssue({ issues: [issue] }: z.ZodError): string {
  return issue ? `${String(issue.path[0] ?? "the call")}: ${issue.message}`.slice(0, 200) : "not a call";
}
