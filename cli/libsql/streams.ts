import { randomBytes } from "node:crypto";
import { ProtocolError } from "./errors.ts";
import { Stream } from "./stream.ts";
import type { Engine } from "./stream.ts";

export interface StreamLimits {
  /** How long a stream may rest between two requests, in ms. */
  idleTimeoutMs: number;
  /** How old a transaction that holds the write lock may be between two requests, in ms. */
  transactionTimeoutMs: number;
}

interface Resting {
  stream: Stream;
  baton: string;
  idle: NodeJS.Timeout;
  transaction: NodeJS.Timeout | null;
}

/** For how long an expired stream is told apart from one that never was, as in sqld. */
const rememberExpiredMs = 300_000;

/**
 * All streams, by the batons of those that rest between two requests. A baton is good for one
 * request: `<stream id>.<random>`, of which each answer carries a new one.
 */
export class Streams {
  readonly #engine: Engine;
  readonly #limits: StreamLimits;
  readonly #ids = new Map<Stream, string>();
  readonly #resting = new Map<string, Resting>();
  readonly #expired = new Map<string, number>();

  constructor(engine: Engine, limits: StreamLimits) {
    this.#engine = engine;
    this.#limits = limits;
  }

  open(): Stream {
    const stream = new Stream(this.#engine);
    stream.budget = { bytes: this.#engine.maxResultBytes };
    this.#ids.set(stream, "");
    return stream;
  }

  /** The stream that this baton was given for. Throws `ProtocolError` for any other baton. */
  resume(baton: string): Stream {
    const id = baton.slice(0, baton.indexOf("."));
    const resting = this.#resting.get(id);
    if (!resting) {
      if (this.#expired.has(id)) {
        throw new ProtocolError("The stream has expired due to inactivity", "STREAM_EXPIRED");
      }
      if (id !== "" && this.#isInUse(id)) throw reused();
      throw new ProtocolError("Received an invalid baton", "BATON_INVALID");
    }
    if (resting.baton !== baton) throw reused();
    this.#wake(id, resting);
    resting.stream.budget = { bytes: this.#engine.maxResultBytes };
    return resting.stream;
  }

  /** Puts a stream to rest until its next request; null if it has been closed. */
  rest(stream: Stream): string | null {
    if (stream.closed) {
      this.discard(stream);
      return null;
    }
    const id = this.#ids.get(stream) || randomBytes(16).toString("base64url");
    this.#ids.set(stream, id);
    const baton = `${id}.${randomBytes(9).toString("base64url")}`;
    const { idleTimeoutMs, transactionTimeoutMs } = this.#limits;
    const left = transactionTimeoutMs - (performance.now() - stream.lockedSince);
    this.#resting.set(id, {
      stream,
      baton,
      idle: setTimeout(() => this.#expire(id, stream), idleTimeoutMs),
      transaction: stream.holdsLock ? setTimeout(() => stream.timeOut(), Math.max(0, left)) : null,
    });
    return baton;
  }

  /** Closes a stream, whatever it is doing; what it has not committed is rolled back. */
  discard(stream: Stream): void {
    const id = this.#ids.get(stream);
    this.#ids.delete(stream);
    const resting = id === undefined ? undefined : this.#resting.get(id);
    if (id !== undefined && resting) this.#wake(id, resting);
    stream.close();
  }

  closeAll(): void {
    for (const stream of this.#ids.keys()) this.discard(stream);
  }

  #wake(id: string, resting: Resting): void {
    clearTimeout(resting.idle);
    if (resting.transaction) clearTimeout(resting.transaction);
    this.#resting.delete(id);
  }

  #expire(id: string, stream: Stream): void {
    this.discard(stream);
    const now = performance.now();
    for (const [old, since] of this.#expired) {
      if (now - since < rememberExpiredMs) break;
      this.#expired.delete(old);
    }
    this.#expired.set(id, now);
  }

  #isInUse(id: string): boolean {
    for (const used of this.#ids.values()) if (used === id) return true;
    return false;
  }
}

function reused(): ProtocolError {
  return new ProtocolError("Received a baton that has already been used", "BATON_REUSED");
}
