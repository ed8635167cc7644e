import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** Something that was refused, by the file's line. */
export interface RefusedLine {
  file?: string | undefined;
  line: number;
  code: string;
  message: string;
  partial: boolean;
}

/** Where refusals go: all of them into a file if there is one, else the first few onto the terminal. */
export interface Report {
  add(refused: RefusedLine): void;
  /** How many rows, and how many parts of rows, were refused. */
  refused: Readonly<{ rows: number; parts: number }>;
  close(): Promise<void>;
}

const MOST_SHOWN = 10;

/** Opens a report. Rejects where the file cannot be written. */
export async function openReport(path: string | undefined, name: string, say: (text: string) => void): Promise<Report> {
  const file = path === undefined ? undefined : createWriteStream(path);
  if (file) {
    await new Promise<void>((resolve, reject) => {
      file.once("open", () => resolve());
      file.once("error", (error: NodeJS.ErrnoException) =>
        reject(new Error(`The report ${path} cannot be written (${error.code}). Name another file.`)),
      );
    });
    file.write("line,refused,code,message\r\n");
  }
  const refused = { rows: 0, parts: 0 };
  return {
    refused,
    add({ line, code, message, partial, file: within }) {
      refused[partial ? "parts" : "rows"]++;
      const told = within === undefined ? message : `${within}: ${message}`;
      file?.write(`${[String(line), partial ? "part" : "row", code, told].map(cell).join(",")}\r\n`);
      if (file) return;
      const count = refused.rows + refused.parts;
      if (count <= MOST_SHOWN) say(`${within ?? name}:${line}  ${message}`);
      if (count === MOST_SHOWN + 1) say("… and more; --report refused.csv writes all of them down");
    },
    async close() {
      if (!file) return;
      file.end();
      await finished(file);
    },
  };
}

/** A cell as spreadsheets read it: never as a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
