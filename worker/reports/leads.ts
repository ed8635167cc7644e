import type { Row } from "@libsql/client/http";
import type { Traits } from "../profiles/traits.ts";
import { type LeadStatus, OPEN_BEFORE, type Reasons } from "../sales/lead.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { PERSON_ID } from "./people.ts";
import { hasObjected, type State } from "../state/state.ts";
import { json, number, type Query, text } from "./query.ts";

/** A lead with who they are now. Times are epoch ms. */
export interface KnownLead {
  id: string;
  status: LeadStatus;
  cell: string;
  reasons: Reasons;
  country: string | null;
  owner: string | null;
  createdAt: number;
  dueAt: number;
  acceptedAt: number | null;
  closedAt: number | null;
  cause: string | null;
  amount: number | null;
  currency: string | null;
  note: string | null;
  mergedInto: string | null;
  person: {
    id: string;
    email: string | null;
    emailConfirmed: boolean;
    externalId: string | null;
    traits: Traits;
    /** Whether they object to being followed; then nothing is told of what they did. */
    objected: boolean;
    /** Topics of which they want no e-mail any more. */
    withdrawn: string[];
  };
  company: { id: string; name: string; domain: string | null } | null;
}

/** What stands for those whom nobody looks after; no name of an owner. */
export const NOBODY = "-";

/** Which leads are wanted; all that is given must hold. `overdue`: nobody has answered them in time. */
export interface LeadFilter {
  status?: LeadStatus | undefined;
  /** `notOf`: open ones that none of these looks after. */
  owner?: string | { notOf: readonly string[] } | undefined;
  overdue?: boolean | undefined;
}

const LEAD = `l.*, p.email, p.email_confirmed_at, p.external_id, p.traits, p.state->'$.permissions' AS permissions,
  json_object('consent', p.state->'$.consent', 'consentAt', p.state->>'$.consentAt') AS chosen,
  (SELECT json_object('id', c.id, 'name', c.name, 'domain', c.domain) FROM companies AS c WHERE c.id = p.company_id) AS company`;
const OF_NOBODY = `l.place < ${OPEN_BEFORE} AND (l.owner IS NULL OR l.owner NOT IN (SELECT value FROM json_each(?)))`;
const FROM = "leads AS l JOIN profiles AS p ON p.id = l.profile_id";

/** Leads: those that wait for an answer by when they are due, then accepted and closed ones, the newest first. */
export function leads({ status, owner, overdue }: LeadFilter, page: Page, now: number): Query<Part<KnownLead>> {
  const key = keyOf(page, 2);
  const asked: [condition: string, ...args: (string | number)[]][] = [];
  if (key) asked.push(["(l.place, l.id) > (?, ?)", ...key]);
  if (status !== undefined) asked.push(["l.status = ?", status]);
  if (typeof owner === "string") asked.push(["l.owner = ?", owner]);
  else if (owner !== undefined) asked.push([OF_NOBODY, JSON.stringify(owner.notOf)]);
  if (overdue === true) asked.push(["l.status = 'mql' AND l.place < ?", now]);
  const where = asked.length > 0 ? `WHERE ${asked.map(([condition]) => condition).join(" AND ")}` : "";
  return {
    statements: [
      {
        sql: `SELECT ${LEAD} FROM ${FROM} ${where} ORDER BY l.place, l.id LIMIT ?`,
        args: [...asked.flatMap(([, ...args]) => args), page.limit + 1],
      },
    ],
    read: (rows) => cut(rows, page, (row) => [Number(row["place"]), String(row["id"])], toLead),
  };
}

/** One lead; null if there is none. */
export const lead = (id: string): Query<KnownLead | null> => one("l.id = ?", id);

/** A person's latest lead. */
export const leadOfPerson = (id: string): Query<KnownLead | null> =>
  one(`l.profile_id = ${PERSON_ID} AND l.status <> 'merged'`, id);

function one(where: string, id: string): Query<KnownLead | null> {
  return {
    statements: [
      { sql: `SELECT ${LEAD} FROM ${FROM} WHERE ${where} ORDER BY l.created_at DESC, l.id LIMIT 1`, args: [id] },
    ],
    read: ([row]) => (row ? toLead(row) : null),
  };
}

function toLead(row: Row): KnownLead {
  const reasons = json<Reasons>(row, "reasons")!;
  const objected = hasObjected(json<Pick<State, "consent" | "consentAt">>(row, "chosen")!);
  const permissions = Object.entries(json<State["permissions"]>(row, "permissions") ?? {});
  return {
    id: String(row["id"]),
    status: String(row["status"]) as LeadStatus,
    cell: String(row["cell"]),
    reasons: objected ? withoutDeeds(reasons) : reasons,
    country: text(row, "country"),
    owner: text(row, "owner"),
    createdAt: Number(row["created_at"]),
    dueAt: Number(row["due_at"]),
    acceptedAt: number(row, "accepted_at"),
    closedAt: number(row, "closed_at"),
    cause: text(row, "cause"),
    amount: number(row, "amount"),
    currency: text(row, "currency"),
    note: text(row, "note"),
    mergedInto: text(row, "merged_into"),
    person: {
      id: String(row["profile_id"]),
      email: text(row, "email"),
      emailConfirmed: number(row, "email_confirmed_at") !== null,
      externalId: text(row, "external_id"),
      traits: json<Traits>(row, "traits") ?? {},
      objected,
      withdrawn: permissions.filter(([, status]) => status === "withdrawn").map(([topic]) => topic),
    },
    company: json(row, "company"),
  };
}

/** What somebody told of themselves, without what they were seen doing. */
const withoutDeeds = (reasons: Reasons): Reasons => ({
  ...reasons,
  behaviour: { ...reasons.behaviour, lines: [] },
  segments: [],
  topics: [],
  pages: [],
});
