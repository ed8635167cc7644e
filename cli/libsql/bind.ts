import { StatementError } from "./errors.ts";
import { repairJsonText } from "./text-safety.ts";
import type { SqlValue } from "./values.ts";

/**
 * Puts arguments in the order of the statement's parameters, which the native engine would take
 * in silence whether they fit or not. A named parameter may also be given by its position, a name
 * without its prefix. Throws `ARGS_INVALID`, as sqld does.
 */
export function bindArguments(
  params: readonly (string | null)[],
  args: SqlValue[],
  named: readonly [string, SqlValue][],
): SqlValue[] {
  if (args.length > 0 && named.length > 0) {
    throw new StatementError(
      "Specifying both positional and named arguments is not supported",
      "ARGS_BOTH_POSITIONAL_AND_NAMED",
    );
  }
  const given = args.length + named.length;
  if (given > params.length) {
    throw invalid(`too many parameters, expected ${params.length} found ${given}`);
  }
  if (named.length === 0 && args.length === params.length) return args.map(storable);
  const byName = new Map(named);
  return params.map((name, index) => {
    const value = name === null ? args[index] : (byNameOf(byName, name) ?? args[index]);
    if (value === undefined) throw invalid(`value for parameter ${name ?? index + 1} not found`);
    return storable(value);
  });
}

function byNameOf(byName: Map<string, SqlValue>, name: string): SqlValue | undefined {
  if (name.startsWith("?")) return undefined;
  const exact = byName.get(name);
  return exact === undefined ? byName.get(name.slice(1)) : exact;
}

function storable(value: SqlValue): SqlValue {
  return typeof value === "string" ? repairJsonText(value) : value;
}

function invalid(reason: string): StatementError {
  return new StatementError(`Arguments do not match SQL parameters: ${reason}`, "ARGS_INVALID");
}
