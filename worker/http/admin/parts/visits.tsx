import type { Place } from "../../../events/event.ts";
import type { Stay } from "../../../reports/visits.ts";
import { countryName, format, nameOf, type View } from "../view.ts";
import { Table } from "./table.tsx";
import { Time } from "./time.tsx";

interface VisitsProps {
  view: View;
  visits: Stay[];
  caption: string;
  empty: string;
  /** Whose visits these are: one person's, so each tells its network; or one network's, so each tells its person. */
  of: "person" | "company";
}

/** Visits as a list: when, who or from which network, where they came in, and from where. */
export function Visits({ view, visits, caption, empty, of }: VisitsProps) {
  const { words, base } = view;
  return (
    <Table
      caption={caption}
      columns={[
        { title: words.time },
        { title: of === "company" ? words.person : words.networkOf },
        { title: words.landing },
        { title: words.cameFrom },
        { title: words.place },
        { title: words.views, isNumber: true },
      ]}
      empty={empty}
      rows={visits.map((visit) => [
        <Time view={view} at={visit.startedAt} />,
        of === "company" ? (
          <a class="long" href={`${base}/people/${visit.profile}`}>
            {nameOf(view, { id: visit.profile, email: visit.email })}
          </a>
        ) : visit.company ? (
          <a href={`${base}/companies/${visit.company.id}`}>{visit.company.name}</a>
        ) : (
          "–"
        ),
        visit.landing === null ? "–" : <span class="long">{visit.landing}</span>,
        words.referrers[visit.referrer ?? "direct"] ?? visit.referrer,
        placeName(view, visit.place),
        format(view, visit.views),
      ])}
    />
  );
}

function placeName(view: View, place: Place | null): string {
  const parts = [place?.city, place?.country === undefined ? undefined : countryName(view, place.country)];
  return parts.filter(Boolean).join(", ") || "–";
}
