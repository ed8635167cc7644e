import type { Core } from "../core/modules.ts";
import { hearConsentMode, tellConsentMode } from "./consent-mode.ts";
import { hearTcf } from "./tcf.ts";

/** Connects the visitor's choice with another tool: who rules is on the script tag, as is who is told. */
export default function connect(core: Core): void {
  const { consent, gcm } = core._dataset;
  if (consent == "gcm") hearConsentMode(core);
  else if (gcm != null) tellConsentMode(core);
  if (consent == "tcf") hearTcf(core);
}
