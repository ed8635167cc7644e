import type { InStatement } from "@libsql/client/http";
import type { Sales } from "../playbook/index.ts";

/** The leads of `?1` that nobody looks after yet, with their company, and which of its leads each is. */
const OPEN = `batch AS (
  SELECT l.id, l.profile_id, l.country, l.created_at, p.company_id,
    row_number() OVER (PARTITION BY coalesce(p.company_id, l.id) ORDER BY l.created_at, l.id) AS nth
  FROM json_each(?1) AS asked JOIN leads AS l ON l.id = asked.value
  LEFT JOIN profiles AS p ON p.id = l.profile_id WHERE l.owner IS NULL)`;

/**
 * Says who looks after new leads, by the rules in their order. Decided where they are written, under the write lock, so turns are
 * taken exactly, whoever else hands over at the time. A first pass takes one lead of each company: `account` gives its colleagues
 * of the same batch to the same owner.
 */
export function assignStatements(ids: string[], sales: Sales): InStatement[] {
  const most = [1, ids.length];
  return most.flatMap((nth) => sales.assign.map((rule) => RULES[rule](JSON.stringify(ids), sales, nth)));
}

const RULES: Record<Sales["assign"][number], (ids: string, sales: Sales, nth: number) => InStatement> = {
  account: byAccount,
  country: (ids, { owners }, nth) => {
    const countries = new Set(owners.flatMap((owner) => owner.countries));
    const lines = [...countries].flatMap((line) =>
      turns(
        line,
        owners.filter((owner) => owner.countries.includes(line)),
      ),
    );
    return inTurn(ids, lines, "batch.country", nth);
  },
  "round-robin": (ids, { owners }, nth) => inTurn(ids, turns("*", owners), "'*'", nth),
};

/** Whom the company's trait `owner` names (by id, address or name); else who had this person last, or a colleague. */
function byAccount(ids: string, { owners }: Sales, nth: number): InStatement {
  const names = owners.map(({ id, name, email }) => ({
    id,
    names: [id, name, email ?? id].map((one) => one.toLowerCase()),
  }));
  const isOwner = "c.owner IN (SELECT value->>'$.id' FROM json_each(?2))";
  return {
    // A company's people may be many: they are looked through once, not once for each lead.
    sql: `WITH ${OPEN}, asked AS (SELECT * FROM batch WHERE nth <= ?3),
          of AS MATERIALIZED (SELECT company_id,
            (SELECT o.value->>'$.id' FROM companies AS co, json_each(?2) AS o, json_each(o.value, '$.names') AS name
             WHERE co.id = one.company_id AND name.value = lower(co.traits->>'$.owner') LIMIT 1) AS named,
            (SELECT c.owner FROM profiles AS p JOIN leads AS c ON c.profile_id = p.id
             WHERE p.company_id = one.company_id AND ${isOwner}
             ORDER BY c.created_at DESC, c.id DESC LIMIT 1) AS colleagues
            FROM (SELECT DISTINCT company_id FROM asked WHERE company_id IS NOT NULL) AS one),
          found AS (SELECT a.id, coalesce(of.named,
            (SELECT c.owner FROM leads AS c WHERE c.profile_id = a.profile_id AND ${isOwner}
             ORDER BY c.created_at DESC, c.id DESC LIMIT 1),
            of.colleagues) AS owner
          FROM asked AS a LEFT JOIN of ON of.company_id = a.company_id)
          UPDATE leads SET owner = found.owner FROM found WHERE leads.id = found.id AND found.owner IS NOT NULL`,
    args: [ids, JSON.stringify(names), nth],
  };
}

interface Turn {
  line: string;
  owner: string;
  place: number;
  of: number;
}

const turns = (line: string, owners: Sales["owners"]): Turn[] =>
  owners.map(({ id: owner }, place) => ({ line, owner, place, of: owners.length }));

/** Owners take turns in a line, `line` in SQL. */
function inTurn(ids: string, owners: Turn[], line: string, nth: number): InStatement {
  return {
    sql: `WITH ${OPEN}, turns AS (
            SELECT id, ${line} AS line, coalesce((SELECT max(turn) FROM leads AS m WHERE m.line = ${line}), 0)
                + row_number() OVER (PARTITION BY ${line} ORDER BY created_at, id) AS turn
            FROM batch WHERE nth <= ?3),
          found AS (SELECT t.*, o.value->>'$.owner' AS owner FROM turns AS t JOIN json_each(?2) AS o
            ON o.value->>'$.line' = t.line AND o.value->>'$.place' = (t.turn - 1) % (o.value->>'$.of'))
          UPDATE leads SET owner = found.owner, line = found.line, turn = found.turn FROM found WHERE leads.id = found.id`,
    args: [ids, JSON.stringify(owners), nth],
  };
}
