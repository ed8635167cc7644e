import type { Sender, Source } from "../events/enrich.ts";
import type { Event } from "../events/event.ts";
import { submissionEvent } from "../forms/submission.ts";
import { validate } from "../forms/validate.ts";
import { uuidOf } from "../lib/uuid.ts";
import { Sealer } from "../platform/seal.ts";
import type { Compiled, Persona } from "../playbook/index.ts";
import { emptyState } from "../state/state.ts";

type FormDeed = Extract<Persona["did"][number], { form: string }>;

export interface Filled {
  deed: FormDeed;
  /** The persona's, for messages. */
  name: string;
  persona: Persona;
  source: Source;
  sender: Sender;
  playbook: Compiled;
  at: number;
  now: number;
}

/** Nothing is sealed here, so the secret is none. */
const sealer = new Sealer(["a persona's address is nobody's"]);

/** A minute later the mail has come and its button is pressed. */
const LATER = 60_000;

/**
 * A form filled in, and what became of the permissions it asked for: boxes that `permissions` names are ticked, all of them are
 * pending; those confirmed are confirmed a minute later, those withdrawn a minute after that.
 * @throws Error for a form that is not there, or answers that it refuses
 */
export function submissions(filled: Filled): Event[] {
  const { deed, name, persona, source, sender, playbook, at, now } = filled;
  const form = playbook.forms[deed.form];
  if (!form)
    throw new Error(`personas.yaml: "${name}" fills in "${deed.form}", but there is no forms/${deed.form}.yaml.`);
  const email = String(persona.traits["email"] ?? `${name}@visitor.example`);
  const values = { email, ...deed.answers };
  const { answers, problems } = validate(form, new Set(), values, "en", {
    now: at,
    url: lastPage(filled),
    country: persona.country,
    disposable: "allow",
  });
  for (const { field, message } of problems)
    throw new Error(
      `personas.yaml: "${name}" answers ${field} of ${deed.form} with ${JSON.stringify(values[field as "email"])}: ${message}`,
    );
  const visitor = { id: sender.visitor!, profile: sender.profile, syncedAt: at, state: emptyState("", at) };
  const ticked = Object.keys(persona.permissions);
  const submission = uuidOf("persona", name, deed.form, String(deed.ago));
  const url = lastPage(filled);
  const locale = persona.language ?? "";
  const event = submissionEvent(
    { id: submission, form: deed.form, url, locale, answers, ticked },
    visitor,
    source,
    playbook,
    sealer,
    at,
  );
  return [event, ...answersToMail(event, persona, Math.min(LATER, (now - at) / 3))];
}

/** The page read last before: the form stood there. */
function lastPage({ persona, deed, playbook }: Filled): string {
  const views = persona.did.flatMap((other) => ("page" in other && other.ago >= deed.ago ? [other] : []));
  const nearest = views.toSorted((a, b) => a.ago - b.ago)[0];
  return new URL(nearest?.page ?? "/", playbook.site.url).href;
}

/** The form's first permission is what it is for: confirmed with any other, since one button confirms them all. */
function answersToMail(event: Event, { permissions }: Persona, later: number): Event[] {
  const topics = event.submission!.permissions.map(({ topic }) => topic);
  const withdrawn = topics.filter((topic) => permissions[topic] === "withdrawn");
  const isConfirmed = withdrawn.length > 0 || topics.some((topic) => permissions[topic] === "confirmed");
  const confirmed = isConfirmed ? topics.filter((topic) => permissions[topic] !== "pending") : [];
  const answer = (type: "permission_confirmed" | "permission_withdrawn", topics: string[], at: number): Event[] =>
    topics.length === 0
      ? []
      : [
          {
            id: uuidOf(event.id, type),
            type,
            name: event.submission!.form,
            at,
            receivedAt: at,
            visitor: type === "permission_confirmed" ? event.visitor : null,
            profile: event.profile,
            permission: { submission: event.id, topics },
          },
        ];
  const at = event.at + later;
  return [
    ...answer("permission_confirmed", confirmed, Math.floor(at)),
    ...answer("permission_withdrawn", withdrawn, Math.floor(at + later)),
  ];
}
