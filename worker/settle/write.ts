import type { InStatement } from "@libsql/client/http";
import { companiesChanged, companyStatements } from "../companies/store.ts";
import { choices, consents } from "../consent/tables.ts";
import { deadLetters, events } from "../events/tables.ts";
import { submissions } from "../forms/tables.ts";
import { messages } from "../messages/tables.ts";
import { askAgain, writePreferences } from "../permissions/preferences-store.ts";
import { permissions } from "../permissions/tables.ts";
import { moveStatements, writePersons } from "../profiles/store.ts";
import { merges, sessions, visitors } from "../profiles/tables.ts";
import { insertRows } from "../platform/rows.ts";
import { counters, receipts, totals } from "../reports/tables.ts";
import { leadStatements } from "../sales/store.ts";
import { enterSegments, leaveSegments, type Member } from "../segments/store.ts";
import { stageMoves } from "../stages/tables.ts";
import type { Work } from "./work.ts";

/** All that a batch changes, as one transaction's statements. A lost race fails it as a whole (see writePersons). */
export function writeStatements(work: Work, now: number): InStatement[] {
  const counted = Object.entries(work.counts).map(([name, value]) => ({ name, value }));
  return [
    ...writePersons([...work.persons.values()], work.addressesMoved),
    ...insertRows(events, work.events),
    ...insertRows(
      visitors,
      [...work.visitors.values()],
      // What was queued before a second person took over the browser does not give it back.
      `ON CONFLICT(id) DO UPDATE SET
         first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen),
         profile_id = CASE WHEN excluded.last_seen >= last_seen THEN excluded.profile_id ELSE profile_id END`,
    ),
    ...insertRows(
      sessions,
      [...work.sessions.values()],
      `ON CONFLICT(profile_id, started_at) DO UPDATE SET
         last_at = max(last_at, excluded.last_at), views = max(views, excluded.views),
         landing = iif(views = 0, coalesce(excluded.landing, landing), landing),
         referrer = iif(views = 0, excluded.referrer, referrer), campaign = iif(views = 0, excluded.campaign, campaign),
         company_id = coalesce(company_id, excluded.company_id)`,
    ),
    ...insertRows(stageMoves, work.stageMoves, "ON CONFLICT(profile_id, at, to_stage) DO NOTHING"),
    ...segmentStatements(work, now),
    ...insertRows(consents, work.consents, "ON CONFLICT(id) DO NOTHING"),
    ...insertRows(permissions, work.permissions, "ON CONFLICT(id) DO NOTHING"),
    ...writePreferences(work.preferences),
    ...askAgain(
      work.preferences.map(({ email }) => email),
      now,
    ),
    ...insertRows(submissions, work.submissions, "ON CONFLICT(id) DO NOTHING"),
    ...finished(work),
    ...insertRows(messages, work.messages, "ON CONFLICT(id) DO NOTHING"),
    ...insertRows(merges, work.merges),
    ...moveStatements(work.merges, now),
    ...companyStatements(work.companies),
    ...employersChanged(work),
    ...leadStatements(work.leads, joined(work), now),
    ...revived(work),
    ...insertRows(
      deadLetters,
      work.deadLetters,
      "ON CONFLICT(id) DO UPDATE SET at = excluded.at, reason = excluded.reason, replayed_at = NULL",
    ),
    ...insertRows(
      totals,
      [...work.totals.values()],
      "ON CONFLICT(day, path, referrer, country, device) DO UPDATE SET views = views + excluded.views",
    ),
    ...insertRows(
      choices,
      work.choices,
      `ON CONFLICT(day, country, how, version, analytics, personalization, marketing)
       DO UPDATE SET people = people + excluded.people`,
    ),
    ...insertRows(
      receipts,
      work.receipts.map((id) => ({ id, at: now })),
    ),
    ...insertRows(counters, counted, "ON CONFLICT(name) DO UPDATE SET value = value + excluded.value"),
  ];
}

/** What was begun in steps and has been sent now, and all that was begun by whoever lets us remember nothing any more. */
function finished({ finished, consents }: Work): InStatement[] {
  const withdrawn = consents.filter(({ analytics }) => !analytics).map(({ profileId }) => profileId);
  const gone = (column: string, of: string[]): InStatement[] => {
    if (of.length === 0) return [];
    const sql = `DELETE FROM unfinished WHERE ${column} IN (SELECT value FROM json_each(?))`;
    return [{ sql, args: [JSON.stringify(of)] }];
  };
  return [...gone("id", finished), ...gone("profile_id", withdrawn)];
}

/** Whom somebody was merged into. */
function joined({ merges, persons }: Work): string[] {
  return [...new Set(merges.map(({ fromId }) => persons.get(fromId)?.mergedInto ?? fromId))];
}

function employersChanged({ employers }: Work): InStatement[] {
  if (employers.size === 0) return [];
  return [companiesChanged("(SELECT value FROM json_each(?))", [JSON.stringify([...employers])])];
}

/** A form that failed and was sent again, or replayed, is no dead letter any more. */
function revived(work: Work): InStatement[] {
  const ids = work.events.filter(({ type }) => type === "form_submit").map(({ id }) => id);
  if (ids.length === 0) return [];
  return [
    { sql: "DELETE FROM dead_letters WHERE id IN (SELECT value FROM json_each(?))", args: [JSON.stringify(ids)] },
  ];
}

function segmentStatements(work: Work, now: number): InStatement[] {
  const entered: Member[] = [];
  const left: Member[] = [];
  for (const { id, state, mergedInto } of work.persons.values()) {
    const before = work.segmentsBefore.get(id) ?? [];
    const after = mergedInto === null ? state.segments : [];
    for (const segment of after) if (!before.includes(segment)) entered.push({ segment, profileId: id });
    for (const segment of before) if (!after.includes(segment)) left.push({ segment, profileId: id });
  }
  return [...leaveSegments(left, now), ...enterSegments(entered, now)];
}
