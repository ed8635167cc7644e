import { z } from "zod";
import type { KINDS } from "../playbook/index.ts";
import type { Consent, PermissionStatus, TraitValue } from "../state/state.ts";

/** What a browser may report. */
export const BrowserEventType = z.enum(["page_view", "page_leave", "click", "track", "form_submit", "identify"]);

/**
 * All there are. Servers report screens, groups and aliases too; what happens on our side re-enters as an event: a choice
 * of consent, a permission confirmed or withdrawn, what sales says, what becomes of flows and mails.
 */
export type EventType =
  | z.infer<typeof BrowserEventType>
  | "screen_view"
  | "group"
  | "alias"
  | "consent"
  | "permission_confirmed"
  | "permission_withdrawn"
  | "permission_expired"
  | "preferences_changed"
  | "content_opened"
  | Derived
  | `lead_${"accepted" | "rejected" | "won" | "lost"}`
  | `flow_${"entered" | "completed" | "left"}`
  | `email_${"sent" | "delivered" | "opened" | "clicked" | "bounced" | "complained"}`
  | "cluster_entered"
  | "company_signal";

/** What follows from others (profiles/changes.ts); `name` is the segment, stage or cell. */
export type Derived = "segment_entered" | "segment_left" | "stage_entered" | "score_changed" | "lead_qualified";

export interface Campaign {
  source?: string;
  medium?: string;
  name?: string;
  term?: string;
  content?: string;
}

/** What sort of network a visit came from: only a `company` tells where somebody works. */
export type NetworkKind = (typeof KINDS)[number];

/** The network that an address belongs to. */
export interface Network {
  asn?: number;
  organization: string;
  kind?: NetworkKind;
}

export interface Place {
  country?: string;
  region?: string;
  city?: string;
  timeZone?: string;
  network?: Network;
}

export interface Device {
  type: "desktop" | "mobile" | "tablet" | "other";
  browser?: string;
  os?: string;
}

/** What the permission ledger must be able to prove: what was read, where, when and by which browser. */
export interface Evidence {
  version: string;
  text: string;
  locale: string;
  url: string;
  form: string;
  /** Truncated: /24 or /48. */
  ip: string | null;
  userAgent: string;
  /** SHA-256 of `text`, base64url: the very words, should the text be in doubt. */
  hash?: string;
  /** How it was said; a form's box or button where nothing else is told. */
  how?: "double" | "single" | "link" | "preferences" | "api" | "import" | "sales";
  /** The mail in which it was answered. */
  message?: string;
}

/** A form's answers. `email` is only there when it was asked; a known person's address is read from the profile. */
export interface Submission {
  /** The form's own id of it, from its hidden field. */
  id: string;
  form: string;
  locale: string;
  url: string;
  email?: string;
  /** What was answered, by field: kept with the submission, and nowhere else. */
  answers: Record<string, TraitValue>;
  /** What looks as if no person, or nobody serious, had written it: names of fields, `fast`, `disposable`. */
  doubts: string[];
  /** The network (truncated address, or a keyed hash of it) from which it came. It rides in the queue, and goes to the mails only. */
  network?: string;
  /** Topics for which the law of the visitor's country asks for no second yes. */
  single: string[];
  permissions: { topic: string; evidence: Evidence }[];
}

/** Who a server or an import says this is. They hold our key, so they are believed. */
export interface Identity {
  /** The site's own id of the person. */
  userId?: string;
  /** Normalized. */
  email?: string;
  /** Ids of profiles that are the same person: joined to theirs, if nobody else is known under them. */
  was?: string[];
  /** An alias: `was` is joined even if it is known by a name of its own. */
  alias?: boolean;
}

/** The company that somebody belongs to, as a server tells it or as their address does. */
export interface CompanyClaim {
  /** The site's own id of the company. */
  groupId?: string;
  /** Such as `acme.dk`. */
  domain?: string;
  name?: string;
  traits?: Record<string, TraitValue>;
}

/** A permission given or taken back elsewhere, carried over with its proof. */
export interface CarriedPermission {
  topic: string;
  status: PermissionStatus;
  /** The address that it was said for, if it may be another than the person's. */
  email?: string;
  /** When it was given, epoch ms. */
  at: number;
  evidence: Evidence;
}

/** How an address wants what it gets, as a whole: what was not said is null. */
export interface Preferences {
  email: string;
  /** Nothing but what is asked for before then, epoch ms. */
  pausedUntil: number | null;
  /** The least time, in ms, between two marketing mails. */
  every: number | null;
  locale: string | null;
}

/**
 * The one envelope: whatever happens, by whatever way it came. Times are epoch milliseconds;
 * `at` is when it happened (clock skew corrected), `receivedAt` when we heard of it.
 */
export interface Event {
  id: string;
  type: EventType;
  name?: string;
  at: number;
  receivedAt: number;
  visitor: string | null;
  profile: string;
  page?: { url: string; path: string; title?: string; class: string; topics: string[] };
  referrer?: { host: string; class: "search" | "social" | "email" | "internal" | "link" };
  campaign?: Campaign;
  place?: Place;
  device?: Device;
  language?: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, TraitValue>;
  /** What their owner put right: holds whatever was told before; null takes a trait away. */
  corrected?: Record<string, TraitValue | null>;
  preferences?: Preferences;
  consent?: Consent;
  submission?: Submission;
  /** Keyed hash of the address that this event claims or proves. */
  who?: string;
  /** The same under keys that were given up for newer ones but are still held. */
  whoBefore?: string[];
  identity?: Identity;
  /** No choice of consent came with it: the one that the person made last decides. */
  unasked?: true;
  company?: CompanyClaim;
  carried?: CarriedPermission[];
  /** The sender's whole address, to look its network up by. It rides in the queue only and is never stored. */
  address?: string;
  /** The submission whose permissions were confirmed, withdrawn or expired, and how. */
  permission?: { submission: string; topics: string[]; evidence?: Evidence };
}
