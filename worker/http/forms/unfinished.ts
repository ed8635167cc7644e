import { z } from "zod";
import { keepUnfinished } from "../../forms/store.ts";
import { submissionEventId } from "../../forms/submission.ts";
import { readTicket } from "../../forms/ticket.ts";
import { isTrapped } from "../../forms/trap.ts";
import { validate } from "../../forms/validate.ts";
import { chooseLocale } from "../../lib/language.ts";
import { Refusal } from "../../platform/errors.ts";
import { questionsOf } from "../../playbook/index.ts";
import { formOf, type Http, metaOf, readValues, remembered, senderOf } from "./request.ts";

const MOST_BYTES = 16_000;
const Step = z.coerce.number().int().min(1).max(80).catch(1);

/**
 * `POST /form/:id/unfinished`: what was answered so far of a form in steps, of whom lets us remember what they do. It becomes
 * no part of a profile, and permits nothing. An address is not kept before its owner sends it.
 */
export async function keepBegun(c: Http): Promise<Response> {
  const { db, now } = c.get("context");
  const playbook = await c.get("playbook")();
  const id = c.req.param("id")!;
  const form = formOf(playbook, id);
  const values = await readValues(c);
  const visitor = remembered(
    await senderOf(c, playbook, typeof values["token"] === "string" ? values["token"] : undefined),
  );
  const meta = metaOf(values);
  const locale = chooseLocale(meta.locale ?? "", playbook.site.locales);
  await readTicket(c.get("context"), meta.ticket, id, meta.submission, locale);
  const isKept = visitor !== null && playbook.site.forms.unfinished !== "none" && !isTrapped(form, values);
  if (!isKept) return c.body(null, 204);
  const { answers } = validate(form, new Set(), values, locale, {
    now,
    url: meta.url,
    disposable: "allow",
  });
  const addresses = new Set(questionsOf(form).flatMap(({ type, name }) => (type === "email" ? name : [])));
  const told = Object.fromEntries(Object.entries(answers.answers).filter(([name]) => !addresses.has(name)));
  if (Object.keys(told).length === 0) return c.body(null, 204);
  if (JSON.stringify(told).length > MOST_BYTES)
    throw new Refusal("body_too_large", `What is kept of a form that was begun has ${MOST_BYTES} bytes at most.`);
  await keepUnfinished(
    db,
    {
      id: meta.submission,
      profileId: visitor.profile,
      form: id,
      startedAt: now,
      at: now,
      step: Step.parse(values["step"] ?? 1),
      answers: told,
    },
    [undefined, answers.email].map((email) => submissionEventId(meta.submission, id, email)),
  );
  return c.body(null, 204);
}
