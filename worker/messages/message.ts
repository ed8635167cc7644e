/** `sending` is held by one sender at a time until `dueAt`; `unknown` may or may not have left, and is never sent again. */
export type MessageStatus = "queued" | "sending" | "sent" | "refused" | "failed" | "unknown";

/** What the template needs beyond what is looked up when sending. No personal data. */
export interface MessageData {
  form: string;
  submission: string;
}
