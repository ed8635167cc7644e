/** One statement of an SQL text, as far as a scanner can tell without parsing it. */
export interface ScannedStatement {
  /** From the first token to the last, without the semicolon. */
  sql: string;
  /** The first words outside parentheses, in upper case. */
  words: string[];
  /** By bind index - 1: the parameter's name with its prefix, or null for a bare `?`. */
  params: (string | null)[];
}

const maxWords = 256;
const space = /\s/;
const wordStart = /[A-Za-z_\u0080-\uffff]/;
const wordRest = /[A-Za-z0-9_$\u0080-\uffff]*/y;
const numberRest = /[A-Za-z0-9_.]*/y;
const digits = /\d*/y;
const variableRest = /(?:[A-Za-z0-9_$\u0080-\uffff]|::)*(?:\([^)\s]*\))?/y;
const closing: Record<string, string> = { "'": "'", '"': '"', "`": "`", "[": "]" };

/**
 * Splits an SQL text at its semicolons and finds the parameters of each statement. The native
 * package tells neither: it silently ignores all but the first statement, and missing arguments.
 * Semicolons inside a trigger's body are told apart as `sqlite3_complete()` does.
 */
export function scanSql(text: string): ScannedStatement[] {
  const statements: ScannedStatement[] = [];
  let current = startStatement();
  let at = 0;
  while (at < text.length) {
    const from = at;
    const char = text.charAt(at);
    if (space.test(char)) {
      at += 1;
      continue;
    }
    if (char === "-" && text[at + 1] === "-") {
      at = after(text, "\n", at + 2);
      continue;
    }
    if (char === "/" && text[at + 1] === "*") {
      at = after(text, "*/", at + 2);
      continue;
    }
    if (char === ";" && !current.insideTrigger()) {
      current.finish(text, statements);
      current = startStatement();
      at += 1;
      continue;
    }
    if (closing[char]) at = skipQuoted(text, at, closing[char]);
    else if (wordStart.test(char)) at = match(wordRest, text, at + 1);
    else if (char >= "0" && char <= "9") at = match(numberRest, text, at + 1);
    else if (char === "?") at = match(digits, text, at + 1);
    else if (char === ":" || char === "@" || char === "$") at = match(variableRest, text, at + 1);
    else at += 1;
    current.token(text.slice(from, at), from, at);
  }
  current.finish(text, statements);
  return statements;
}

function startStatement() {
  const words: string[] = [];
  const params: (string | null)[] = [];
  let start = -1;
  let end = -1;
  let depth = 0;
  let isTrigger = false;
  let beforeLast = "";
  let last = "";

  return {
    /** A trigger ends with `; END ;` and nothing less. */
    insideTrigger: () => isTrigger && !(beforeLast === ";" && last === "END"),
    token(token: string, from: number, to: number): void {
      if (start < 0) start = from;
      end = to;
      const first = token.charAt(0);
      if (first === "(") depth += 1;
      else if (first === ")") depth -= 1;
      beforeLast = last;
      last = token;
      if (wordStart.test(first)) {
        last = token.toUpperCase();
        if (depth === 0 && words.length < maxWords) words.push(last);
        isTrigger ||= last === "TRIGGER" && words.length <= 4 && words.includes("CREATE");
      } else if (first === "?" || (token.length > 1 && /[:@$]/.test(first))) {
        addParameter(params, token);
      }
    },
    finish(text: string, into: ScannedStatement[]): void {
      if (start >= 0) into.push({ sql: text.slice(start, end), words, params });
    },
  };
}

/** Numbers parameters as SQLite does: a name once, a bare `?` one above the highest so far. */
function addParameter(params: (string | null)[], token: string): void {
  if (token === "?") {
    params.push(null);
  } else if (token.startsWith("?")) {
    const index = Number(token.slice(1));
    // Beyond SQLite's own limit the statement fails when it is prepared.
    if (index < 1 || index > 32_766) return;
    while (params.length < index) params.push(null);
    params[index - 1] = token;
  } else if (!params.includes(token)) {
    params.push(token);
  }
}

function skipQuoted(text: string, at: number, quote: string): number {
  let end = after(text, quote, at + 1);
  while (quote !== "]" && text[end] === quote) end = after(text, quote, end + 1);
  return end;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex === 0 ? at : pattern.lastIndex;
}
