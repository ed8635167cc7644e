import { IMPORT_LIMITS } from "../../worker/imports/import.ts";
import type { Target } from "../target.ts";
import { begin, finish, type Import, refusedSoFar, sendRows } from "./api.ts";
import { startProgress } from "./progress.ts";
import { openReport, type Report } from "./report.ts";
import type { Item, Source } from "./source.ts";

export interface Options {
  dryRun: boolean;
  report: string | undefined;
}

/** What became of a file. */
export interface Outcome extends Import {
  refusedRows: number;
  refusedParts: number;
  seconds: number;
}

/** Room is left for what stands around the rows. */
const MOST_BYTES = IMPORT_LIMITS.bytes - 10_000;

/** Sends a file, going on where an earlier attempt was broken off. Throws when the system refuses it or stays away. */
export async function run(target: Target, source: Source, options: Options): Promise<Outcome> {
  const started = Date.now();
  const begun = await begin(target, source, options.dryRun);
  const progress = startProgress(source.noun, source.total, begun.done);
  try {
    const report = await openReport(options.report, source.name, progress.say);
    if (begun.done > 0)
      progress.say(`Going on after ${begun.done.toLocaleString("en")} ${source.noun} that are in already.`);
    await send(target, source, begun, report, progress);
    const finished = await finish(target, begun.id, progress.say);
    await report.close();
    const seconds = (Date.now() - started) / 1000;
    return { ...finished, refusedRows: report.refused.rows, refusedParts: report.refused.parts, seconds };
  } finally {
    progress.stop();
  }
}

async function send(
  target: Target,
  source: Source,
  { id, done: before }: Import,
  report: Report,
  progress: ReturnType<typeof startProgress>,
): Promise<void> {
  const earlier = before > 0 ? await refusedSoFar(target, id) : new Map<number, never>();
  let chunk: { item: Item; json: string }[] = [];
  let [bytes, row, done] = [0, 0, before];
  const flush = async (): Promise<void> => {
    const from = done;
    const rows = chunk;
    [chunk, bytes] = [[], 0];
    if (rows.length === 0) return;
    const taken = await sendRows(
      target,
      id,
      from,
      rows.map(({ json }) => json),
      progress.say,
    );
    if (taken.done !== from + rows.length)
      throw new Error("Somebody else is sending the same file. Let that end, and start again.");
    // An answer that was lost on the way told of refusals; sent again, the rows are not looked at again.
    const isLost = taken.accepted === 0 && taken.refused.length === 0;
    const refusals = isLost ? [...(await refusedSoFar(target, id)).values()].flat() : taken.refused;
    for (const refused of refusals.filter((one) => one.row >= from))
      tell(report, rows[refused.row - from]!.item, refused);
    done = taken.done;
    progress.at(done);
  };
  for await (const item of source.items()) {
    if (row++ < before) {
      for (const refused of earlier.get(row - 1) ?? []) tell(report, item, refused);
      continue;
    }
    const json = JSON.stringify(item.row);
    const size = Buffer.byteLength(json);
    const one =
      size <= IMPORT_LIMITS.rowBytes ? { item, json } : { item: { ...item, problem: TOO_LARGE }, json: "null" };
    if (bytes + size > MOST_BYTES) await flush();
    chunk.push(one);
    bytes += Math.min(size, IMPORT_LIMITS.rowBytes) + 1;
    if (chunk.length === IMPORT_LIMITS.rows[source.kind]) await flush();
  }
  await flush();
}

const TOO_LARGE = { code: "body_too_large", message: `larger than ${IMPORT_LIMITS.rowBytes / 1024} kB` };

/** What was found wrong here says more than what the system says of a row that it never saw. */
function tell(
  report: Report,
  { line, file, problem }: Item,
  refused: { code: string; message: string; partial: boolean },
): void {
  report.add({ line, file, ...refused, ...problem });
}
