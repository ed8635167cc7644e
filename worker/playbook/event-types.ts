/** The types of events there are (events/event.ts); what a site names itself is none of them. */
export const EVENTS = [
  "page_view",
  "page_leave",
  "click",
  "track",
  "form_submit",
  "identify",
  "screen_view",
  "group",
  "alias",
  "consent",
  "permission_confirmed",
  "permission_withdrawn",
  "permission_expired",
  "preferences_changed",
  "content_opened",
  "segment_entered",
  "segment_left",
  "stage_entered",
  "score_changed",
  "lead_qualified",
  "lead_accepted",
  "lead_rejected",
  "lead_won",
  "lead_lost",
  "flow_entered",
  "flow_completed",
  "flow_left",
  "email_sent",
  "email_delivered",
  "email_opened",
  "email_clicked",
  "email_bounced",
  "email_complained",
  "cluster_entered",
  "company_signal",
];

const all = new Set(EVENTS);

/**
 * Whether a name is that of one of our own types. What a site calls so is never taken for one: anybody's browser can send
 * an event by any name, and nobody becomes a customer by saying `lead_won`.
 */
export const isEventType = (name: string): boolean => all.has(name);
