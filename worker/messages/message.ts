/** A `service` mail needs no permission: somebody asks for what is their right, and it goes to an address that is known. */
export type MessageKind = "confirmation" | "delivery" | "marketing" | "service";

/** `sending` is held by one sender at a time until `dueAt`; `unknown` may or may not have left, and is never sent again. */
export type MessageStatus = "queued" | "sending" | "sent" | "refused" | "failed" | "unknown";

/** What the template needs beyond what is looked up when sending. No personal data. */
export interface MessageData {
  /** The form and the submission that caused it; both empty where none did. */
  form: string;
  submission: string;
}
