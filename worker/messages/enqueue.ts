import type { Context } from "../platform/context.ts";
import { Refusal } from "../platform/errors.ts";
import type { Compiled } from "../playbook/index.ts";
import { add, addressee, type Queued } from "./store.ts";

/** One mail of the playbook to one person. */
export interface Wanted {
  /** Told twice it is one mail. */
  id: string;
  /** An e-mail's name in the playbook. */
  template: string;
  /** Whom: an address, or a person's id. */
  to: { email: string } | { profile: string };
}

/**
 * Puts a mail into the outbox, for the gate to decide about at the moment of sending. Returns what has become of it: told
 * again, that may be more than that it is queued.
 * @throws Refusal `not_found`, `invalid_request`, `conflict` (the id was another mail's), `unavailable`
 */
export async function enqueue(
  context: Context,
  playbook: Compiled,
  { id, template, to }: Wanted,
): Promise<Pick<Queued, "status" | "reason">> {
  const { db, now, queues } = context;
  const topic = topicOf(playbook, template);
  const person = await addressee(db, to);
  if (person === null)
    throw new Refusal("not_found", "There is nobody with this address or id. Find people with /profiles?email=.");
  const message = {
    id,
    profileId: person.id,
    email: person.email,
    template,
    kind: "marketing" as const,
    topic,
    locale: person.locale ?? playbook.site.locales[0]!,
    data: { form: "", submission: "" },
    status: "queued" as const,
    dueAt: now,
    createdAt: now,
  };
  const queued = await add(db, message);
  if (queued.template !== template || queued.email !== person.email)
    throw new Refusal("conflict", "This id is already that of another mail; send with a new one.");
  try {
    if (queued.status === "queued") await queues.mail?.send({ id, at: now });
  } catch {
    console.warn("the mail queue is not reachable; the next tick sends");
  }
  return queued;
}

/** The permission that a mail is sent by. */
function topicOf(playbook: Compiled, template: string): string {
  const email = Object.hasOwn(playbook.emails, template) ? playbook.emails[template] : undefined;
  if (!email) throw new Refusal("invalid_request", `The playbook has no e-mail "${template.slice(0, 60)}".`);
  if (email.kind !== "marketing")
    throw new Refusal("invalid_request", `A ${email.kind} mail is sent by its form alone; send one of kind marketing.`);
  if (email.topic === undefined)
    throw new Refusal(
      "invalid_request",
      `Nothing tells which permission it is sent by: add topic to emails/${template}.md.`,
    );
  return email.topic;
}
