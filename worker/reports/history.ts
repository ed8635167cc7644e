import type { Row } from "@libsql/client/http";
import { eventOf, STORED } from "../events/stored.ts";
import type { CarriedPermission, Event, Submission } from "../events/event.ts";
import type { TraitValue } from "../state/state.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { PERSON_ID } from "./people.ts";
import { json, type Query } from "./query.ts";
import { NO_EVIDENCE } from "../permissions/evidence.ts";

interface LedgerRow {
  topic: string;
  status: CarriedPermission["status"];
  at: number;
  how: string | null;
}

/**
 * A person's events as they can be folded once more, oldest first. What the events themselves do not keep is taken from where it is
 * kept: permissions from the ledger, and the values of traits from the profile, so that each is what was told last.
 */
export function history(profile: string, page: Page): Query<Part<Event>> {
  const key = keyOf(page, 2);
  return {
    statements: [
      {
        sql: `SELECT ${STORED}, p.traits AS person_traits, p.email AS person_email,
                (SELECT json_group_array(json_object('topic', l.topic, 'status', l.status, 'at', l.at,
                   'how', l.evidence->>'$.how'))
                 FROM permissions AS l WHERE l.submission = events.id) AS ledger
              FROM events JOIN (SELECT id AS person, traits, email FROM profiles WHERE id = ${PERSON_ID}) AS p
                ON profile_id = p.person
              ${key ? "WHERE (at, id) > (?, ?)" : ""} ORDER BY at, id LIMIT ?`,
        args: [profile, ...(key ?? []), page.limit + 1],
      },
    ],
    read: (rows) =>
      cut(
        rows,
        page,
        (row) => [Number(row["at"]), String(row["id"])],
        (row) => whole(row),
      ),
  };
}

/** An event with what belongs to it. */
function whole(row: Row): Event {
  const event = eventOf(row);
  const told = (json<{ traits?: string[] }>(row, "data")?.traits ?? []).filter((name) => typeof name === "string");
  const values = json<Record<string, TraitValue>>(row, "person_traits") ?? {};
  const traits = Object.fromEntries(
    told.flatMap((name) => (Object.hasOwn(values, name) ? [[name, values[name]!]] : [])),
  );
  const ledger = json<LedgerRow[]>(row, "ledger") ?? [];
  const email = row["person_email"] === null ? undefined : String(row["person_email"]);
  const { submission } = event;
  return {
    ...event,
    ...(told.length > 0 ? { traits } : {}),
    ...(submission
      ? { submission: { ...submission, ...(email === undefined ? {} : { email }), ...asked(ledger) } }
      : {}),
    ...(!submission && ledger.length > 0 && event.type !== "permission_confirmed" ? { carried: carried(ledger) } : {}),
    ...(event.type === "identify" && event.visitor === null && email !== undefined ? { identity: { email } } : {}),
  };
}

function asked(ledger: LedgerRow[]): Pick<Submission, "permissions" | "single"> {
  const single = ledger.filter(({ how }) => how === "single").map(({ topic }) => topic);
  const topics = [...ledger.filter(({ status }) => status === "pending").map(({ topic }) => topic), ...single];
  return { single, permissions: topics.map((topic) => ({ topic, evidence: NO_EVIDENCE })) };
}

const carried = (ledger: LedgerRow[]): CarriedPermission[] =>
  ledger.toSorted((a, b) => a.at - b.at).map(({ topic, status, at }) => ({ topic, status, at, evidence: NO_EVIDENCE }));
