import { compare, type Plan } from "../load.ts";
import { countRow, loadRow, type Row } from "../row.ts";
import { type BenchStack, SITE } from "../stack.ts";
import type { BenchVisitor } from "../visitors.ts";
import { serveStatically, STATIC, target } from "./shown.ts";

const BUDGET = 0.2;
const PATH = `/_f/form/whitepaper?url=${encodeURIComponent(`${SITE}/`)}`;

/** A form decided and rendered for many different visitors, each with a ticket of its own, against static answers. */
export async function form(stack: BenchStack, visitors: BenchVisitor[], plan: Plan): Promise<Row[]> {
  await serveStatically(stack, visitors, PATH);
  stack.database.take();
  const shown = await compare(target(stack, visitors, PATH), target(stack, visitors, STATIC), plan);
  const { requests, revisionChecks } = stack.database.take();
  return [
    loadRow("form", "shown, against a static answer", shown, BUDGET),
    countRow("form", "database round trips of all of them", requests - revisionChecks, 0, ""),
  ];
}
