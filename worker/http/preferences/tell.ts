import type { Event } from "../../events/event.ts";
import { ingest } from "../../ingest.ts";
import { Refusal } from "../../platform/errors.ts";
import { readVisitor, writeVisitor } from "../cookie.ts";
import type { Http, Opened } from "./open.ts";

/** What became of what somebody decided: it holds, nothing was to be changed, or it was decided by that very page before. */
export type Outcome = "done" | "same" | "old";

/**
 * Takes what somebody decided: straight into the database, all of it or nothing.
 * @throws Refusal `unavailable`; `token_invalid` where they were erased meanwhile
 */
export async function tell(c: Http, { playbook, person, token }: Opened, events: Event[]): Promise<Outcome> {
  if (events.length === 0) return "same";
  const work = await ingest(c.get("context"), playbook, { kind: "events", id: events[0]!.id, events }, "direct");
  const { counts } = work ?? { counts: {} as Record<string, number> };
  if (counts["refused.erased"]) throw new Refusal("token_invalid", "What this link belonged to is no longer here.");
  if (counts["deadLetters"]) throw new Refusal("unavailable", "This could not be stored. Send it again.");
  // What this browser carries of them is out of date.
  const visitor = await readVisitor(c);
  if (visitor && [token.profile, person.id].includes(visitor.profile))
    await writeVisitor(c, { ...visitor, syncedAt: 0 });
  return counts["duplicate"] === events.length ? "old" : "done";
}
