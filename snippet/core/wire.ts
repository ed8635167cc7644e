/** What a visitor allows, one yes or no per purpose. */
export interface Purposes {
  analytics: boolean;
  personalization: boolean;
  marketing: boolean;
}

/** The same as somebody else says it: what is truthy is allowed, what is missing is not. */
export type Said = { [purpose in keyof Purposes]?: unknown };

/**
 * Where a choice was made: in the banner, in the settings opened later, by the site's own tool (through
 * our API, Google Consent Mode or IAB TCF), or by the rule of the visitor's region.
 */
export type How = "banner" | "settings" | "api" | "region" | "gcm" | "tcf";

export type EventType = "page_view" | "page_leave" | "click" | "track" | "form_submit" | "identify" | "reset";

/** What one kind of event knows besides its id, type and time. */
export interface EventFields {
  /** Its page, if that is not the present one any more. */
  url?: string | undefined;
  name?: string;
  title?: string;
  /** The page before this one, as a URL; empty when unknown. */
  referrer?: string;
  topics?: string[] | undefined;
  properties?: unknown;
}

/** One event as `POST {base}/e` takes it. */
export interface WireEvent extends EventFields {
  /** A random UUID; the server stores an id once. */
  id: string;
  type: EventType;
  /** When it happened, ISO 8601. */
  at: string;
  url: string;
}

/** What the Worker answers to a POST, as far as the core reads it. */
export interface Answer {
  ok?: boolean;
  /** The Worker's own word for why it refuses. */
  error?: { code?: string };
  /** For a page of another site, instead of the cookie: a new token to keep, or null to forget it. */
  token?: string | null;
}
