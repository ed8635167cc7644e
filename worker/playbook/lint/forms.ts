import type { Playbook } from "../document.ts";
import type { Form } from "../form.ts";
import { answersOf, questionsOf } from "../form-fields.ts";
import type { Text } from "../text.ts";
import type { Known } from "./known.ts";
import { nearest, unknown } from "./near.ts";
import type { Path, Problem } from "./problem.ts";
import { questions } from "./questions.ts";
import { twice } from "./twice.ts";

/** Forms ask for an address first, for permissions openly, and can send what they promise. */
export function* forms(playbook: Playbook, known: Known): Generator<Problem> {
  for (const [name, form] of Object.entries(playbook.forms)) {
    const path = ["forms", name];
    yield* fields(path, form);
    yield* questions([...path, "fields"], form.fields);
    yield* permissions([...path, "permissions"], form, playbook);
    yield* next(path, name, form, known);
    yield* placed([...path, "placement", "when"], name, form);
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
  const { challenge, turnstileKey } = playbook.site.forms;
  if (challenge === "turnstile" && !turnstileKey)
    yield {
      rule: "challenge-without-key",
      path: ["site", "forms", "challenge"],
      message: "Turnstile needs the key of your website: write it as turnstileKey, or choose proof-of-work",
    };
}

function* fields(base: Path, form: Form): Generator<Problem> {
  const needsAddress = form.permissions.length > 0 || Object.keys(form.emails).length > 0;
  const addresses = questionsOf(form).filter(({ type }) => type === "email");
  const [address] = addresses;
  const rule = "form-without-address";
  if (needsAddress ? addresses.length !== 1 || address!.name !== "email" : addresses.length > 1)
    yield {
      rule,
      path: [...base, "fields"],
      message: 'a form that asks for a permission or sends a mail has one address: name and type "email"',
    };
  else if (needsAddress && (address!.if ?? address!.when ?? address!.after ?? address!.either) !== undefined)
    yield {
      rule,
      path: [...base, "fields", form.fields.indexOf(address!)],
      message:
        "nothing can be sent without the address, so it is asked of everybody: remove its if, when, after, either",
    };
  yield* twice([...base, "fields"], answersOf(form), ({ name }) => name, "field", "name");
  for (const [i, field] of form.fields.entries()) {
    if ("options" in field)
      yield* twice([...base, "fields", i, "options"], field.options, ({ value }) => value, "option", "value");
  }
}

function* permissions(base: Path, form: Form, { topics }: Playbook): Generator<Problem> {
  const all = form.permissions;
  if (all[0]?.box)
    yield {
      rule: "own-permission-boxed",
      path: [...base, 0, "box"],
      message: "the first permission is what the form is for: its text stands by the button, so write box: false",
    };
  if (all.length > 0 && !form.emails.confirm)
    yield {
      rule: "permission-without-mail",
      path: base,
      message: "who says yes confirms it from their own mailbox: name the letter that asks, emails: { confirm: … }",
    };
  else if (all.length > 0 && !form.pending)
    yield {
      rule: "permission-without-mail",
      path: base,
      message: "say what happens until the letter is answered: write pending: { title: …, text: … }",
    };
  yield* twice(base, all, ({ topic }) => topic, "topic", "topic");
  for (const [i, { text, topic }] of all.entries()) {
    const near = Object.hasOwn(topics, topic) ? undefined : nearest(topic, Object.keys(topics));
    if (near !== undefined)
      yield {
        rule: "did-you-mean",
        path: [...base, i, "topic"],
        message: `there is no topic "${topic}" in topics.yaml; did you mean "${near}"?`,
      };
    if (isEmpty(text))
      yield {
        rule: "permission-without-text",
        path: [...base, i, "text"],
        message: "a permission is only given to words that were read; say here what they agree to, in each language",
      };
  }
}

/** What a form hands out and what comes after it are there. */
function* next(base: Path, name: string, { deliver, next: then }: Form, known: Known): Generator<Problem> {
  if (deliver && "content" in deliver && !known.contents.includes(deliver.content))
    yield {
      rule: "unknown-name",
      path: [...base, "deliver", "content"],
      message: unknown("content", deliver.content, known.contents, "add it to contents.yaml"),
    };
  if (!then || !("form" in then)) return;
  const path = [...base, "next", "form"];
  if (!known.forms.includes(then.form))
    yield {
      rule: "unknown-name",
      path,
      message: unknown("form", then.form, known.forms, `write forms/${then.form}.yaml`),
    };
  else if (then.form === name)
    yield { rule: "unknown-name", path, message: "a form is not followed by itself; name another one" };
}

/** Who has sent a form does not see it appear again, so it cannot be for those who have. */
function* placed(path: Path, name: string, { placement }: Form): Generator<Problem> {
  if (!placement?.when) return;
  for (const node of "all" in placement.when ? placement.when.all : [placement.when]) {
    if (!("did" in node) || node.did !== "form_submit") continue;
    if (JSON.stringify(node.where?.["submission.form"] ?? "").includes(`"${name}"`))
      yield {
        rule: "never-matches",
        path,
        message: `"${name}" does not appear to whoever has sent it; ask for another form, or put it into a page by name`,
      };
  }
}

function isEmpty(text: Text): boolean {
  const texts = typeof text === "string" ? [text] : Object.values(text);
  return texts.length === 0 || texts.some((one) => one.trim() === "");
}
