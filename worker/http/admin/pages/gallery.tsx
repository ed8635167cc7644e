import { type Compiled, inLocale } from "../../../playbook/index.ts";
import { Layout } from "../layout.tsx";
import { formTitle } from "../parts/answers.tsx";
import { stepTitles } from "../parts/form-steps.ts";
import { personaTitles, type Shown, shownTo, viewerOf } from "../parts/preview.ts";
import { Select } from "../parts/select.tsx";
import { format, type Http, topicTitle, type View } from "../view.ts";

/** Everybody, where a persona is chosen. No persona can be called so. */
export const EVERYBODY = "*";

const LOOKS = ["light", "dark"] as const;

/** What the gallery shows. Without a persona nobody is known; without a form it is all of them. */
export interface Wanted {
  form: string | undefined;
  persona: string | undefined;
  locale: string;
  look: (typeof LOOKS)[number];
  /** One page of the form only, counted from 1. */
  step: number | undefined;
}

/** What a request asks to see; what there is not is left out. */
export function wantedFrom(c: Http, { playbook, locale }: View): Wanted {
  const { locales } = playbook.site;
  const named = (name: string, all: object): string | undefined => {
    const value = c.req.query(name) ?? "";
    return Object.hasOwn(all, value) ? value : undefined;
  };
  const step = Number(c.req.query("step"));
  return {
    form: named("form", playbook.forms),
    persona: c.req.query("persona") === EVERYBODY ? EVERYBODY : named("persona", playbook.personas),
    locale:
      locales.find((one) => one === c.req.query("locale")) ?? locales.find((one) => one === locale) ?? locales[0]!,
    look: LOOKS.find((one) => one === c.req.query("look")) ?? "light",
    step: Number.isInteger(step) && step > 0 && step <= 50 ? step : undefined,
  };
}

/** Forms as visitors see them, on a desktop and on a phone, and what is left out. */
export function Gallery({ view, wanted }: { view: View; wanted: Wanted }) {
  const { words, base, playbook } = view;
  const { asking } = words;
  const path = `${base}/gallery`;
  const forms = wanted.form === undefined ? Object.keys(playbook.forms) : [wanted.form];
  const personas = wanted.persona === EVERYBODY ? [undefined, ...Object.keys(playbook.personas)] : [wanted.persona];
  return (
    <Layout frame={view} title={asking.gallery} current="forms" here={`${path}?${queryOf(wanted)}`}>
      <p class="faint lead">{asking.galleryLead}</p>
      <Filter view={view} wanted={wanted} path={path} />
      {forms.length === 0 && <p class="card empty">{asking.none}</p>}
      {forms.map((form) => personas.map((persona) => <Piece view={view} wanted={{ ...wanted, form, persona }} />))}
    </Layout>
  );
}

function Filter({ view, wanted, path }: { view: View; wanted: Wanted; path: string }) {
  const { words, playbook, locale } = view;
  const { asking } = words;
  const steps = wanted.form === undefined ? [] : stepTitles(view, playbook.forms[wanted.form]!);
  return (
    <form class="card filter gallery-filter" method="get" action={path} role="search" aria-label={asking.gallery}>
      <label>
        {asking.form}
        <Select
          name="form"
          any={asking.all}
          chosen={wanted.form}
          options={Object.keys(playbook.forms).map((name) => [name, formTitle(view, name)])}
        />
      </label>
      <label>
        {asking.visitor}
        <Select
          name="persona"
          any={asking.nobodyKnown}
          chosen={wanted.persona}
          options={[[EVERYBODY, asking.allVisitors], ...personaTitles(playbook, locale)]}
        />
      </label>
      <label>
        {asking.language}
        <Select
          name="locale"
          chosen={wanted.locale}
          options={playbook.site.locales.map((one) => [one, languageName(view, one)])}
        />
      </label>
      <label>
        {asking.look}
        <Select name="look" chosen={wanted.look} options={LOOKS.map((look) => [look, asking[look]])} />
      </label>
      {steps.length > 1 && (
        <label>
          {asking.step}
          <Select
            name="step"
            any={asking.allSteps}
            chosen={wanted.step === undefined ? undefined : String(wanted.step)}
            options={steps.map((_, i) => [String(i + 1), asking.oneStep(format(view, i + 1))])}
          />
        </label>
      )}
      <span class="actions">
        <button type="submit">{words.show}</button>
      </span>
    </form>
  );
}

/** One form for one visitor, twice, with what it does not ask. */
function Piece({ view, wanted }: { view: View; wanted: Wanted & { form: string } }) {
  const { words, base, playbook, locale, now } = view;
  const { asking } = words;
  const { form, persona } = wanted;
  const who = persona === undefined ? asking.nobodyKnown : inLocale(playbook.personas[persona]!.title, locale);
  const title = formTitle(view, form);
  const shown = tried(playbook, wanted, now);
  const src = `${base}/forms/${form}/preview?${queryOf({ ...wanted, form: undefined })}`;
  return (
    <section class="card">
      <h2>
        {title} <span class="faint">· {who}</span>
      </h2>
      {typeof shown === "string" ? (
        <p class="wrong">
          {asking.wrongPersona} <span lang="en">{shown}</span>
        </p>
      ) : (
        <>
          <div class="frames">
            {(["desktop", "phone"] as const).map((where) => (
              <figure class={where} tabindex={where === "desktop" ? 0 : undefined}>
                <figcaption class="faint">{asking[where]}</figcaption>
                <iframe
                  class={wanted.look}
                  title={asking.framed(title, who, asking[where])}
                  src={src}
                  sandbox=""
                  loading="lazy"
                ></iframe>
              </figure>
            ))}
          </div>
          <LeftOut view={view} shown={shown} step={wanted.step} />
        </>
      )}
    </section>
  );
}

function LeftOut({ view, shown: { left, view: of }, step }: { view: View; shown: Shown; step: number | undefined }) {
  const { words, locale } = view;
  const { asking } = words;
  const lines: [string, string][] = [
    ...left.questions.map(({ question, because }): [string, string] => [inLocale(question.label, locale), because]),
    ...left.boxes.map(({ box: { topic }, because }): [string, string] => [topicTitle(view, topic), because]),
  ];
  const isEmpty = of.asked.fields.length + of.asked.boxes.length === 0;
  return (
    <>
      <h3>{asking.leftOut}</h3>
      {isEmpty && <p>{step === undefined ? asking.nothingAsked : asking.noStep}</p>}
      {lines.length === 0 ? (
        <p class="empty">{asking.nothingLeft}</p>
      ) : (
        <ul class="left-out">
          {lines.map(([label, because]) => (
            <li>
              {label} <span class="faint">– {asking.because[because]}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What is shown to a persona, or why it cannot be tried. */
function tried(playbook: Compiled, { form, persona, locale, step }: Wanted & { form: string }, now: number) {
  try {
    return shownTo(viewerOf(playbook, persona, locale, now), { playbook, form, locale, step, now });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const languageName = ({ locale }: View, code: string): string =>
  new Intl.DisplayNames([locale], { type: "language", fallback: "code" }).of(code) ?? code;

function queryOf({ form, persona, locale, look, step }: Wanted): string {
  const given = Object.entries({ form, persona, locale, look, step: step?.toString() });
  return new URLSearchParams(given.filter((one): one is [string, string] => one[1] !== undefined)).toString();
}
