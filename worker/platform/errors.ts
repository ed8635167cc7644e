/** Stable codes that callers may rely on, with the status each is answered with. */
const STATUS = {
  invalid_json: 400,
  invalid_request: 400,
  invalid_event: 400,
  event_too_old: 400,
  event_in_future: 400,
  unauthorized: 401,
  origin_not_allowed: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  token_invalid: 410,
  token_expired: 410,
  body_too_large: 413,
  too_many_events: 413,
  invalid_fields: 422,
  form_refused: 422,
  challenge_failed: 422,
  playbook_invalid: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof STATUS;

/** An error that a caller may see: a stable code, a message that says what to do, and details where they help. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, details?: unknown, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.details = details;
  }

  get status(): (typeof STATUS)[ErrorCode] {
    return STATUS[this.code];
  }

  /** The one error shape: `{error: {code, message, details?}}`. */
  toJSON(): { error: { code: ErrorCode; message: string; details?: unknown } } {
    const { code, message, details } = this;
    return { error: details === undefined ? { code, message } : { code, message, details } };
  }
}

/** Nobody was asked: later the same may succeed. Whatever else goes wrong would go wrong again. */
export const isUnavailable = (error: unknown): boolean => error instanceof Refusal && error.code === "unavailable";

/** Whatever was thrown, as something safe to show. What is not ours is logged without its data and shown as `internal`. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  console.error("unexpected", error instanceof Error ? `${error.name}: ${error.stack ?? ""}` : typeof error);
  return new Refusal("internal", "Something went wrong on our side. Nothing you sent is lost if you try again.");
}
