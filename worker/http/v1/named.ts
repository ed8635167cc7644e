import type { Named } from "../../events/server/event-of.ts";
import type { Call } from "../../events/server/read.ts";
import { CALL_LIMITS, CallRefused } from "../../events/server/refused.ts";
import type { Sealer } from "../../platform/seal.ts";
import { profileOfAnonymous, profileOfUser } from "../../profiles/person.ts";
import { openVisitor } from "../../state/visitor.ts";

/** What may be the value of the browser's cookie: no id of another making is so long. */
const SEALED = /^[\w-]{100,}$/;

/** A profile, and whose visits its pages make. */
type Who = Pick<Named, "profile" | "visitor">;

/**
 * Whose a call is. An anonymousId, or the previousId of an alias, that is the value of the browser's cookie means that very
 * browser; any other id stands for a profile of its own.
 * @throws CallRefused `no_consent` for a browser whose cookie says so, `invalid_event` for a cookie that cannot be read
 */
export async function namedBy(call: Call, sealer: Sealer): Promise<Named> {
  const anonymous = call.anonymousId === undefined ? null : await anonymousOf(call.anonymousId, sealer);
  if (call.userId === undefined) {
    if (anonymous) return { ...anonymous, was: [] };
    throw unreadable("anonymousId");
  }
  const profile = profileOfUser(call.userId);
  const former = call.type === "alias" && call.previousId !== undefined ? await formerOf(call.previousId, sealer) : [];
  return {
    profile,
    visitor: anonymous?.visitor ?? profile,
    was: [...(anonymous ? [anonymous.profile] : []), ...former],
  };
}

/** What an alias says that somebody was: a browser, or whatever the site called them. */
async function formerOf(id: string, sealer: Sealer): Promise<string[]> {
  const browser = await browserOf(id, sealer);
  if (browser) return [browser.profile];
  if (id.length > CALL_LIMITS.idLength) throw unreadable("previousId");
  return [profileOfUser(id), profileOfAnonymous(id)];
}

/** Null for a long id that is no cookie of ours, or not any more. */
async function anonymousOf(id: string, sealer: Sealer): Promise<Who | null> {
  const browser = await browserOf(id, sealer);
  if (browser) return browser;
  if (id.length > CALL_LIMITS.idLength) return null;
  const profile = profileOfAnonymous(id);
  return { profile, visitor: profile };
}

async function browserOf(id: string, sealer: Sealer): Promise<Who | null> {
  const visitor = SEALED.test(id) ? await openVisitor(id, sealer) : null;
  if (visitor && !visitor.state.consent.analytics)
    throw new CallRefused("no_consent", "The visitor has not consented to analytics.");
  return visitor && { profile: visitor.profile, visitor: visitor.id };
}

const unreadable = (name: string): CallRefused =>
  new CallRefused("invalid_event", `${name}: neither a valid cookie of a browser nor a short id`);
