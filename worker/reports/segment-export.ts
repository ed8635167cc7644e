import { csvLine, type Separator } from "../lib/csv.ts";
import { standings, suppressedBy, type Suppression } from "../permissions/standing.ts";
import { suppressionsQuery } from "../permissions/store.ts";
import type { Context } from "../platform/context.ts";
import type { Db } from "../platform/db.ts";
import type { Sealer } from "../platform/seal.ts";
import type { Compiled } from "../playbook/index.ts";
import { scoreAt } from "../scoring/index.ts";
import type { TraitValue } from "../state/state.ts";
import { askOne } from "./query.ts";
import { type Member, members } from "./segments.ts";

/** A member as lists outside Fodspor want one. `points` are those of behaviour, at the time asked. */
export interface MemberRow {
  id: string;
  email: string | null;
  emailConfirmed: boolean;
  traits: Record<string, TraitValue>;
  stage: string;
  grade: string;
  rank: number;
  points: number;
  since: string;
}

export interface ExportOptions {
  segment: string;
  format: "csv" | "json";
  /** Names of the traits wanted; all that the playbook speaks of if not given. */
  traits?: string[] | undefined;
  /** A topic: only those are told who have confirmed it for their address, unless that is suppressed. */
  permission?: string | undefined;
  /** Whether CSV begins with the mark by which Excel knows UTF-8. */
  bom?: boolean | undefined;
  /** What stands between the cells of CSV; a comma if not given. */
  separator?: Separator | undefined;
}

/** Members read at a time: so many, that a segment of a million stays within what one request may ask of a database. */
const AT_A_TIME = 1_000;
/** And where each time is two questions. */
const AT_A_TIME_PERMITTED = 2_500;

/** Somebody in a segment with their score at `now`. */
export function memberRow({ person, since }: Member, traits: string[], playbook: Compiled, now: number): MemberRow {
  const { id, email, emailConfirmedAt, state } = person;
  const { fit, behaviour } = scoreAt(state, playbook.scoring, now);
  const told = traits.flatMap((name) =>
    Object.hasOwn(person.traits, name) ? [[name, person.traits[name]!] as const] : [],
  );
  return {
    id,
    email,
    emailConfirmed: emailConfirmedAt !== null,
    traits: Object.fromEntries(told),
    stage: state.stage,
    grade: fit.grade,
    rank: behaviour.rank,
    points: behaviour.points,
    since: new Date(since).toISOString(),
  };
}

/** The traits that a playbook speaks of, in a stable order; the address has a column of its own. */
export const traitNames = (playbook: Compiled): string[] =>
  [...playbook.traits].filter((name) => name !== "email").toSorted();

/**
 * A segment as a file, read and written in parts, in the order of the ids: who comes or leaves meanwhile is in it or not, all others
 * are in it once. The first part is read before this returns.
 * @throws Refusal `unavailable`
 */
export async function exportSegment(
  { db, now, sealer }: Pick<Context, "db" | "now" | "sealer">,
  playbook: Compiled,
  options: ExportOptions,
): Promise<ReadableStream<Uint8Array>> {
  const traits = options.traits ?? traitNames(playbook);
  const write =
    options.format === "csv" ? csv(traits, options.bom ?? false, options.separator) : json(options.segment, now);
  const encoder = new TextEncoder();
  const { permission } = options;
  const limit = permission === undefined ? AT_A_TIME : AT_A_TIME_PERMITTED;
  const read = (from?: string) => askOne(db, members(options.segment, { limit, cursor: from }));
  const textOf = async (items: Member[]): Promise<string> => {
    const wanted = permission === undefined ? items : await permitted(db, sealer, items, permission);
    return write.rows(wanted.map((member) => memberRow(member, traits, playbook, now)));
  };
  let part: Awaited<ReturnType<typeof read>> | null = await read();
  let cursor: string | undefined;
  let text = write.begin;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        do {
          part ??= await read(cursor);
          text += await textOf(part.items);
          cursor = part.next ?? undefined;
          part = null;
        } while (text === "" && cursor !== undefined);
        controller.enqueue(encoder.encode(cursor === undefined ? text + write.end : text));
        text = "";
        if (cursor === undefined) controller.close();
      },
    },
    // Nothing is read ahead of who takes it.
    { highWaterMark: 0 },
  );
}

/** Who may be written to. Who only claims an address that somebody else has proved does not go by that one's permissions. */
async function permitted(db: Db, sealer: Sealer, members: Member[], topic: string): Promise<Member[]> {
  const isTheirs = ({ person, holder }: Member): boolean => holder === null || holder === person.id;
  const confirmed = members.flatMap((member) => {
    const { email } = member.person;
    if (email === null || !isTheirs(member) || standings(member.ledger)[topic] !== "confirmed") return [];
    return [{ member, hashes: sealer.fingerprints(email) }];
  });
  const [found] = await db.read([suppressionsQuery(confirmed.flatMap(({ hashes }) => hashes))]);
  const all = (found?.rows ?? []) as unknown as (Suppression & { hash: string })[];
  const of = Map.groupBy(all, ({ hash }) => hash);
  return confirmed.flatMap(({ member, hashes }) => {
    const suppressions = hashes.flatMap((hash) => of.get(hash) ?? []);
    return suppressedBy(topic, member.ledger, suppressions) ? [] : [member];
  });
}

interface Writer {
  begin: string;
  rows(rows: MemberRow[]): string;
  end: string;
}

const BEFORE = ["id", "email", "emailConfirmed"];
const AFTER = ["stage", "grade", "rank", "points", "since"];

function csv(traits: string[], bom: boolean, separator?: Separator): Writer {
  // A trait that is called as a column of ours is told apart from it.
  const titles = traits.map((name) => ([...BEFORE, ...AFTER].includes(name) ? `trait.${name}` : name));
  const line = ({ id, email, emailConfirmed, traits: told, stage, grade, rank, points, since }: MemberRow): string =>
    csvLine(
      [id, email, emailConfirmed, ...traits.map((name) => told[name] ?? null)].concat(
        stage,
        grade,
        rank,
        points,
        since,
      ),
      separator,
    );
  return {
    begin: (bom ? "\uFEFF" : "") + csvLine([...BEFORE, ...titles, ...AFTER], separator),
    rows: (rows) => rows.map(line).join(""),
    end: "",
  };
}

function json(segment: string, now: number): Writer {
  let isFirst = true;
  const head = JSON.stringify({ segment, at: new Date(now).toISOString() }).slice(0, -1);
  return {
    begin: `${head},"members":[`,
    rows: (rows) =>
      rows
        .map((row) => {
          const comma = isFirst ? "" : ",";
          isFirst = false;
          return `${comma}\n${JSON.stringify(row)}`;
        })
        .join(""),
    end: "\n]}\n",
  };
}
