import { answersOf, type Form, inLocale, type Question, questionsOf } from "../../../playbook/index.ts";
import type { Submission } from "../../../reports/submissions.ts";
import { answerInWords, type View } from "../view.ts";
import { Pairs } from "./facts.tsx";

/** Answers in the words of the form that asked for them, in its order; those it does not ask for any more come last. */
export function Answers({ view, of }: { view: View; of: Pick<Submission, "form" | "answers"> }) {
  const form = formNamed(view, of.form);
  const fields = form ? answersOf(form).map(({ name }) => name) : [];
  const names = [
    ...fields.filter((name) => Object.hasOwn(of.answers, name)),
    ...Object.keys(of.answers).filter((name) => !fields.includes(name)),
  ];
  if (names.length === 0) return <span class="faint">{view.words.asking.nothing}</span>;
  return (
    <div class="answers-given">
      <Pairs
        pairs={names.map((name) => [
          fieldTitle(view, form, name),
          answerInWords(view, questionNamed(form, name), of.answers[name]!),
        ])}
      />
    </div>
  );
}

/** What seemed odd of a submission, in words. */
export function Doubts({ view, of: { form, doubts } }: { view: View; of: Pick<Submission, "form" | "doubts"> }) {
  const { asking } = view.words;
  if (doubts.length === 0) return "";
  const told: Record<string, string> = { fast: asking.fast, disposable: asking.disposable };
  return (
    <ul class="chips">
      {doubts.map((doubt) => (
        <li class="chip status-pending">
          {Object.hasOwn(told, doubt) ? told[doubt] : asking.odd(fieldTitle(view, formNamed(view, form), doubt))}
        </li>
      ))}
    </ul>
  );
}

export function formTitle(view: View, name: string): string {
  const form = formNamed(view, name);
  return form ? inLocale(form.title, view.locale) : name;
}

const formNamed = ({ playbook: { forms } }: View, name: string): Form | undefined =>
  Object.hasOwn(forms, name) ? forms[name] : undefined;

const questionNamed = (form: Form | undefined, name: string): Question | undefined =>
  form && questionsOf(form).find((question) => question.name === name);

function fieldTitle({ locale }: View, form: Form | undefined, name: string): string {
  const question = questionNamed(form, name);
  return question ? inLocale(question.label, locale) : name;
}
