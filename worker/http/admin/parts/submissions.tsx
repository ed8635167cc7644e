import type { Submission, Unfinished } from "../../../reports/submissions.ts";
import { format, type View } from "../view.ts";
import { Answers, Doubts, formTitle } from "./answers.tsx";
import { Table } from "./table.tsx";
import { Time } from "./time.tsx";

/** Forms as they were sent. `of` is whose list it is: a form's names the people, a person's the forms. */
export function Submissions({ view, rows, of = "form" }: { view: View; rows: Submission[]; of?: "form" | "person" }) {
  const { words, base } = view;
  const { asking } = words;
  return (
    <Table
      caption={asking.submissionsCaption}
      columns={[
        { title: words.time },
        { title: of === "form" ? words.person : asking.form },
        { title: asking.answers },
        { title: asking.doubts },
      ]}
      empty={of === "form" ? asking.noSubmissions : asking.noSubmissionsOf}
      rows={rows.map((row) => [
        <Time view={view} at={row.at} />,
        of === "form" ? (
          <Sender view={view} id={row.profile} email={row.email ?? row.known} />
        ) : (
          <a href={`${base}/forms/${encodeURIComponent(row.form)}`}>{formTitle(view, row.form)}</a>
        ),
        <Answers view={view} of={row} />,
        <Doubts view={view} of={row} />,
      ])}
    />
  );
}

/** Forms that were begun and not sent. */
export function UnfinishedForms({ view, rows }: { view: View; rows: Unfinished[] }) {
  const { words } = view;
  const { asking } = words;
  return (
    <Table
      caption={asking.unfinishedCaption}
      columns={[
        { title: asking.lastWorked },
        { title: words.person },
        { title: asking.stepDone, isNumber: true },
        { title: asking.answers },
      ]}
      empty={asking.noUnfinished}
      rows={rows.map((row) => [
        <Time view={view} at={row.at} />,
        <Sender view={view} id={row.profile} email={row.known} />,
        format(view, row.step),
        <Answers view={view} of={row} />,
      ])}
    />
  );
}

function Sender({ view: { base, words }, id, email }: { view: View; id: string; email: string | null }) {
  return (
    <a class="long" href={`${base}/people/${id}`}>
      {email ?? `${words.visitor} ${id.slice(0, 8)}`}
    </a>
  );
}
