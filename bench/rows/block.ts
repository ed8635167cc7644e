import { compare, type Plan } from "../load.ts";
import { countRow, loadRow, type Row } from "../row.ts";
import { type BenchStack, SITE } from "../stack.ts";
import { asStrangers, type BenchVisitor } from "../visitors.ts";
import { serveStatically, STATIC, target } from "./shown.ts";

const BUDGET = 0.6;
/** Three times as many as an isolate can remember: each has been forgotten when it comes again. */
const STRANGERS = 3_000;
const PATH = `/_f/b?names=hero&url=${encodeURIComponent(`${SITE}/`)}`;

/** A block decided for many different visitors, against the same answers without any deciding. */
export async function block(stack: BenchStack, visitors: BenchVisitor[], plan: Plan): Promise<Row[]> {
  const strangers = await asStrangers(stack, visitors, STRANGERS);
  const bodies = await serveStatically(stack, visitors, PATH);
  const variants = new Set(bodies.map((body) => (JSON.parse(body) as { hero: { variant: string } }).hero.variant));
  stack.database.take();
  const floor = target(stack, visitors, STATIC);
  const met = await compare(target(stack, visitors, PATH), floor, plan);
  const strange = await compare(target(stack, strangers, PATH), floor, plan);
  const { requests, revisionChecks } = stack.database.take();
  return [
    loadRow("block", `decided (${[...variants].join(", ")}), against a static answer`, met, BUDGET),
    loadRow("block", "the same, for cookies never seen before", strange, BUDGET),
    countRow(
      "block",
      "database round trips of all of them",
      requests - revisionChecks,
      0,
      "",
      `and ${revisionChecks} looks for a newer playbook, behind an answer`,
    ),
  ];
}
