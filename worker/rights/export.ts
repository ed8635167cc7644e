import type { Row } from "@libsql/client/http";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { Db } from "../platform/db.ts";
import { csvLine, type Separator } from "../lib/csv.ts";
import type { Compiled } from "../playbook/index.ts";
import type { Traits } from "../profiles/traits.ts";
import { type Known, person } from "../reports/people.ts";
import { askOne } from "../reports/query.ts";
import { type Standing, standingOf } from "./standing.ts";
import { onlyOf } from "./dead-letters.ts";
import { type Kept, KEPT, type Entry, told } from "./kept.ts";

/** All that is kept of one person, as they are handed it: JSON as it stands, or flat ({@link exportCsv}). Times are ISO. */
export interface PersonExport {
  exportedAt: string;
  person: {
    id: string;
    email: string | null;
    emailConfirmedAt: string | null;
    externalId: string | null;
    traits: Traits;
    firstSeen: string;
    lastSeen: string;
  };
  company: Known["company"];
  /** What it adds up to, in the playbook's words. */
  standing: Standing;
  /** Everything by the table that it is kept in, oldest first. */
  records: Record<string, Entry[]>;
}

/** Rows read at a time, of each table. */
const PAGE = 500;

/**
 * Gathers everything that is kept of a person, from every table, a page at a time; null for nobody. `hashes` are those of
 * their address (`sealer.fingerprints`): what was done about their rights, and why they get no mail, is kept by them.
 */
export async function exportOf(
  db: Db,
  playbook: Compiled,
  id: string,
  now: number,
  hashes: string[] = [],
): Promise<PersonExport | null> {
  const known = await askOne(db, person(id));
  if (!known) return null;
  const records: PersonExport["records"] = {};
  await gather(db, known.id, hashes, (kept, row) => {
    const record = told(kept, row, playbook.site.permission.showScore);
    if (record) (records[getTableName(kept.table)] ??= []).push(record);
  });
  const letters = records["dead_letters"] ?? [];
  if (letters.length > 0) {
    const ids = [known.id, ...(records["merges"] ?? []).map(({ fromId }) => String(fromId))];
    for (const letter of letters) letter["body"] = onlyOf(letter["body"], ids);
  }
  const { email, emailConfirmedAt, externalId, traits, state, company } = known;
  return {
    exportedAt: new Date(now).toISOString(),
    person: {
      id: known.id,
      email,
      emailConfirmedAt: emailConfirmedAt === null ? null : new Date(emailConfirmedAt).toISOString(),
      externalId,
      traits,
      firstSeen: new Date(state.firstSeen).toISOString(),
      lastSeen: new Date(state.lastSeen).toISOString(),
    },
    company,
    standing: standingOf(state, playbook, now),
    records,
  };
}

/** Reads on in all tables at once until each has come to its end. */
async function gather(db: Db, id: string, hashes: string[], each: (kept: Kept, row: Row) => void): Promise<void> {
  let open = KEPT.map((kept) => ({ kept, after: 0 }));
  while (open.length > 0) {
    const answers = await db.read(
      open.map(({ kept: { table, whose, by }, after }) => ({
        sql: `SELECT rowid AS place, ${columnsOf(table)} FROM ${getTableName(table)}
              WHERE ${whose} AND rowid > ?2 ORDER BY rowid LIMIT ${PAGE}`,
        args: [by === "hash" ? JSON.stringify(hashes) : id, after],
      })),
    );
    open = open.flatMap(({ kept }, i) => {
      const rows = answers[i]?.rows ?? [];
      for (const row of rows) each(kept, row);
      return rows.length < PAGE ? [] : [{ kept, after: Number(rows.at(-1)!["place"]) }];
    });
  }
}

const columnsOf = (table: Kept["table"]): string =>
  Object.values(getTableColumns(table))
    .map(({ name }) => name)
    .join(", ");

/** One value of what is kept: where, of which entry, when, what it is called. */
type Line = [table: string, id: string, time: string, field: string, value: string | number | boolean];

/**
 * Everything of a person as one flat table: table, id, time, field, value. What is nested is called `a.b`. Cells that a spreadsheet
 * would run are made harmless (lib/csv.ts).
 */
export function exportCsv(exported: PersonExport, separator: Separator = ","): string {
  const { exportedAt, person, company, standing, records } = exported;
  const lines: Line[] = [
    ...flat(["person", person.id, exportedAt], person),
    ...(company ? flat(["company", company.id, exportedAt], company) : []),
    ...flat(["standing", person.id, exportedAt], standing),
    ...Object.entries(records).flatMap(([table, rows]) =>
      rows.flatMap((row, i) => flat([table, String(row["id"] ?? i + 1), timeOf(row)], row)),
    ),
  ];
  return [["table", "id", "time", "field", "value"], ...lines].map((line) => csvLine(line, separator)).join("");
}

/** When an entry is of: the first time it has. */
function timeOf(row: { [column: string]: unknown }): string {
  const names = ["at", "createdAt", "startedAt", "since", "firstSeen"];
  return String(names.map((name) => row[name]).find((value) => value !== undefined) ?? "");
}

function flat([table, id, time]: [string, string, string], value: object, path = ""): Line[] {
  return Object.entries(value).flatMap(([key, inner]): Line[] => {
    const field = path === "" ? key : `${path}.${key}`;
    if (inner === null || inner === undefined) return [];
    if (typeof inner === "object") return flat([table, id, time], inner, field);
    return [[table, id, time, field, inner as string | number | boolean]];
  });
}
