import { createWriteStream } from "node:fs";
import { once } from "node:events";

interface Line {
  timestamp: number;
  level: string;
  message: string;
}

/** Writes what the Worker logs to `file`, and its warnings and errors to standard error as well. */
export function openLog(file: string): { write(line: Line): void; close(): Promise<void> } {
  const stream = createWriteStream(file, { flags: "a" });
  return {
    write({ timestamp, level, message }) {
      stream.write(`${new Date(timestamp).toISOString()} ${level} ${message}\n`);
      if (level === "error" || level === "warn") process.stderr.write(`worker ${level}: ${message}\n`);
    },
    async close() {
      stream.end();
      await once(stream, "close");
    },
  };
}
