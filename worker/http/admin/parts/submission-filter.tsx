import type { SubmissionFilter as Filter } from "../../../reports/submissions.ts";
import { startOf } from "../../../lib/day.ts";
import { DAY } from "../../../lib/duration.ts";
import type { Http, View } from "../view.ts";
import { Select } from "./select.tsx";

/** What a list of answers is filtered by, as it stands in the address: days such as `2026-11-22`, the last one included. */
export interface Wanted {
  from?: string | undefined;
  to?: string | undefined;
  doubted?: "1" | undefined;
}

/** The filter that a request asks for; what is no day is left out. */
export function wantedFrom(c: Http): Wanted {
  const day = (name: string): string | undefined => {
    const text = c.req.query(name) ?? "";
    return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
  };
  return { from: day("from"), to: day("to"), doubted: c.req.query("doubted") === "1" ? "1" : undefined };
}

/** The same as a report asks, with days of the site's time zone. */
export function filterOf({ playbook }: View, form: string, { from, to, doubted }: Wanted): Filter {
  const { timeZone } = playbook.site;
  return {
    form,
    from: from && startOf(from, timeZone),
    to: to && startOf(new Date(Date.parse(to) + DAY).toISOString().slice(0, 10), timeZone),
    doubted: doubted === "1",
  } as Filter;
}

interface Props {
  view: View;
  path: string;
  wanted: Wanted;
  /** The period of the figures above, kept as it is. */
  days: string | undefined;
}

/** By day and by doubt, and the way to take along what fits. */
export function SubmissionFilter({ view, path, wanted, days }: Props) {
  const { words, locale } = view;
  const { asking } = words;
  const isFiltered = Object.values(wanted).some((value) => value !== undefined);
  const kept = days === undefined ? path : `${path}?days=${days}`;
  return (
    <form
      class="card filter answers-filter"
      method="get"
      action={`${path}#answers`}
      role="search"
      aria-label={asking.find}
    >
      {days !== undefined && <input type="hidden" name="days" value={days} />}
      {locale === "da" && <input type="hidden" name="separator" value="semicolon" />}
      <label>
        {asking.from}
        <input type="date" name="from" value={wanted.from ?? ""} />
      </label>
      <label>
        {asking.to}
        <input type="date" name="to" value={wanted.to ?? ""} />
      </label>
      <label>
        {asking.which}
        <Select name="doubted" any={words.any} chosen={wanted.doubted} options={[["1", asking.onlyDoubted]]} />
      </label>
      <span class="actions">
        <button type="submit">{words.show}</button>
        {isFiltered && (
          <a class="button quiet" href={kept}>
            {words.clear}
          </a>
        )}
        <button class="quiet" type="submit" formaction={`${path}/submissions.csv`} title={asking.csvNote}>
          {asking.csv}
        </button>
      </span>
    </form>
  );
}
