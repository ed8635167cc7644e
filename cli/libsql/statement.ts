import { StatementError } from "./errors.ts";
import { Lru } from "./lru.ts";
import { scanSql } from "./sql-scan.ts";
import type { ScannedStatement } from "./sql-scan.ts";
import { textRisk } from "./text-safety.ts";

export type StatementKind = "read" | "write" | "schema" | "begin" | "end" | "pragma";

/** What the server has to know of a statement before it runs it. */
export interface Statement {
  sql: string;
  kind: StatementKind;
  params: readonly (string | null)[];
  /** True if it takes the write lock: also when in doubt. */
  writes: boolean;
  isExplain: boolean;
  isInsert: boolean;
  /** An INSERT, UPDATE or DELETE, the only ones that report affected rows. */
  changesRows: boolean;
  /** True if it leaves the connection different for whoever uses it next. */
  leavesState: boolean;
  /** Whether it may make text that the native engine cannot read. */
  textRisk: "none" | "from-blobs" | "any";
}

const cache = new Lru<string, Statement[]>(500);
const longestCached = 16_384;

/** Reads an SQL text of any number of statements. Throws `SQL_PARSE_ERROR` for what sqld refuses. */
export function readStatements(sql: string): Statement[] {
  const known = cache.get(sql);
  if (known) return known;
  if (sql.includes("\0")) throw refusal("SQL text contains a NUL character");
  const statements = scanSql(sql).map(classify);
  if (sql.length <= longestCached) cache.set(sql, statements);
  return statements;
}

/** Reads an SQL text that must hold exactly one statement. */
export function readStatement(sql: string): Statement {
  const [statement, ...more] = readStatements(sql);
  if (!statement) {
    throw new StatementError("SQL string does not contain any statement", "SQL_NO_STATEMENT");
  }
  if (more.length > 0) {
    throw new StatementError("SQL string contains more than one statement", "SQL_MANY_STATEMENTS");
  }
  return statement;
}

function classify(scanned: ScannedStatement): Statement {
  const { sql, params } = scanned;
  const isExplain = scanned.words[0] === "EXPLAIN";
  const words = isExplain ? scanned.words.slice(scanned.words[1] === "QUERY" ? 3 : 1) : scanned.words;
  const verb = mainVerb(words);
  const kind = isExplain ? "read" : kindOf(verb);
  if (isRefused(verb, words)) throw refusal(`unsupported statement: ${sql}`);
  const pragma = verb === "PRAGMA" ? readPragma(sql) : null;
  const changesRows = kind === "write" && /^(?:INSERT|REPLACE|UPDATE|DELETE)$/.test(verb);
  return {
    sql,
    kind,
    params,
    writes: takesLock(kind, words, pragma),
    isExplain,
    isInsert: changesRows && (verb === "INSERT" || verb === "REPLACE"),
    changesRows,
    leavesState: pragma?.hasValue === true && pragma.name.endsWith("foreign_keys"),
    textRisk: textRisk(sql),
  };
}

/** The verb behind any common table expressions. */
function mainVerb(words: string[]): string {
  const first = words[0] ?? "";
  if (first !== "WITH") return first;
  return words.find((word) => /^(?:SELECT|VALUES|INSERT|REPLACE|UPDATE|DELETE)$/.test(word)) ?? "";
}

function kindOf(verb: string): StatementKind {
  switch (verb) {
    case "SELECT":
    case "VALUES":
      return "read";
    case "BEGIN":
    case "SAVEPOINT":
      return "begin";
    case "COMMIT":
    case "END":
    case "ROLLBACK":
    case "RELEASE":
      return "end";
    case "PRAGMA":
      return "pragma";
    case "CREATE":
    case "DROP":
    case "ALTER":
    case "ANALYZE":
      return "schema";
    default:
      return "write";
  }
}

function takesLock(kind: StatementKind, words: string[], pragma: Pragma | null): boolean {
  switch (kind) {
    case "read":
    case "end":
      return false;
    case "begin":
      return words[1] === "IMMEDIATE" || words[1] === "EXCLUSIVE";
    case "pragma":
      return pragma !== null && pragma.hasValue && pragma.name === "user_version";
    case "write":
    case "schema":
      return true;
  }
}

/**
 * sqld refuses these too: they reach other files, or leave something behind in a connection that
 * another client uses next.
 */
function isRefused(verb: string, words: string[]): boolean {
  if (verb === "ATTACH" || verb === "DETACH" || verb === "VACUUM") return true;
  return verb === "CREATE" && (words[1] === "TEMP" || words[1] === "TEMPORARY");
}

interface Pragma {
  name: string;
  hasValue: boolean;
}

const pragmaPattern = /^(?:explain\s+(?:query\s+plan\s+)?)?pragma\s+(?:\w+\s*\.\s*)?["'`[]?(\w+)["'`\]]?\s*([=(])?/i;

/** Pragmas that sqld lets a client set, or that only look something up by their argument. */
const withValue = new Set(
  `table_list index_list table_info table_xinfo index_info index_xinfo pragma_list compile_options
  database_list function_list module_list encoding defer_foreign_keys foreign_keys foreign_key_list
  foreign_key_check collation_list data_version freelist_count integrity_check legacy_file_format
  page_count quick_check stats user_version`.split(/\s+/),
);

/** Pragmas that sqld only lets a client read. */
const readOnly = new Set(
  `schema_version analysis_limit application_id auto_vacuum automatic_index busy_timeout cache_size
  cache_spill cell_size_check checkpoint_fullfsync fullfsync hard_heap_limit journal_mode
  journal_size_limit legacy_alter_table locking_mode max_page_count mmap_size page_size query_only
  read_uncommitted recursive_triggers reverse_unordered_selects secure_delete soft_heap_limit
  synchronous temp_store threads trusted_schema wal_autocheckpoint`.split(/\s+/),
);

function readPragma(sql: string): Pragma {
  const [, rawName = "", mark] = pragmaPattern.exec(sql) ?? [];
  const name = rawName.toLowerCase();
  const hasValue = mark !== undefined;
  if (!withValue.has(name) && !(readOnly.has(name) && !hasValue)) {
    throw refusal(`unsupported statement: ${sql}`);
  }
  return { name, hasValue };
}

function refusal(reason: string): StatementError {
  return new StatementError(`SQL string could not be parsed: ${reason}`, "SQL_PARSE_ERROR");
}
