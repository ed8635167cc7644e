import type { Row } from "@libsql/client/http";
import { type Query, text } from "./query.ts";

/** How many of the leads handed over in a period came how far. */
export interface LeadCounts {
  /** Handed over. */
  mql: number;
  /** Accepted by sales, whatever became of them after. */
  sql: number;
  /** Still without an answer, and of those overdue. */
  open: number;
  overdue: number;
  rejected: number;
  won: number;
  lost: number;
  /** What part of those handed over sales accepted, 0 to 1; null where nobody was. */
  ratio: number | null;
}

export interface LeadStats extends LeadCounts {
  owners: (LeadCounts & { owner: string | null })[];
  /** How many by each cause, the most frequent first. */
  rejections: { cause: string | null; leads: number }[];
  losses: { cause: string | null; leads: number }[];
  amounts: { currency: string; won: number; lost: number }[];
  /** Medians, ms; null where nobody came so far. */
  medians: Record<Step, number | null>;
}

const STEPS = ["accepted", "rejected", "won", "lost"] as const;
type Step = (typeof STEPS)[number];

const IN = "created_at >= ?1 AND status <> 'merged'";

/** What became of the leads handed over since a time. Each is counted where it was handed over, so a ratio is a part of a whole. */
export function leadStats(since: number, now: number): Query<LeadStats> {
  const args = [since, now];
  return {
    statements: [
      {
        sql: `SELECT 'owner' AS what, owner AS name, count(*) AS mql, count(accepted_at) AS sql, sum(status = 'mql') AS open,
                sum(status = 'mql' AND due_at < ?2) AS overdue, sum(status = 'rejected') AS rejected,
                sum(status = 'won') AS won, sum(status = 'lost') AS lost
              FROM leads WHERE ${IN} GROUP BY owner ORDER BY mql DESC, owner`,
        args,
      },
      {
        sql: `SELECT status AS what, cause AS name, count(*) AS leads FROM leads
              WHERE ${IN} AND status IN ('rejected', 'lost') GROUP BY status, cause ORDER BY leads DESC, cause`,
        args: [since],
      },
      {
        sql: `SELECT 'amount' AS what, currency AS name, total(amount) FILTER (WHERE status = 'won') AS won,
                total(amount) FILTER (WHERE status = 'lost') AS lost
              FROM leads WHERE ${IN} AND currency IS NOT NULL GROUP BY currency ORDER BY won DESC, currency`,
        args: [since],
      },
      { sql: MEDIANS, args: [since] },
    ],
    read,
  };
}

/** From hand-over to the first answer of sales, and from there to the end. */
const MEDIANS = `SELECT 'median' AS what, step AS name, avg(ms) AS ms FROM (
    SELECT step, ms, row_number() OVER (PARTITION BY step ORDER BY ms) AS nth, count(*) OVER (PARTITION BY step) AS n FROM (
      SELECT 'accepted' AS step, accepted_at - created_at AS ms FROM leads WHERE ${IN} AND accepted_at IS NOT NULL
      UNION ALL SELECT 'rejected', closed_at - created_at FROM leads WHERE ${IN} AND status = 'rejected'
      UNION ALL SELECT status, closed_at - accepted_at FROM leads WHERE ${IN} AND status IN ('won', 'lost')))
  WHERE nth IN ((n + 1) / 2, (n + 2) / 2) GROUP BY step`;

function read(rows: Row[]): LeadStats {
  const of = (what: string): Row[] => rows.filter((row) => row["what"] === what);
  const owners = of("owner").map((row) => ({ owner: text(row, "name"), ...counts([row]) }));
  const causes = (status: string): LeadStats["losses"] =>
    of(status).map((row) => ({ cause: text(row, "name"), leads: Number(row["leads"]) }));
  const medians = new Map(of("median").map((row) => [row["name"], Number(row["ms"])]));
  return {
    ...counts(of("owner")),
    owners,
    rejections: causes("rejected"),
    losses: causes("lost"),
    amounts: of("amount").map((row) => ({
      currency: String(row["name"]),
      won: Number(row["won"]),
      lost: Number(row["lost"]),
    })),
    medians: Object.fromEntries(STEPS.map((step) => [step, medians.get(step) ?? null])) as LeadStats["medians"],
  };
}

function counts(rows: Row[]): LeadCounts {
  const sum = (column: string): number => rows.reduce((all, row) => all + Number(row[column]), 0);
  const [mql, sql] = [sum("mql"), sum("sql")];
  const rest = { open: sum("open"), overdue: sum("overdue"), rejected: sum("rejected") };
  return { mql, sql, ...rest, won: sum("won"), lost: sum("lost"), ratio: mql === 0 ? null : sql / mql };
}
