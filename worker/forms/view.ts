import type { Form } from "../playbook/index.ts";
import type { Asked } from "./ask.ts";
import type { FieldProblem } from "./validate.ts";

/** What a browser has to do before a form is taken: arithmetic (Altcha's challenge as JSON), or Turnstile with its public key. */
export type Challenge = { kind: "proof-of-work"; json: string } | { kind: "turnstile"; key: string };

/** A form as somebody is to see it now. */
export interface FormView {
  id: string;
  form: Form;
  asked: Asked;
  locale: string;
  /** Absolute, so that the mark-up works on any page. */
  action: string;
  /** The page the form stands on. */
  url: string;
  /** Makes a double click one submission. */
  submission: string;
  /** Sealed: which form was shown, and when. */
  ticket: string;
  /** Epoch ms; what "today" is in a question about a day. */
  now: number;
  /** Somebody whose address need not be asked; the mask is all that is shown of it. */
  known: { mask: string | null } | null;
  challenge: Challenge | null;
  /** Whether it shows itself as its placement says; only in a page of the website, never on a page of its own. */
  placed?: boolean;
  /** Of the form's title: 1 on a page of its own. */
  level?: 1 | 2;
  /** Where the website is, for paths to its pictures; without it they are of the page that the form stands on. */
  website?: string;
  /** An address that was perhaps meant, where the one written looks like a slip. */
  suggestion?: string;
  /** What a visitor without JavaScript had written and ticked, and what was wrong with it. Never anything of a profile. */
  values?: Record<string, unknown>;
  problems?: FieldProblem[];
}
