import { DAY } from "../lib/duration.ts";
import { json, number, type Query } from "./query.ts";

/** How a form did in some days. Shares are 0 to 1; null where there is nothing to share. */
export interface FormFigures {
  form: string;
  /** Sent, by day, oldest first. */
  days: number[];
  sent: number;
  doubted: number;
  /** Of the latest {@link LATEST} that asked an address for a permission: how many asked, and how many were answered yes. */
  asked: number;
  confirmed: number;
  /** Begun and not sent, by the step that was finished last, counted from 1. */
  stopped: { step: number; count: number }[];
}

/** So many of the latest submissions tell which part of them is confirmed. */
const LATEST = 500;

/**
 * What became of forms, of so many steps each, in the `length` days up to `now` (epoch ms). Counted in ranges of indexes, form by form and day by day: the
 * rows themselves are not read, but for the {@link LATEST} whose permissions are looked up.
 */
export function formFigures(steps: Record<string, number>, length: number, now: number): Query<FormFigures[]> {
  const today = Math.floor(now / DAY) * DAY;
  const days = Array.from({ length }, (_, i) => today - (length - 1 - i) * DAY);
  const since = days[0]!;
  const forms = Object.keys(steps);
  const names = JSON.stringify(forms);
  const places = Array.from({ length: Math.max(0, ...Object.values(steps)) + 1 }, (_, step) => step);
  const nothing = (form: string): FormFigures => ({
    form,
    days: days.map(() => 0),
    sent: 0,
    doubted: 0,
    asked: 0,
    confirmed: 0,
    stopped: [],
  });
  return {
    statements: [
      {
        sql: `SELECT 'day' AS what, f.value AS form, d.value AS at,
                (SELECT count(*) FROM submissions AS s
                 WHERE s.form = f.value AND s.at >= d.value AND s.at < d.value + ${DAY}) AS count
              FROM json_each(?) AS f CROSS JOIN json_each(?) AS d`,
        args: [names, JSON.stringify(days)],
      },
      {
        sql: `SELECT 'doubted' AS what, f.value AS form,
                (SELECT count(*) FROM submissions AS s WHERE s.form = f.value AND s.at >= ? AND s.doubts <> '[]') AS count
              FROM json_each(?) AS f`,
        args: [since, names],
      },
      {
        // Asked and confirmed, in one look at each submission's permissions.
        sql: `SELECT 'answered' AS what, f.value AS form,
                (SELECT json_array(count(yes), sum(yes)) FROM (
                   SELECT (SELECT max(status = 'confirmed') FROM permissions WHERE submission = latest.id) AS yes
                   FROM (SELECT id FROM submissions WHERE form = f.value AND at >= ?
                         ORDER BY at DESC, id DESC LIMIT ${LATEST}) AS latest)) AS answered
              FROM json_each(?) AS f`,
        args: [since, names],
      },
      {
        sql: `SELECT 'stopped' AS what, form, json_array(${places.map((step) => `sum(step = ${step})`).join(", ")}) AS steps
              FROM unfinished WHERE form IN (SELECT value FROM json_each(?)) AND at >= ? GROUP BY form`,
        args: [names, since],
      },
    ],
    read(rows) {
      const figures = new Map(forms.map((form) => [form, nothing(form)]));
      for (const row of rows) {
        const one = figures.get(String(row["form"]))!;
        const count = number(row, "count") ?? 0;
        switch (row["what"]) {
          case "day":
            one.days[(Number(row["at"]) - since) / DAY] = count;
            one.sent += count;
            break;
          case "doubted":
            one.doubted = count;
            break;
          case "answered": {
            const [asked, confirmed] = json<[number, number | null]>(row, "answered")!;
            one.asked = asked;
            one.confirmed = confirmed ?? 0;
            break;
          }
          default:
            json<number[]>(row, "steps")!.forEach((count, step) => {
              if (count > 0) one.stopped.push({ step, count });
            });
        }
      }
      return [...figures.values()];
    },
  };
}
