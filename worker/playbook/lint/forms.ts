import type { Playbook } from "../document.ts";
import type { Form } from "../form.ts";
import { answersOf, questionsOf } from "../form-fields.ts";
import type { Text } from "../text.ts";
import type { Path, Problem } from "./problem.ts";
import { twice } from "./twice.ts";

/** What a form sends beside its answers. */
const RESERVED = ["submission", "url", "locale", "token"];

/** Forms ask for an address first, for permissions openly, and can send what they promise. */
export function* forms(playbook: Playbook): Generator<Problem> {
  for (const [name, form] of Object.entries(playbook.forms)) {
    const path = ["forms", name];
    yield* fields(path, form);
    yield* permissions([...path, "permissions"], form);
    for (const [use, id] of Object.entries(form.emails)) {
      const wanted = use === "confirm" ? "confirmation" : "delivery";
      if (playbook.emails[id]?.kind !== wanted)
        yield {
          rule: "unknown-name",
          path: [...path, "emails", use],
          message: `emails/${id}.md must be there, with kind: ${wanted}`,
        };
    }
  }
}

function* fields(base: Path, form: Form): Generator<Problem> {
  const needsAddress = form.permissions.length > 0 || Object.keys(form.emails).length > 0;
  const addresses = questionsOf(form).filter(({ type }) => type === "email");
  if (needsAddress ? addresses.length !== 1 || addresses[0]!.name !== "email" : addresses.length > 1)
    yield {
      rule: "form-without-address",
      path: [...base, "fields"],
      message: 'a form that asks for a permission or sends a mail has one address: name and type "email"',
    };
  yield* twice([...base, "fields"], answersOf(form), ({ name }) => name, "field", "name");
  for (const [i, field] of form.fields.entries()) {
    const path = [...base, "fields", i];
    if ("name" in field && RESERVED.includes(field.name))
      yield {
        rule: "reserved-field",
        path: [...path, "name"],
        message: `"${field.name}" is the form's own; choose another`,
      };
    if (!("options" in field)) continue;
    yield* twice([...path, "options"], field.options, ({ value }) => value, "option", "value");
  }
}

function* permissions(base: Path, { permissions: all }: Form): Generator<Problem> {
  if (all[0]?.box)
    yield {
      rule: "own-permission-boxed",
      path: [...base, 0, "box"],
      message: "the first permission is what the form is for: its text stands by the button, so write box: false",
    };
  yield* twice(base, all, ({ topic }) => topic, "topic", "topic");
  for (const [i, { text }] of all.entries()) {
    if (isEmpty(text))
      yield {
        rule: "permission-without-text",
        path: [...base, i, "text"],
        message: "a permission is only given to words that were read; say here what they agree to, in each language",
      };
  }
}

function isEmpty(text: Text): boolean {
  const texts = typeof text === "string" ? [text] : Object.values(text);
  return texts.length === 0 || texts.some((one) => one.trim() === "");
}
