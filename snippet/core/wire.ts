/** What a visitor allows, one yes or no per purpose. */
export interface Purposes {
  analytics: boolean;
  personalization: boolean;
  marketing: boolean;
}

/** Where a choice was made: in the banner, in the settings opened later, or by the site's own tool. */
export type How = "banner" | "settings" | "api";

export type EventType = "page_view" | "page_leave" | "click" | "track" | "form_submit" | "identify";

/** What one kind of event knows besides its id, type, time and page. */
export interface EventFields {
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
