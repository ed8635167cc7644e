import type { Row } from "@libsql/client/http";
import type { TraitValue } from "../state/state.ts";
import { cut, keyOf, type Page, type Part } from "./page.ts";
import { PERSON_ID } from "./people.ts";
import { json, type Query, text } from "./query.ts";

/** A form as it was sent: what was answered, by field, and what seemed odd of it. Times are epoch ms. */
export interface Submission {
  id: string;
  profile: string;
  form: string;
  at: number;
  locale: string;
  url: string;
  /** The address as it was given; null where it was known and not asked. */
  email: string | null;
  /** The address of whoever sent it, as it is known now. */
  known: string | null;
  answers: Record<string, TraitValue>;
  doubts: string[];
}

/** Which submissions are wanted; all that is given must hold. `email` is normalized; `from` and `to` are epoch ms, `to` excluded. */
export interface SubmissionFilter {
  form?: string | undefined;
  profile?: string | undefined;
  email?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  /** Only those that seemed odd. */
  doubted?: boolean | undefined;
}

/** Submissions, newest first. */
export function submissions(filter: SubmissionFilter, page: Page): Query<Part<Submission>> {
  const key = keyOf(page, 2);
  const conditions = ["true"];
  const args: (string | number)[] = [];
  const add = (condition: string, ...values: (string | number)[]): void => {
    conditions.push(condition);
    args.push(...values);
  };
  if (filter.form !== undefined) add("s.form = ?", filter.form);
  if (filter.profile !== undefined) add(`s.profile_id = ${PERSON_ID}`, filter.profile);
  if (filter.email !== undefined) add("s.profile_id IN (SELECT id FROM profiles WHERE email = ?)", filter.email);
  if (filter.from !== undefined) add("s.at >= ?", filter.from);
  if (filter.to !== undefined) add("s.at < ?", filter.to);
  if (filter.doubted) add("s.doubts <> '[]'");
  if (key) add("(s.at, s.id) < (?, ?)", ...key);
  return {
    statements: [
      {
        sql: `SELECT s.*, (SELECT email FROM profiles WHERE id = s.profile_id) AS known FROM submissions AS s
              WHERE ${conditions.join(" AND ")} ORDER BY s.at DESC, s.id DESC LIMIT ?`,
        args: [...args, page.limit + 1],
      },
    ],
    read: (rows) => cut(rows, page, (row) => [Number(row["at"]), String(row["id"])], toSubmission),
  };
}

const toSubmission = (row: Row): Submission => ({
  id: String(row["id"]),
  profile: String(row["profile_id"]),
  form: String(row["form"]),
  at: Number(row["at"]),
  locale: String(row["locale"]),
  url: String(row["url"]),
  email: text(row, "email"),
  known: text(row, "known"),
  answers: json<Submission["answers"]>(row, "answers") ?? {},
  doubts: json<string[]>(row, "doubts") ?? [],
});

/** A form that somebody began and did not send. `step` is the one that was finished last, counted from 1. */
export interface Unfinished {
  id: string;
  profile: string;
  /** Their address, if it is known. */
  known: string | null;
  form: string;
  startedAt: number;
  at: number;
  step: number;
  answers: Record<string, TraitValue>;
}

/** Forms begun and not sent, of one form or of all, those last worked on first. */
export function unfinishedForms(filter: { form?: string | undefined }, page: Page): Query<Part<Unfinished>> {
  const key = keyOf(page, 2);
  const { form } = filter;
  const conditions = [...(form === undefined ? ["true"] : ["u.form = ?"]), ...(key ? ["(u.at, u.id) < (?, ?)"] : [])];
  return {
    statements: [
      {
        sql: `SELECT u.*, (SELECT email FROM profiles WHERE id = u.profile_id) AS known FROM unfinished AS u
              WHERE ${conditions.join(" AND ")} ORDER BY u.at DESC, u.id DESC LIMIT ?`,
        args: [...(form === undefined ? [] : [form]), ...(key ?? []), page.limit + 1],
      },
    ],
    read: (rows) => cut(rows, page, (row) => [Number(row["at"]), String(row["id"])], toUnfinished),
  };
}

const toUnfinished = (row: Row): Unfinished => ({
  id: String(row["id"]),
  profile: String(row["profile_id"]),
  known: text(row, "known"),
  form: String(row["form"]),
  startedAt: Number(row["started_at"]),
  at: Number(row["at"]),
  step: Number(row["step"]),
  answers: json<Unfinished["answers"]>(row, "answers") ?? {},
});
