import { csvLine, type Separator } from "../lib/csv.ts";
import type { Db } from "../platform/db.ts";
import { answersOf, type Form } from "../playbook/index.ts";
import { askOne } from "./query.ts";
import { type Submission, type SubmissionFilter, submissions } from "./submissions.ts";

/** Submissions read at a time. */
const AT_A_TIME = 1_000;

const BEFORE = ["id", "at", "form", "profile", "email"];
const AFTER = ["doubts", "url", "locale"];

interface Options {
  /** The form that `filter` names, as the playbook has it: its fields are the columns. */
  form?: Form | undefined;
  /** Whether it begins with the mark by which Excel knows UTF-8. */
  bom?: boolean | undefined;
  separator?: Separator | undefined;
}

/**
 * Submissions as CSV, newest first, read and written in parts; a column for each field of the form, and one for the answers to what the
 * form does not ask any more. The first part is read before this returns.
 * @throws Refusal `unavailable`
 */
export async function exportSubmissions(
  db: Db,
  filter: SubmissionFilter,
  { form, bom = false, separator }: Options,
): Promise<ReadableStream<Uint8Array>> {
  const fields = form ? answersOf(form).map(({ name }) => name) : [];
  const titles = fields.map((name) => ([...BEFORE, ...AFTER, "others"].includes(name) ? `answer.${name}` : name));
  const encoder = new TextEncoder();
  const read = (cursor?: string) => askOne(db, submissions(filter, { limit: AT_A_TIME, cursor }));
  let text = (bom ? "\uFEFF" : "") + csvLine([...BEFORE, ...titles, "others", ...AFTER], separator);
  let part: Awaited<ReturnType<typeof read>> | null = await read();
  let cursor: string | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        part ??= await read(cursor);
        text += part.items.map((one) => csvLine(cellsOf(one, fields), separator)).join("");
        cursor = part.next ?? undefined;
        part = null;
        controller.enqueue(encoder.encode(text));
        text = "";
        if (cursor === undefined) controller.close();
      },
    },
    // Nothing is read ahead of who takes it.
    { highWaterMark: 0 },
  );
}

function cellsOf(one: Submission, fields: string[]): (string | number | boolean | null)[] {
  const others = Object.entries(one.answers).filter(([name]) => !fields.includes(name));
  return [
    one.id,
    new Date(one.at).toISOString(),
    one.form,
    one.profile,
    one.email ?? one.known,
    ...fields.map((name) => (Object.hasOwn(one.answers, name) ? one.answers[name]! : null)),
    others.length === 0 ? null : JSON.stringify(Object.fromEntries(others)),
    one.doubts.join(" "),
    one.url,
    one.locale,
  ];
}
