import type { IncomingMessage } from "node:http";
import { ProtocolError } from "./errors.ts";

/** The body of a request as text. Throws `ProtocolError` (413) as soon as it exceeds the limit. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => new ProtocolError(`The request body exceeds ${maxBytes} bytes`, "BODY_TOO_LARGE", 413);
    if (Number(request.headers["content-length"] ?? 0) > maxBytes) {
      reject(tooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes <= maxBytes) chunks.push(chunk);
      else reject(tooLarge());
    });
    request.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.once("error", () => reject(new ProtocolError("The request body was cut off")));
    request.once("aborted", () => reject(new ProtocolError("The request body was cut off")));
  });
}
