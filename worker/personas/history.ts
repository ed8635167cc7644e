import { enrich, type Sender, type Source } from "../events/enrich.ts";
import type { Event, EventType } from "../events/event.ts";
import { normalizeEmail } from "../lib/email.ts";
import { uuidOf } from "../lib/uuid.ts";
import { NO_EVIDENCE } from "../permissions/evidence.ts";
import type { Compiled, Persona } from "../playbook/index.ts";
import type { TraitValue } from "../state/state.ts";
import { submissions } from "./submission.ts";

/** Pages read one after another, so that a page read three times was read at three times. */
const APART = 60_000;

/** What happens on our side, which no browser tells: written as `did`, it is the event of that type. */
const OURS = /^(lead_(accepted|rejected|won|lost)|flow_(entered|completed|left)|email_[a-z]+|company_signal)$/;

/** What an invented visitor's requests tell beside their bodies. */
export function sourceOf({ country, region, city, timeZone, device = "desktop", language }: Persona): Source {
  const place = Object.fromEntries(
    Object.entries({ country, region, city, timeZone }).filter(([, value]) => value !== undefined),
  );
  return { place, device: { type: device }, language, userAgent: "", ip: null, address: null };
}

/**
 * An invented visitor's history as events, oldest first, made the way the Worker makes them. `ago` counts from `now`.
 * @throws Error for a form that the playbook does not have, or answers that it would refuse
 */
export function historyOf(name: string, persona: Persona, playbook: Compiled, now: number): Event[] {
  const source = sourceOf(persona);
  const sender = { visitor: uuidOf("persona", name, "visitor"), profile: uuidOf("persona", name) };
  const id = (...words: (string | number)[]): string => uuidOf("persona", name, ...words.map(String));
  const deeds = persona.did.flatMap((deed, i) => {
    const at = now - deed.ago;
    if ("form" in deed) return submissions({ deed, name, persona, source, sender, playbook, at, now });
    if ("did" in deed) return [did(deed.did, deed.properties, at, id(i), source, sender, playbook)];
    const step = Math.min(APART, deed.ago / deed.times);
    return Array.from({ length: deed.times }, (_, time) => {
      const url = new URL(deed.page, playbook.site.url).href;
      const when = Math.floor(at + time * step);
      return enrich({ id: id(i, time), type: "page_view", at: when, url }, sender, source, playbook, when);
    });
  });
  const first = Math.min(now, ...deeds.map(({ at }) => at));
  return [...beginning(persona, playbook, sender, first, id), ...deeds].toSorted((a, b) => a.at - b.at);
}

/** The choice of consent, and what a server or an import would have told before anything else happened. */
function beginning(
  { consent, traits, permissions, cluster, did }: Persona,
  playbook: Compiled,
  { visitor, profile }: Sender,
  at: number,
  id: (what: string) => string,
): Event[] {
  const { email, ...told } = traits as Record<string, TraitValue>;
  const forms = did.flatMap((deed) => ("form" in deed ? (playbook.forms[deed.form] ?? []) : []));
  const asked = new Set(forms.flatMap((form) => form.permissions.map(({ topic }) => topic)));
  const carried = Object.entries(permissions)
    .filter(([topic]) => !asked.has(topic))
    .map(([topic, status]) => ({ topic, status, at, evidence: NO_EVIDENCE }));
  const base = { at, receivedAt: at, profile };
  const isKnown = Object.keys(traits).length + carried.length > 0;
  const identity = email === undefined ? {} : { identity: { email: normalizeEmail(String(email)) } };
  return [
    { ...base, id: id("consent"), type: "consent", visitor, consent, properties: { how: "batch" } },
    ...(isKnown
      ? [{ ...base, id: id("told"), type: "identify" as const, visitor: null, traits: told, carried, ...identity }]
      : []),
    ...(cluster === undefined
      ? []
      : [{ ...base, id: id("cluster"), type: "cluster_entered" as const, visitor: null, name: cluster }]),
  ];
}

function did(
  name: string,
  properties: Record<string, unknown>,
  at: number,
  id: string,
  source: Source,
  sender: Sender,
  playbook: Compiled,
): Event {
  if (OURS.test(name)) {
    const named = typeof properties["name"] === "string" ? { name: properties["name"] } : {};
    return {
      id,
      type: name as EventType,
      ...named,
      at,
      receivedAt: at,
      visitor: null,
      profile: sender.profile,
      properties,
    };
  }
  const event = { id, type: "track", name, at, url: playbook.site.url, properties } as const;
  return enrich(event as Parameters<typeof enrich>[0], sender, source, playbook, at);
}
