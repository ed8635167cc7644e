import { enrich, sourceOf } from "../worker/events/enrich.ts";
import type { Event } from "../worker/events/event.ts";
import type { Message } from "../worker/events/message.ts";
import type { Compiled } from "../worker/playbook/index.ts";
import { SITE } from "./stack.ts";
import { Dice, PAGES, USER_AGENTS } from "./traffic.ts";

const START = Date.parse("2026-11-02T08:00:00Z");
const CONSENT = { analytics: true, personalization: true, marketing: true };
/** Ten events a person, most of them one a message, spread over two days: so there are sessions, and people who return. */
const EVENTS_A_PERSON = 10;
const PERIOD = 2 * 86_400_000;

/** What the EVENTS queue would carry of `events` page views, in the order of time. */
export function messagesOf(events: number, playbook: Compiled): Message[] {
  const dice = new Dice(3);
  const people = Array.from({ length: Math.ceil(events / EVENTS_A_PERSON) }, () => ({
    sender: { visitor: dice.uuid(), profile: dice.uuid() },
    source: sourceOf(
      new Headers({ "user-agent": dice.pick(USER_AGENTS), "accept-language": "da-DK,da;q=0.9" }),
      { country: "DK", city: "Aarhus", asn: 3292, asOrganization: "TDC Holding A/S" },
      "192.0.2.7",
    ),
    known: false,
  }));
  const messages: Message[] = [];
  for (let made = 0; made < events;) {
    const at = START + Math.floor((made / events) * PERIOD);
    const person = dice.pick(people);
    const count = Math.min(events - made, dice.roll() < 0.8 ? 1 : 3);
    const views = Array.from({ length: count }, (_, i): Event => {
      const { path, title } = dice.pick(PAGES);
      const seen = {
        id: dice.uuid(),
        type: "page_view" as const,
        at: at + i * 1000,
        url: SITE + path,
        title,
        referrer: `${SITE}/`,
      };
      return enrich(seen, person.sender, person.source, playbook, at + 5000);
    });
    if (!person.known) views.unshift(choice(dice, views[0]!));
    person.known = true;
    messages.push({ kind: "events", id: dice.uuid(), events: views });
    made += count;
  }
  return messages;
}

/** The choice of consent that goes before a visitor's first page view. */
function choice(dice: Dice, { at, receivedAt, visitor, profile }: Event): Event {
  return {
    id: dice.uuid(),
    type: "consent",
    at,
    receivedAt,
    visitor,
    profile,
    consent: CONSENT,
    properties: { how: "banner" },
  };
}
