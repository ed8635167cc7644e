import type { FormFigures } from "../../../reports/forms.ts";
import { Layout } from "../layout.tsx";
import { formTitle } from "../parts/answers.tsx";
import { stepTitles } from "../parts/form-steps.ts";
import { type Period, Periods } from "../parts/period.tsx";
import { Sparkline } from "../parts/sizes.tsx";
import { Table } from "../parts/table.tsx";
import { format, percent, type View } from "../view.ts";

interface FormsProps {
  view: View;
  period: Period;
  figures: FormFigures[];
}

/** All forms: how much is sent, what is confirmed of it, and where people stop. */
export function Forms({ view, period, figures }: FormsProps) {
  const { words, base } = view;
  const { asking } = words;
  const path = `${base}/forms`;
  return (
    <Layout
      frame={view}
      title={words.forms}
      current="forms"
      here={period.length === 30 ? path : `${path}?days=${period.length}`}
    >
      <p class="faint lead">{asking.lead}</p>
      <p>
        <a class="button quiet" href={`${base}/gallery`}>
          {asking.toGallery}
        </a>
      </p>
      <Periods view={view} path={path} chosen={period} />
      <Table
        caption={asking.listCaption(period.length)}
        columns={[
          { title: asking.form },
          { title: asking.sent, isNumber: true },
          { title: asking.byDay },
          { title: asking.unfinished, isNumber: true },
          { title: asking.mostStop },
          { title: asking.confirmed, isNumber: true },
          { title: asking.doubts, isNumber: true },
        ]}
        empty={asking.none}
        rows={figures.map((one) => [
          <>
            <a href={`${path}/${one.form}`}>{formTitle(view, one.form)}</a> <span class="faint">{one.form}</span>
          </>,
          format(view, one.sent),
          one.sent === 0 ? <span class="faint">–</span> : <Sparkline view={view} values={one.days} />,
          format(view, stoppedIn(one)),
          mostStop(view, one),
          confirmedShare(view, one),
          format(view, one.doubted),
        ])}
      />
      <p class="faint">{asking.confirmedNote}</p>
    </Layout>
  );
}

export const stoppedIn = ({ stopped }: FormFigures): number => stopped.reduce((sum, { count }) => sum + count, 0);

export const confirmedShare = (view: View, { asked, confirmed }: FormFigures): string =>
  percent(view, asked === 0 ? null : confirmed / asked);

function mostStop(view: View, { form, stopped }: FormFigures): string {
  const { asking } = view.words;
  const [most] = stopped.toSorted((a, b) => b.count - a.count);
  if (!most) return "–";
  if (most.step < 1) return asking.beforeAny;
  const titles = stepTitles(view, view.playbook.forms[form]!);
  return asking.afterStep(format(view, most.step), titles.length > 1 ? (titles[most.step - 1] ?? null) : null);
}
