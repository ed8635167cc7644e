import type { InStatement } from "@libsql/client/http";
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
    if (left.length === 0) return [{ sql: "DELETE FROM dead_letters WHERE id = ?", args: [id] }];
    const rest = JSON.stringify({ ...(body as object), events: left });
    return [{ sql: "UPDATE dead_letters SET body = ? WHERE id = ?", args: [rest, id] }];
  });
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
  const isMessage = body !== null && typeof body === "object" && "events" in body && Array.isArray(body.events);
  return isMessage ? (body.events as unknown[]) : [body];
}

function profileOf(part: unknown): string | null {
  const isEvent = part !== null && typeof part === "object" && "profile" in part && typeof part.profile === "string";
  return isEvent ? (part.profile as string) : null;
}
