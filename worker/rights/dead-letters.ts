import type { InStatement } from "@libsql/client/http";
import type { Event } from "../events/event.ts";
import type { Db } from "../platform/db.ts";
import type { Theirs } from "./theirs.ts";
import { isAbout, isNamed, marksOf, needles } from "./traces.ts";

/**
 * What leaves the dead letters without somebody: those that are about them go, and of a message that carries several people's
 * events only theirs. What is in a dead letter is text, so all of them are looked through.
 */
export async function deadLettersOf(db: Db, theirs: Theirs): Promise<InStatement[]> {
  const marks = marksOf(theirs);
  const [found] = await db.read([
    {
      sql: `SELECT id, body FROM dead_letters
            WHERE EXISTS (SELECT 1 FROM json_each(?) AS n WHERE instr(lower(dead_letters.body), n.value) > 0)`,
      args: [JSON.stringify(needles(marks))],
    },
  ]);
  const letters = found!.rows.map((row) => ({
    id: String(row["id"]),
    body: JSON.parse(String(row["body"])) as unknown,
  }));
  const others = await othersIn(db, letters.flatMap(({ body }) => parts(body)).map(profileOf), theirs.ids);
  const isTheirs = (part: unknown): boolean =>
    isAbout(part, marks) || (isNamed(part, marks) && !others.has(profileOf(part) ?? ""));
  return letters.flatMap(({ id, body }): InStatement[] => {
    const all = parts(body);
    const left = all.filter((part) => !isTheirs(part));
    if (left.length === all.length) return [];
    const rest = withOnly(body, left);
    return [
      rest === null
        ? { sql: "DELETE FROM dead_letters WHERE id = ?", args: [id] }
        : { sql: "UPDATE dead_letters SET body = ? WHERE id = ?", args: [JSON.stringify(rest), id] },
    ];
  });
}

/** What is about to become a dead letter, without what was under way while its people were erased; null if nothing is left. */
export async function withoutErased(db: Db, body: unknown): Promise<unknown> {
  const all = parts(body);
  const printsOf = (part: unknown): string[] => {
    const { who, whoBefore = [] } = (part ?? {}) as Partial<Event>;
    return who === undefined ? [] : [who, ...whoBefore];
  };
  const [gone, erased] = await db.read([
    {
      sql: "SELECT id FROM profiles WHERE id IN (SELECT value FROM json_each(?)) AND erased_at IS NOT NULL",
      args: [JSON.stringify(all.flatMap((part) => profileOf(part) ?? []))],
    },
    {
      sql: "SELECT hash, at FROM suppressions WHERE hash IN (SELECT value FROM json_each(?)) AND reason = 'erased'",
      args: [JSON.stringify(all.flatMap(printsOf))],
    },
  ]);
  const ids = new Set(gone!.rows.map((row) => String(row["id"])));
  const isErased = (part: unknown): boolean => {
    const prints = printsOf(part);
    const { receivedAt = 0 } = (part ?? {}) as Partial<Event>;
    const isBefore = erased!.rows.some((row) => prints.includes(String(row["hash"])) && Number(row["at"]) > receivedAt);
    return isBefore || ids.has(profileOf(part) ?? "");
  };
  return withOnly(
    body,
    all.filter((part) => !isErased(part)),
  );
}

/** A dead letter with what names one of these ids: what others sent along is theirs. */
export function onlyOf(body: unknown, ids: string[]): unknown {
  return withOnly(
    body,
    parts(body).filter((part) => ids.some((id) => JSON.stringify(part).includes(id))),
  );
}

/** A dead letter with some of its parts; null for none. */
function withOnly(body: unknown, some: unknown[]): unknown {
  if (some.length === 0) return null;
  return isMessage(body) ? { ...body, events: some } : body;
}

/** Which of these profiles are people besides `theirs`. */
async function othersIn(db: Db, profiles: (string | null)[], theirs: string[]): Promise<Set<string>> {
  const [found] = await db.read([
    {
      sql: `SELECT id FROM profiles WHERE id IN (SELECT value FROM json_each(?1))
              AND id NOT IN (SELECT value FROM json_each(?2))`,
      args: [JSON.stringify(profiles.filter((id) => id !== null)), JSON.stringify(theirs)],
    },
  ]);
  return new Set(found!.rows.map((row) => String(row["id"])));
}

/** A queue message is buried whole, with all of its events; an event by itself. */
function parts(body: unknown): unknown[] {
  return isMessage(body) ? body.events : [body];
}

const isMessage = (body: unknown): body is { events: unknown[] } =>
  body !== null && typeof body === "object" && "events" in body && Array.isArray(body.events);

function profileOf(part: unknown): string | null {
  const isEvent = part !== null && typeof part === "object" && "profile" in part && typeof part.profile === "string";
  return isEvent ? (part.profile as string) : null;
}
