import type { Condition } from "../../playbook/index.ts";
import { type Asked, TooLarge, type Writing, writing } from "./binder.ts";
import { leaf } from "./leaf.ts";

/** A longer statement keeps SQLite's parser, and so everybody else, waiting for seconds before it looks at anybody. */
const MOST_TEXT = 400_000;

/**
 * A condition as an SQL expression over a row `p` of `profiles`: 1 for exactly those people for whom it holds at `now`, else 0.
 * What people did is answered from their events; the rest, as in memory, from their state. Values stand in `args`, by number
 * (`?1`), so whatever else a statement binds comes after them.
 * @throws TooLarge
 */
export function toSql(condition: Condition, asked: Asked): { sql: string; args: (string | number)[] } {
  const statement = writing(asked);
  const sql = whole(condition, statement);
  if (sql.length > MOST_TEXT) throw new TooLarge("the condition asks too much at once; split it");
  return { sql, args: statement.args };
}

/** So many levels are written into one another; deeper ones get a name, since SQLite's parser is not deep. */
const MOST_NESTED = 4;

/** An expression, how many levels it has inside, and how high its tree is. */
interface Written {
  sql: string;
  levels: number;
  height: number;
}

/** About as high as the expression of one question grows. */
const LEAF_HEIGHT = 40;

function whole(condition: Condition, writing: Writing): string {
  const named: string[] = [];
  const { sql } = write(condition, writing, named);
  return named.length === 0 ? `(${sql})` : `(WITH ${named.join(", ")} SELECT ${sql})`;
}

function write(condition: Condition, writing: Writing, named: string[]): Written {
  if ("not" in condition) {
    const { sql, levels, height } = write(condition.not, writing, named);
    return shallow({ sql: `NOT (${sql})`, levels: levels + 1, height: height + 1 }, writing, named);
  }
  const isAll = "all" in condition;
  if (!isAll && !("any" in condition)) {
    return { sql: leaf(condition, writing, whole), levels: 0, height: LEAF_HEIGHT };
  }
  // `a AND b AND c` is a tree with its first member at the bottom: the lowest go there.
  const parts = (isAll ? condition.all : condition.any)
    .map((part) => write(part, writing, named))
    .toSorted((a, b) => a.height - b.height);
  const joined: Written = {
    sql: parts.map(({ sql }) => `(${sql})`).join(isAll ? " AND " : " OR "),
    levels: Math.max(...parts.map(({ levels }) => levels)) + 1,
    height: Math.max(...parts.map(({ height }, i) => height + parts.length - i)),
  };
  return shallow(joined, writing, named);
}

function shallow(written: Written, { fresh }: Writing, named: string[]): Written {
  if (written.levels < MOST_NESTED) return written;
  const name = fresh("part");
  named.push(`${name} AS (SELECT ${written.sql} AS holds)`);
  return { sql: `(SELECT holds FROM ${name})`, levels: 0, height: written.height + 2 };
}
