import { dayOf } from "../lib/day.ts";
import { uuidOf } from "../lib/uuid.ts";
import { insertRows } from "../platform/rows.ts";
import { suppressions } from "../permissions/tables.ts";
import type { Context } from "../platform/context.ts";
import type { Db } from "../platform/db.ts";
import { eraseStatements } from "../profiles/erase.ts";
import { companiesWithout } from "./companies.ts";
import { deadLettersOf } from "./dead-letters.ts";
import { rememberErased } from "./erased.ts";
import { recordRight, type Right } from "./store.ts";
import { type Theirs, withdrawnTopics, whoHas, whoIs } from "./theirs.ts";

type Erasing = Pick<Context, "db" | "sealer" | "now">;

/**
 * Erases a person from every table: all or nothing, and a second time nothing more. `id` may be one that was merged. What nobody has
 * confirmed of the same address goes along. What stays: ids without anything else, so that a browser, or an event still
 * under way, is told that it is nobody; the keyed hash of the address, so that it gets no mail; and that it was asked for.
 * @returns the id of the person erased; null if there is none (any more)
 * @throws Refusal `unavailable`
 */
export async function eraseForGood(context: Erasing, id: string, by: Right["by"]): Promise<string | null> {
  const ids = await erased(context, (db) => whoIs(db, id), by);
  return ids[0] ?? null;
}

/**
 * Erases everybody whom an address (normalized) names, confirmed or not. Where there is nobody it is still written down
 * and gets no mail from then on.
 * @returns the ids of the people erased
 */
export async function eraseAddress(context: Erasing, email: string, by: Right["by"]): Promise<string[]> {
  return erased(context, (db) => whoHas(db, email), by);
}

async function erased(
  { db, sealer, now }: Erasing,
  find: (db: Db) => Promise<Theirs | null>,
  by: Right["by"],
): Promise<string[]> {
  const gone = await db.exclusively(async (locked) => {
    const theirs = await find(locked);
    if (!theirs) return null;
    const withdrawn = await withdrawnTopics(locked, theirs);
    const hashes = theirs.emails.map((email) => sealer.fingerprint(email));
    await locked.write([
      ...(await deadLettersOf(locked, theirs)),
      ...(await companiesWithout(locked, theirs)),
      ...eraseStatements(theirs.ids, theirs.emails, now),
      ...insertRows(
        suppressions,
        [
          ...withdrawn.map(({ email, topic, at }) => ({
            hash: sealer.fingerprint(email),
            topic,
            reason: "withdrawn" as const,
            at,
          })),
          ...hashes.map((hash) => ({ hash, topic: "*", reason: "erased" as const, at: now })),
        ],
        "ON CONFLICT(hash, topic, reason) DO UPDATE SET at = max(at, excluded.at)",
      ),
      ...recordRight(
        ...(hashes.length > 0 ? hashes : [null]).map((hash) => ({
          id: uuidOf("erasure", theirs.people[0] ?? dayOf(now), hash ?? ""),
          at: now,
          kind: "erasure" as const,
          by,
          hash,
        })),
      ),
    ]);
    return theirs;
  });
  if (!gone) return [];
  rememberErased(gone.ids);
  await db.compact();
  return gone.people;
}
