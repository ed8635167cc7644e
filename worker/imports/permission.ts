import { z } from "zod";
import type { CarriedPermission } from "../events/event.ts";
import { DAY } from "../lib/duration.ts";
import { truncateIp } from "../lib/ip.ts";
import type { Compiled } from "../playbook/index.ts";
import { RowProblem } from "./import.ts";

const Short = z.string().trim().max(500).default("");

/** A permission as a row tells it: all texts, the empty ones of cells that are empty. */
export const PermissionCells = z.strictObject({
  status: Short,
  at: Short,
  source: Short,
  text: z.string().trim().max(5_000).default(""),
  version: Short,
  ip: Short,
  url: Short,
  locale: Short,
});
export type PermissionCells = z.infer<typeof PermissionCells>;

const Status = z.enum(["confirmed", "withdrawn", "pending"]);

/** `at` is missing where the row does not say when: it then holds from the import on. */
export type ToldPermission = Omit<CarriedPermission, "at"> & { at: number | null };

/**
 * What a row says of one topic, with its proof; null where it says nothing.
 * @throws RowProblem where it says more than it can show
 */
export function parsePermission(
  topic: string,
  cells: PermissionCells,
  file: string,
  playbook: Compiled,
  now: number,
): ToldPermission | null {
  if (cells.status === "") return null;
  const topics = topicsOf(playbook);
  const problem = (message: string): RowProblem =>
    new RowProblem("invalid_permission", `permission${topics.has(topic) ? ` ${topic}` : ""}: ${message}`);
  if (!topics.has(topic))
    throw problem(`the playbook's forms ask for no such topic, only for ${[...topics].join(", ")}`);
  const status = Status.safeParse(cells.status.toLowerCase());
  if (!status.success) throw problem("write its status as confirmed, withdrawn or pending");
  const at = status.data === "withdrawn" ? timeOfNo(cells.at, now) : cells.at === "" ? null : timeOf(cells.at);
  if (Number.isNaN(at)) throw problem("write its time as 2026-05-31 or 2026-05-31T12:00:00Z");
  if (at !== null && at > now) throw problem("its time is still to come");
  if (status.data === "confirmed") {
    if (at === null) throw problem("a confirmed one needs the time (at) when it was given");
    if (cells.source === "") throw problem("a confirmed one needs where it was given (source)");
    if (cells.text === "" && cells.version === "")
      throw problem("a confirmed one needs the words that were agreed to (text), or their version");
  }
  const origin = cells.url !== "" && cells.source !== "" ? `import: ${file} (${cells.source})` : `import: ${file}`;
  return {
    topic,
    status: status.data,
    at,
    evidence: {
      version: cells.version,
      text: cells.text,
      locale: cells.locale.slice(0, 20),
      url: cells.url || cells.source,
      form: origin,
      ip: playbook.site.ip === "none" || cells.ip === "" ? null : truncateIp(cells.ip),
      userAgent: "",
    },
  };
}

/** When somebody said no: of a day its end, and now where it cannot be told, so that no yes from before it outlives it. */
function timeOfNo(text: string, now: number): number | null {
  const at = timeOf(text) + (DAY_ONLY.test(text) ? DAY - 1 : 0);
  return Number.isNaN(at) || at > now ? null : at;
}

/** The topics that may be permitted: those that forms ask for. */
export function topicsOf(playbook: Compiled): Set<string> {
  return new Set(Object.values(playbook.forms).flatMap((form) => form.permissions.map(({ topic }) => topic)));
}

const DAY_ONLY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Epoch ms of a date, or of a date and time (UTC where no zone is told); NaN for anything else. */
export function timeOf(text: string): number {
  const [, date, minutes = "00:00", seconds = ":00", zone = "Z"] = TIME.exec(text) ?? [];
  if (date === undefined) return Number.NaN;
  const at = Date.parse(
    `${date}T${minutes}${seconds}${/^z$/i.test(zone) ? "Z" : zone.replace(/(\d\d):?(\d\d)$/, "$1:$2")}`,
  );
  // JavaScript takes the 31st of February for a day in March.
  const day = new Date(`${date}T00:00:00Z`);
  return at >= 0 && day.toISOString().startsWith(date) ? at : Number.NaN;
}
