/** A request inside a pipeline failed: reported under HTTP 200, the stream lives on. */
export class StatementError extends Error {
  override readonly name = "StatementError";
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** The peer broke the protocol, or its stream is gone: the HTTP request fails and its stream closes. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code: string;
  readonly status: number;

  constructor(message: string, code = "HRANA_PROTO_ERROR", status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function transactionTimedOut(): StatementError {
  return new StatementError("Transaction timed out", "TRANSACTION_TIMEOUT");
}

/**
 * What the native engine threw, as sqld words it. The code is SQLite's primary one:
 * `SQLITE_CONSTRAINT`, never `SQLITE_CONSTRAINT_UNIQUE`.
 */
export function statementErrorFrom(thrown: unknown): StatementError {
  if (thrown instanceof StatementError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const extended = thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
  const primary = /^SQLITE_[A-Z]+/.exec(extended)?.[0] ?? "SQLITE_ERROR";
  return new StatementError(`SQLite error: ${message}`, primary);
}
