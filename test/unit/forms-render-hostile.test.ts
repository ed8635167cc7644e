import { describe, expect, it } from "vitest";
import { ask } from "../../worker/forms/ask.ts";
import { renderDone, renderForm } from "../../worker/forms/render.ts";
import { Form } from "../../worker/playbook/index.ts";
import { testPlaybook } from "../support/playbook.ts";

const EVIL = `"><img src=x onerror=alert(1)>'</textarea></title><script>alert(2)</script>&lt;{email}`;
const playbook = testPlaybook();
const now = Date.parse("2026-11-22T12:00:00Z");

const TYPES = ["email", "text", "textarea", "tel", "number", "date", "select", "radio", "multi", "checkbox", "country"];
const fields = [
  { type: "step", label: EVIL },
  { type: "heading", label: EVIL },
  ...TYPES.map((type) => ({
    type,
    name: type,
    label: EVIL,
    help: EVIL,
    ...(["select", "radio", "multi"].includes(type) ? { options: [{ value: EVIL.slice(0, 80), label: EVIL }] } : {}),
    ...(["email", "text", "textarea", "tel", "number"].includes(type)
      ? { placeholder: EVIL, autocomplete: '"onx="' }
      : {}),
    ...(type === "text" ? { pattern: { match: '[">]', message: EVIL } } : {}),
  })),
  { type: "step", label: EVIL },
  { type: "picture", src: '/x.png?"><script>', alt: EVIL, width: 1, height: 1 },
  { type: "text", name: "after", label: EVIL, if: { field: "select", in: ['"><script>'] } },
];
const form = Form.parse({
  title: EVIL,
  intro: EVIL,
  gets: [EVIL],
  ask: 40,
  fields,
  permissions: [
    { topic: "a", version: '"><script>', text: EVIL, box: false },
    { topic: "b", version: '"><script>', text: EVIL },
  ],
  submit: EVIL,
  error: EVIL,
  pending: { title: EVIL, text: EVIL },
  confirmed: { title: EVIL, text: EVIL },
  deliver: { url: "/x", label: EVIL },
});

describe("mark-up in the words of a playbook, in answers and in hidden fields", () => {
  const html = renderForm({
    id: "evil",
    form,
    asked: ask(form, null, { surroundings: {}, playbook, now }),
    locale: "en",
    action: EVIL,
    url: EVIL,
    submission: EVIL,
    ticket: EVIL,
    now,
    known: { mask: EVIL },
    challenge: { kind: "turnstile", key: EVIL },
    suggestion: EVIL,
    values: Object.fromEntries([...TYPES, "after"].map((name) => [name, name === "multi" ? [EVIL, EVIL] : EVIL])),
    problems: [...TYPES, "after", "", "none"].map((field) => ({ field, message: EVIL })),
  });

  it("is text", () => {
    expect(html.length).toBeGreaterThan(10_000);
    expect(html).not.toMatch(/<script|<img src=x|onx="|<\/title/);
    expect(html.match(/<\/textarea>/g)).toHaveLength(1);
    expect(html.match(/<img/g)).toHaveLength(1);
  });

  it("is text in what comes after, too", () => {
    const next = { redirect: EVIL };
    for (const status of ["pending", "confirmed"] as const) {
      const done = renderDone(form, EVIL, status, { link: EVIL, resend: EVIL, next });
      expect(done).not.toMatch(/<script|<img|<\/title/);
    }
  });

  it("in an answer is kept as it was written", () => {
    const shown = /name="text"[^>]* value="([^"]*)"/.exec(html)![1]!;
    const read = shown.replaceAll(
      /&(quot|gt|lt|#39|amp);/g,
      (_, name: string) => ({ quot: '"', gt: ">", lt: "<", "#39": "'", amp: "&" })[name]!,
    );
    expect(read).toBe(EVIL);
  });
});
