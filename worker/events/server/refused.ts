import type { ErrorCode } from "../../platform/errors.ts";

/** What one call may bring and a batch of them; docs/server.md tells them. Sizes are those of the Segment API. */
export const CALL_LIMITS = {
  callBytes: 32 * 1024,
  batchBytes: 500 * 1024,
  calls: 2_500,
  idLength: 200,
  traits: 100,
  traitLength: 500,
} as const;

/** Why a call was not taken: a code of ours, or a choice of consent that forbids it. */
export type RefusedCode = ErrorCode | "no_consent";

/** A call that is not taken; others of its batch are. */
export class CallRefused extends Error {
  readonly code: RefusedCode;

  constructor(code: RefusedCode, message: string) {
    super(message);
    this.code = code;
  }
}
