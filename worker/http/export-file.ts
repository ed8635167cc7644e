import type { Context } from "hono";
import type { Separator } from "../lib/csv.ts";
import { exportCsv, exportOf } from "../rights/export.ts";
import { recordRight, type Right } from "../rights/store.ts";
import type { HttpEnv } from "./env.ts";
import { fileOf, type Format } from "./file.ts";

interface Handing {
  by: Right["by"];
  /** The record's; told twice it is one. */
  id?: string;
  /** What the file is called. */
  name: string;
  format: Format;
  separator: Separator;
  /** Begins CSV with the mark by which spreadsheets know UTF-8. */
  bom?: boolean;
}

/** All that is kept of somebody, as a file for them; that it was handed out is written down. Null if they are gone. */
export async function exportFile(
  c: Context<HttpEnv>,
  { id, email }: { id: string; email: string | null },
  { by, id: record = crypto.randomUUID(), name, format, separator, bom = false }: Handing,
): Promise<Response | null> {
  const { db, sealer, now } = c.get("context");
  const hashes = email === null ? [] : sealer.fingerprints(email);
  const exported = await exportOf(db, await c.get("playbook")(), id, now, hashes);
  if (!exported) return null;
  const hash = email === null ? null : sealer.fingerprint(email);
  await db.write(recordRight({ id: record, at: now, kind: "export", by, hash }));
  const csv = (): string => (bom ? "\uFEFF" : "") + exportCsv(exported, separator);
  return fileOf(c, format === "csv" ? csv() : JSON.stringify(exported, null, 2), name, format);
}
