import type { Row } from "@libsql/client/http";
import { type LedgerRow as Said, standings, type Suppression } from "../permissions/standing.ts";
import { suppressionsQuery } from "../permissions/store.ts";
import type { Db } from "../platform/db.ts";
import type { PermissionStatus } from "../state/state.ts";
import { type LedgerRow, toLedgerRow } from "./permissions.ts";
import { PERSON_ID } from "./people.ts";
import { number, text } from "./query.ts";

/** A row of the ledger, and the mail in which it was answered. Times are epoch ms. */
export type Proven = LedgerRow & { mail: { id: string; template: string; sentAt: number | null } | null };

/** All that proves what a person has allowed, and has not. */
export interface PermissionEvidence {
  person: {
    id: string;
    formerIds: string[];
    email: string | null;
    emailConfirmedAt: number | null;
    userId: string | null;
  };
  generatedAt: number;
  /** What holds now for their address. */
  current: Record<string, PermissionStatus>;
  suppressions: Suppression[];
  /** Oldest first: of the person, and of their address whoever typed it in. */
  rows: Proven[];
}

/** The evidence about one person, whose id may be one they had before; null where there is none. */
export async function permissionEvidence(
  db: Db,
  fingerprints: (email: string) => string[],
  id: string,
  now: number,
): Promise<PermissionEvidence | null> {
  const [people, former, ledger] = await db.read([
    {
      sql: `SELECT id, email, email_confirmed_at, external_id FROM profiles WHERE id = ${PERSON_ID} AND erased_at IS NULL`,
      args: [id],
    },
    { sql: `SELECT id FROM profiles WHERE merged_into = ${PERSON_ID} ORDER BY id`, args: [id] },
    {
      sql: `SELECT l.*, m.id AS mail, m.template, m.sent_at FROM permissions AS l
            LEFT JOIN messages AS m ON m.id = l.evidence->>'$.message'
            WHERE l.profile_id = ${PERSON_ID} OR l.email = (SELECT email FROM profiles WHERE id = ${PERSON_ID})
            ORDER BY l.at, l.status = 'withdrawn', l.rowid`,
      args: [id, id],
    },
  ]);
  const person = people?.rows[0];
  if (!person) return null;
  const email = text(person, "email");
  const [suppressed] = email === null ? [] : await db.read([suppressionsQuery(fingerprints(email))]);
  const suppressions = (suppressed?.rows ?? []) as unknown as Suppression[];
  const rows = (ledger?.rows ?? []).map(toProven);
  const own = rows.filter((row) => row.email === email && row.channel === "email");
  return {
    person: {
      id: String(person["id"]),
      formerIds: (former?.rows ?? []).map((row) => String(row["id"])),
      email,
      emailConfirmedAt: number(person, "email_confirmed_at"),
      userId: text(person, "external_id"),
    },
    generatedAt: now,
    current: standings(
      own.map((row): Said => ({ ...row, how: row.evidence?.how ?? null })),
      suppressions,
    ),
    suppressions,
    rows,
  };
}

function toProven(row: Row): Proven {
  const id = text(row, "mail");
  const mail = id === null ? null : { id, template: String(row["template"]), sentAt: number(row, "sent_at") };
  return { ...toLedgerRow(row), mail };
}
