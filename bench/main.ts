import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { json, table } from "./report.ts";
import type { Row } from "./row.ts";
import { block } from "./rows/block.ts";
import { bytes } from "./rows/bytes.ts";
import { collect } from "./rows/collect.ts";
import { consumer } from "./rows/consumer.ts";
import { form } from "./rows/form.ts";
import { startBenchStack } from "./stack.ts";
import { makeVisitors } from "./visitors.ts";

/**
 * `npm run bench`: each budget beside its floor, measured in one run, as a table and as JSON (docs/bench.md).
 * `-- --quick` takes less than a minute, `-- --json <file>` writes the JSON there too, `-- --only block,bytes` picks rows.
 * Exits with 1 when a count is over its budget or something broke; timings are told, not judged.
 */
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    only: { type: "string", default: "bytes,block,form,collect,consumer" },
  },
});
const plan = values.quick
  ? { visitors: 60, rounds: 2, seconds: 1, warmUp: 3, events: 4_000 }
  : { visitors: 200, rounds: 13, seconds: 1, warmUp: 3, events: 20_000 };
const wanted = values.only.split(",");

const dataDir = await mkdtemp(join(tmpdir(), "fodspor-bench-"));
const rows: Row[] = [];
try {
  if (wanted.includes("bytes")) rows.push(...(await bytes()));
  if (["block", "form", "collect"].some((row) => wanted.includes(row))) await loaded();
  if (wanted.includes("consumer")) {
    say("consumer: settling batches, beside bare loops");
    rows.push(...(await consumer(dataDir, plan.events)));
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

console.log(`\n${table(rows)}\n`);
console.log(json(rows, values.quick));
if (values.json) await writeFile(values.json, `${json(rows, values.quick)}\n`);
process.exitCode = rows.some(({ kind, ok }) => kind === "count" && !ok) ? 1 : 0;

async function loaded(): Promise<void> {
  say("starting the Worker in workerd, with its floors beside it");
  const stack = await startBenchStack(dataDir);
  try {
    say(`making ${plan.visitors} visitors`);
    const visitors = await makeVisitors(stack, plan.visitors);
    say(`loading it: ${plan.rounds} rounds of ${plan.seconds} s for each side of a row`);
    if (wanted.includes("block")) rows.push(...(await block(stack, visitors, plan)));
    if (wanted.includes("form")) rows.push(...(await form(stack, visitors, plan)));
    if (wanted.includes("collect")) rows.push(...(await collect(stack, visitors, plan)));
  } finally {
    await stack.close();
  }
}

function say(line: string): void {
  console.log(`· ${line}`);
}
