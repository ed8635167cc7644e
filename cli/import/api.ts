import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Compiled } from "../../worker/playbook/index.ts";
import { compile, Document } from "../../worker/playbook/index.ts";
import { published } from "../playbook/api.ts";
import { call, Refused, type Target } from "../target.ts";
import type { Source } from "./source.ts";

const Import = z.object({
  id: z.string(),
  done: z.number(),
  accepted: z.number(),
  created: z.number(),
  changed: z.number(),
});
export type Import = z.infer<typeof Import>;

const RefusedRow = z.object({ row: z.number(), code: z.string(), message: z.string(), partial: z.boolean() });
export type RefusedRow = z.infer<typeof RefusedRow>;

const Taken = z.object({ done: z.number(), accepted: z.number(), refused: z.array(RefusedRow) });

/** How long a system that does not answer is waited for. */
const PATIENCE = 120_000;
const TIMEOUT = 60_000;

/** The playbook in force, compiled. */
export async function playbookOf(target: Target): Promise<Compiled> {
  const current = await published(target);
  if (!current) throw new Error(`No playbook is published at ${target.base}. Publish one: npm run playbook -- publish`);
  return compile(Document.parse(current.document), current.revision);
}

/** Begins an import, or goes on with the one that was broken off. */
export function begin(target: Target, source: Source, dryRun: boolean): Promise<Import> {
  const { kind, name, key, total, isTotalSure = true } = source;
  const body = { kind, name: name.slice(0, 200), key, dryRun, ...(isTotalSure ? { total } : {}) };
  return call(target, "POST", "/imports", Import, JSON.stringify(body));
}

/** Sends rows, each as JSON. What fails for a while is sent again; `say` tells of it. */
export function sendRows(
  target: Target,
  id: string,
  from: number,
  rows: string[],
  say: (text: string) => void,
): Promise<z.infer<typeof Taken>> {
  const body = `{"from":${from},"rows":[${rows.join(",")}]}`;
  return patiently(() => call(target, "POST", `/imports/${id}/rows`, Taken, body, TIMEOUT), say);
}

/** Says that all rows are in. */
export function finish(target: Target, id: string, say: (text: string) => void): Promise<Import> {
  return patiently(() => call(target, "POST", `/imports/${id}/finish`, Import, undefined, TIMEOUT), say);
}

/** All that an import has refused up to now, by row. */
export async function refusedSoFar(target: Target, id: string): Promise<Map<number, RefusedRow[]>> {
  const Part = z.object({ refused: z.array(RefusedRow), next: z.string().nullable() });
  const all: RefusedRow[] = [];
  let cursor = "";
  do {
    const part = await call(target, "GET", `/imports/${id}/refused?limit=200${cursor}`, Part);
    all.push(...part.refused);
    cursor = part.next === null ? "" : `&cursor=${encodeURIComponent(part.next)}`;
  } while (cursor !== "");
  return Map.groupBy(all, ({ row }) => row);
}

async function patiently<T>(attempt: () => Promise<T>, say: (text: string) => void): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (let wait = 500; ; wait = Math.min(10_000, wait * 2)) {
    try {
      return await attempt();
    } catch (error) {
      const isPassing = error instanceof Refused && (error.status === 0 || error.status === 429 || error.status >= 500);
      if (!isPassing) throw error;
      if (Date.now() + wait > end)
        throw new Error(
          `${error.message}\nWhat was sent is kept. Start the same command again: it goes on from there.`,
        );
      if (wait === 500) say(`${error.message} Trying again for ${PATIENCE / 60_000} minutes …`);
      await sleep(wait);
    }
  }
}
