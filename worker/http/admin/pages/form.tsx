import { type Form, inLocale } from "../../../playbook/index.ts";
import type { FormFigures } from "../../../reports/forms.ts";
import type { Part } from "../../../reports/page.ts";
import type { Submission, Unfinished } from "../../../reports/submissions.ts";
import { Layout } from "../layout.tsx";
import { formTitle } from "../parts/answers.tsx";
import { Bars } from "../parts/bars.tsx";
import { Chart } from "../parts/chart.tsx";
import { stepTitles } from "../parts/form-steps.ts";
import { Numbers } from "../parts/numbers.tsx";
import { Pager } from "../parts/pager.tsx";
import { type Period, Periods } from "../parts/period.tsx";
import { SubmissionFilter, type Wanted } from "../parts/submission-filter.tsx";
import { Submissions, UnfinishedForms } from "../parts/submissions.tsx";
import { Section, Table } from "../parts/table.tsx";
import { dayName, format, topicTitle, type View } from "../view.ts";
import { confirmedShare, stoppedIn } from "./forms.tsx";

interface FormProps {
  view: View;
  name: string;
  period: Period;
  figures: FormFigures;
  wanted: Wanted;
  sent: Part<Submission>;
  begun: Part<Unfinished>;
  cursor: string | undefined;
}

/** One form: how it does, what it asks to be allowed, and all that was answered, in its own words. */
export function FormPage({ view, name, period, figures, wanted, sent, begun, cursor }: FormProps) {
  const { words, base } = view;
  const { asking } = words;
  const path = `${base}/forms/${name}`;
  const form = view.playbook.forms[name]!;
  const days = period.length === 30 ? undefined : String(period.length);
  return (
    <Layout frame={view} title={formTitle(view, name)} current="forms" here={days ? `${path}?days=${days}` : path}>
      <p class="links-line">
        <a href={`${base}/forms`}>{asking.all}</a>{" "}
        <a href={`${base}/gallery?form=${name}&persona=*`}>{asking.toThisGallery}</a>
      </p>
      <Periods view={view} path={path} chosen={period} />
      <Numbers
        columns="four"
        numbers={[
          [asking.sent, format(view, figures.sent)],
          [asking.confirmed, confirmedShare(view, figures)],
          [asking.unfinished, format(view, stoppedIn(figures))],
          [asking.doubts, format(view, figures.doubted)],
        ]}
      />
      <div class="columns">
        <section class="card">
          <SentByDay view={view} period={period} figures={figures} />
        </section>
        <Section title={asking.stopTitle}>
          <Stops view={view} form={form} figures={figures} />
        </Section>
      </div>
      <Section title={asking.asksTitle}>
        <Asks view={view} form={form} />
      </Section>
      <h2 id="answers" tabindex={-1}>
        {asking.submissionsTitle}
      </h2>
      <SubmissionFilter view={view} path={path} wanted={wanted} days={days} />
      <Submissions view={view} rows={sent.items} />
      <Pager frame={view} path={path} query={{ ...wanted, days }} cursor={cursor} next={sent.next} />
      <h2>{asking.unfinishedTitle}</h2>
      <UnfinishedForms view={view} rows={begun.items} />
    </Layout>
  );
}

function SentByDay({ view, period, figures }: { view: View; period: Period; figures: FormFigures }) {
  const { words } = view;
  return (
    <Chart
      view={view}
      caption={`${words.asking.sent}, ${dayName(view, period.from)} – ${dayName(view, period.to)}`}
      labels={{ column: words.date, value: words.asking.sent }}
      columns={period.days.map((day, i) => {
        const value = figures.days[i] ?? 0;
        return { title: dayName(view, day), value, figure: format(view, value) };
      })}
      scale={(value) => format(view, value)}
    />
  );
}

/** Who came how far: whoever sent it has done every step. */
function Stops({ view, form, figures }: { view: View; form: Form; figures: FormFigures }) {
  const { asking } = view.words;
  const titles = stepTitles(view, form);
  if (titles.length < 2 && figures.stopped.length === 0) return <p class="empty">{asking.onePage}</p>;
  const doneAtLeast = (step: number): number =>
    figures.sent + figures.stopped.filter((one) => one.step >= step).reduce((sum, { count }) => sum + count, 0);
  const whole = doneAtLeast(0);
  const steps = titles.slice(0, -1).map((title, i) => ({
    title: asking.finishedStep(format(view, i + 1), title),
    count: doneAtLeast(i + 1),
  }));
  return (
    <>
      <Bars
        view={view}
        caption={asking.stopCaption}
        label={asking.step}
        unit={view.words.count}
        whole={Math.max(1, whole)}
        bars={[{ title: asking.begun, count: whole }, ...steps, { title: asking.sent, count: figures.sent }]}
      />
      <p class="faint under">{asking.stopNote}</p>
    </>
  );
}

/** The very words, as they are kept with each answer. */
function Asks({ view, form }: { view: View; form: Form }) {
  const { words, locale } = view;
  const { asking } = words;
  return (
    <Table
      caption={asking.asksCaption}
      columns={[{ title: words.topic }, { title: words.wording }, { title: words.version }, { title: asking.shownAs }]}
      empty={asking.asksNone}
      rows={form.permissions.map(({ topic, text, version, box }) => [
        topicTitle(view, topic),
        <q>{inLocale(text, locale)}</q>,
        version,
        box ? asking.box : asking.byButton,
      ])}
    />
  );
}
