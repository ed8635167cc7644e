import { ProtocolError } from "./errors.ts";

/** A value as the native engine binds and returns it; integers are always `bigint`. */
export type SqlValue = null | bigint | number | string | Uint8Array;

/** A value as Hrana 2 writes it in JSON. */
export type HranaValue =
  | { type: "null" }
  | { type: "integer"; value: string }
  | { type: "float"; value: number }
  | { type: "text"; value: string }
  | { type: "blob"; base64: string };

const int64 = /^[+-]?\d{1,20}$/;

/**
 * Reads one Hrana value. Nothing but the five kinds may pass: the native engine aborts the whole
 * process when it is given a boolean.
 */
export function decodeValue(json: unknown): SqlValue {
  if (typeof json !== "object" || json === null) throw new ProtocolError("Expected a value object");
  const { type, value, base64 } = json as Record<string, unknown>;
  switch (type) {
    case "null":
      return null;
    case "integer":
      return decodeInteger(value);
    case "float":
      if (typeof value !== "number") throw new ProtocolError("A float value must be a number");
      return value;
    case "text":
      if (typeof value !== "string") throw new ProtocolError("A text value must be a string");
      return value;
    case "blob":
      if (typeof base64 !== "string") throw new ProtocolError("A blob must have a base64 string");
      return Buffer.from(base64, "base64");
    default:
      throw new ProtocolError("Value type not recognized");
  }
}

function decodeInteger(value: unknown): bigint {
  if (typeof value !== "string" || !int64.test(value)) {
    throw new ProtocolError("An integer value must be a string of decimal digits");
  }
  const integer = BigInt(value);
  if (BigInt.asIntN(64, integer) !== integer) {
    throw new ProtocolError(`The integer ${value} does not fit into 64 bits`);
  }
  return integer;
}

export function encodeValue(value: SqlValue): HranaValue {
  if (value === null) return { type: "null" };
  switch (typeof value) {
    case "bigint":
      return { type: "integer", value: value.toString() };
    case "number":
      return { type: "float", value: Number.isFinite(value) ? value : infinity(value) };
    case "string":
      return { type: "text", value };
    default:
      return { type: "blob", base64: toBase64(value) };
  }
}

/** Unpadded, as sqld writes it. */
function toBase64(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString("base64").replace(/=+$/, "");
}

/** JSON has no infinity, but every parser reads a literal this large as one. */
function infinity(value: number): number {
  const json = JSON as unknown as { rawJSON(text: string): number };
  return json.rawJSON(value < 0 ? "-1e999" : "1e999");
}
