import { ask } from "../../worker/forms/ask.ts";
import type { FormView } from "../../worker/forms/render.ts";
import { Form } from "../../worker/playbook/index.ts";
import { testPlaybook } from "./playbook.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const playbook = testPlaybook();

const options = [
  { value: "retail", label: { en: "Retail", da: "Detail" } },
  { value: "logistics", label: "Logistics" },
];
/** A form with one of everything, in three steps. */
export const EVERYTHING = {
  title: { en: "The paper", da: "Rapporten" },
  intro: "Twelve pages.",
  gets: ["A PDF", "A spreadsheet"],
  ask: 40,
  fields: [
    {
      type: "email",
      name: "email",
      label: "E-mail",
      required: true,
      help: "Of your work",
      placeholder: "you@firm.com",
    },
    { type: "picture", src: "/cover.png", alt: "The cover", width: 320, height: 200 },
    { type: "step", label: "About you" },
    { type: "heading", label: "Your name" },
    { type: "text", name: "firstName", label: "First name", minLength: 2, maxLength: 40 },
    { type: "radio", name: "industry", label: "Industry", required: true, options },
    {
      type: "multi",
      name: "uses",
      label: "Uses",
      options: [
        { value: "voice", label: "Voice" },
        { value: "print", label: "Print" },
      ],
      most: 2,
    },
    {
      type: "number",
      name: "shops",
      label: "Shops",
      min: 1,
      whole: true,
      required: true,
      if: { field: "industry", in: ["retail"] },
    },
    { type: "step", label: "Your company" },
    { type: "rich", html: "<p>Only <b>one</b> of these.</p>" },
    { type: "text", name: "company", label: "Company", either: "firm", required: true },
    { type: "text", name: "vat", label: "VAT number", either: "firm" },
    { type: "country", name: "country", label: "Country", first: ["DK"] },
    { type: "date", name: "start", label: "Start", min: "today" },
    { type: "select", name: "size", label: "Size", options },
    { type: "tel", name: "phone", label: "Phone" },
    { type: "textarea", name: "wish", label: "Wish" },
    { type: "checkbox", name: "call", label: "Call me" },
    { type: "hidden", name: "origin", value: "fair" },
  ],
  permissions: [
    { topic: "paper", version: "1", text: "We mail you the paper.", box: false },
    { topic: "news", version: "2", text: "News, monthly." },
  ],
  submit: "Get it",
  confirmed: { title: "Thanks", text: "Here it is." },
  deliver: { url: "/paper.pdf", label: "Read" },
};

/** How somebody of whom nothing is known sees such a form; `more` is what differs. */
export function viewOf(given: object = EVERYTHING, more: Partial<FormView> = {}): FormView {
  const form = Form.parse(given);
  return {
    id: "paper",
    form,
    asked: ask(form, null, { surroundings: {}, playbook, now: NOW }),
    locale: "en",
    action: "https://www.testby.example/_f/form/paper",
    url: "https://www.testby.example/",
    submission: "5b1c7a52-0000-4000-8000-000000000000",
    ticket: "sealed",
    now: NOW,
    known: null,
    challenge: null,
    ...more,
  };
}
