import type { CarriedPermission } from "../../worker/events/event.ts";

/** A permission to send news, carried over with its proof. */
export function permission(status: CarriedPermission["status"], at: number): CarriedPermission {
  const evidence = { version: "1", text: "News", locale: "en", url: "", form: "import", ip: null, userAgent: "" };
  return { topic: "news", status, at, evidence };
}
