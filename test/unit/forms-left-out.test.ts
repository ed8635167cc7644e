import { describe, expect, it } from "vitest";
import { ask, leftOut } from "../../worker/forms/ask.ts";
import { Form } from "../../worker/playbook/index.ts";
import { emptyState, type State } from "../../worker/state/state.ts";
import { NOON } from "../support/events.ts";
import { testPlaybook } from "../support/playbook.ts";

const playbook = testPlaybook();
const form = Form.parse({
  title: "t",
  ask: 3,
  fields: [
    { name: "email", type: "email", label: "E-mail" },
    { name: "firstName", type: "text", label: "First name" },
    { name: "company", type: "text", label: "Company", company: "name" },
    { name: "title", type: "text", label: "Title", when: { stage: "evaluate" } },
    { name: "phone", type: "tel", label: "Phone", after: 2 },
    { name: "uses", type: "text", label: "Uses" },
    { name: "size", type: "text", label: "Size" },
    { name: "town", type: "text", label: "Town" },
  ],
  permissions: [
    { topic: "paper", version: "1", text: "t", box: false },
    { topic: "news", version: "1", text: "t" },
  ],
  submit: "t",
  confirmed: { title: "t", text: "t" },
});

const asking = { surroundings: {}, playbook, now: NOON };
const known = (more: Partial<State>): State => ({ ...emptyState("interest", NOON, playbook.revision), ...more });
const reasons = (state: State | null): Record<string, string> =>
  Object.fromEntries(leftOut(form, state, asking).questions.map(({ question, because }) => [question.name, because]));

describe("what a form leaves out", () => {
  it("is said with the reason, question by question", () => {
    const state = known({ known: ["email", "firstName"], company: { name: "Acme" } });
    expect(reasons(state)).toEqual({
      email: "known",
      firstName: "known",
      company: "company",
      title: "when",
      phone: "after",
      town: "later",
    });
  });

  it("is only what is asked of others, or later, of whom nothing is known", () => {
    expect(reasons(null)).toEqual({
      company: "later",
      title: "when",
      phone: "after",
      uses: "later",
      size: "later",
      town: "later",
    });
  });

  it("tells of boxes whether they were answered, and never of what stands by the button", () => {
    const boxes = (permissions: State["permissions"]) =>
      leftOut(form, known({ permissions }), asking).boxes.map(({ box, because }) => [box.topic, because]);
    expect(boxes({})).toEqual([]);
    expect(boxes({ news: "pending" })).toEqual([["news", "known"]]);
    expect(boxes({ news: "withdrawn" })).toEqual([]);
  });

  it("is, with what is asked, all there is: each question once", () => {
    for (const state of [null, known({}), known({ known: ["email", "uses"], network: ["name"] })]) {
      const asked = ask(form, state, asking).fields;
      const left = leftOut(form, state, asking).questions.map(({ question }) => question);
      expect(new Set([...asked, ...left])).toEqual(new Set(form.fields));
      expect(asked.length + left.length).toBe(form.fields.length);
    }
  });
});
