import type { Compiled } from "../../playbook/index.ts";
import { commerceEvent } from "../commerce.ts";
import type { Event, Identity } from "../event.ts";
import { aliasFacts } from "./alias.ts";
import type { Facts } from "./facts.ts";
import { groupFacts } from "./group.ts";
import { identifyFacts } from "./identify.ts";
import { pageFacts } from "./page.ts";
import type { Call } from "./read.ts";
import { CallRefused } from "./refused.ts";
import { screenFacts } from "./screen.ts";
import { defined, pageOf, surroundingsOf } from "./surroundings.ts";
import { trackFacts } from "./track.ts";
import { firstEmail } from "./traits.ts";

/** Whose a call is, as ids of profiles. */
export interface Named {
  profile: string;
  /** Whose visits its pages and screens make. */
  visitor: string;
  /** Other profiles that are the same person. */
  was: string[];
}

/** What the mapping needs to know besides the call. */
export interface Knowledge {
  playbook: Compiled;
  whose: (email: string) => Pick<Event, "who" | "whoBefore">;
  now: number;
}

/**
 * A call as our one event, and how many of its traits could not be kept. Pure.
 * @throws CallRefused `no_consent` where the person has not consented to analytics
 */
export function eventOf(call: Call, named: Named, knowledge: Knowledge): { event: Event; leftOut: number } {
  const { context } = call;
  const { leftOut = 0, ...facts } = factsOf(call, named, knowledge.playbook);
  const identity = identityOf(call, named);
  const event: Event = {
    id: call.id,
    at: call.at,
    receivedAt: knowledge.now,
    visitor: null,
    profile: named.profile,
    ...(context.page ? pageOf(context.page, knowledge.playbook) : {}),
    ...facts,
    ...surroundingsOf(context),
    ...(identity ? { identity } : {}),
    ...(identity?.email ? knowledge.whose(identity.email) : {}),
    ...(isConsentTold(call) ? {} : { unasked: true }),
  };
  const company = facts.company ?? (context.groupId === undefined ? undefined : { groupId: context.groupId });
  // Whose cookie it is stays the same; whose profile that is may change. A site's own user id always leads to one profile.
  const buyer = call.userId === undefined ? named.visitor : named.profile;
  return { event: commerceEvent(company ? { ...event, company } : event, buyer), leftOut };
}

function factsOf(call: Call, { visitor }: Named, playbook: Compiled): Facts {
  switch (call.type) {
    case "track":
      return trackFacts(call);
    case "identify":
      return identifyFacts(call);
    case "page":
      return pageFacts(call, visitor, playbook);
    case "screen":
      return screenFacts(call, visitor);
    case "group":
      return groupFacts(call);
    case "alias":
      return aliasFacts();
  }
}

/** Whom the server says this is; nobody where it only has an anonymous id. */
function identityOf(call: Call, { was }: Named): Identity | undefined {
  const { userId, context } = call;
  const own = call.type === "identify" ? call.traits["email"] : undefined;
  const email = firstEmail(own, context.traits["email"], userId);
  if (userId === undefined && email === undefined) return undefined;
  return defined({
    userId,
    email,
    was: was.length > 0 ? was : undefined,
    alias: call.type === "alias" ? true : undefined,
  });
}

/**
 * Whether the call tells the person's choice for analytics, which then allows it.
 * @throws CallRefused `no_consent`
 */
function isConsentTold({ context }: Call): boolean {
  const analytics = context.consent?.categoryPreferences.analytics;
  if (analytics === false) throw new CallRefused("no_consent", "The person has not consented to analytics.");
  return analytics === true;
}
