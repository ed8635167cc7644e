import { stepsOf } from "../../../forms/render-fields.ts";
import { type Form, inLocale } from "../../../playbook/index.ts";
import type { View } from "../view.ts";

/** The titles of a form's steps in the reader's language; one where it has no steps. */
export const stepTitles = ({ locale, words }: View, form: Form): string[] =>
  stepsOf(form.fields).map(({ step }) => (step === null ? words.asking.first : inLocale(step.label, locale)));
