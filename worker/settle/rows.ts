import type { Event } from "../events/event.ts";
import type { Compiled } from "../playbook/index.ts";
import { SESSION_GAP } from "../profiles/fold.ts";
import type { Person } from "../profiles/person.ts";
import { pointsGiven } from "../scoring/index.ts";
import type { State } from "../state/state.ts";
import type { Work } from "./work.ts";

/** An event as its row: what happened, and what the fold made of it. */
export function eventRow(
  event: Event,
  profileId: string,
  before: State,
  after: State,
  playbook: Compiled,
): Work["events"][number] {
  const { id, type, name, at, receivedAt, visitor, submission, page } = event;
  const { referrer, campaign, place, device, language, properties, consent } = event;
  // What proves it is the ledger's to keep.
  const permission = event.permission && { submission: event.permission.submission, topics: event.permission.topics };
  const rest = { referrer, campaign, place, device, language, properties, consent, permission };
  const entered = after.segments.filter((segment) => !before.segments.includes(segment));
  const left = before.segments.filter((segment) => !after.segments.includes(segment));
  return {
    id,
    profileId,
    visitorId: visitor,
    type,
    name: name ?? submission?.form ?? null,
    at,
    receivedAt,
    path: page?.path ?? null,
    title: page?.title ?? null,
    data: {
      ...rest,
      ...(page ? { page } : {}),
      ...(submission ? { form: submission.form } : {}),
      // Their names only: what was told may be personal, and is the profile's to tell.
      ...(event.traits ? { traits: Object.keys(event.traits) } : {}),
      ...(event.corrected ? { corrected: Object.keys(event.corrected) } : {}),
    },
    effects: {
      points: pointsGiven(before, after, playbook.scoring),
      ...(before.stage === after.stage ? {} : { stage: { from: before.stage, to: after.stage } }),
      ...(entered.length > 0 ? { entered } : {}),
      ...(left.length > 0 ? { left } : {}),
    },
  };
}

/** What else an event leaves behind: its browser, the visit it belongs to, and the choice of consent it may bring. */
export function follow(work: Work, event: Event, person: Person, companyId: string | null): void {
  if (event.consent) choice(work, event, event.consent, person);
  if (event.visitor === null) return;
  browser(work, event, event.visitor, person);
  // What is told late belongs to no running visit.
  if (event.at >= person.state.session.startedAt - SESSION_GAP) visit(work, event, event.visitor, person, companyId);
}

function choice(work: Work, event: Event, consent: NonNullable<Event["consent"]>, person: Person): void {
  const properties = event.properties ?? {};
  const text = (key: string): string | null => (typeof properties[key] === "string" ? properties[key] : null);
  work.consents.push({
    id: event.id,
    profileId: person.id,
    visitorId: event.visitor,
    at: event.at,
    ...consent,
    how: text("how") ?? "api",
    version: text("version"),
    locale: text("locale"),
    url: event.page?.url ?? null,
    gpc: properties["gpc"] === true,
  });
}

function browser(work: Work, { at }: Event, id: string, person: Person): void {
  const before = work.visitors.get(id);
  work.visitors.set(id, {
    id,
    profileId: person.id,
    firstSeen: Math.min(at, before?.firstSeen ?? at),
    lastSeen: Math.max(at, before?.lastSeen ?? at),
  });
}

/** Where a visit came from is what its first page says; a choice of consent before it says nothing of that. */
function visit(work: Work, event: Event, visitorId: string, person: Person, companyId: string | null): void {
  const { startedAt, views } = person.state.session;
  const key = `${person.id} ${startedAt}`;
  const before = work.sessions.get(key);
  const origin =
    before && before.views > 0
      ? before
      : {
          landing: event.page?.path ?? before?.landing ?? null,
          referrer: event.referrer?.class ?? null,
          campaign: event.campaign ?? null,
        };
  work.sessions.set(key, {
    profileId: person.id,
    startedAt,
    visitorId,
    lastAt: person.state.lastSeen,
    views,
    landing: origin.landing ?? null,
    referrer: origin.referrer ?? null,
    campaign: origin.campaign ?? null,
    companyId: before?.companyId ?? companyId,
  });
}
