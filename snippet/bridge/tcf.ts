import type { Core } from "../core/modules.ts";
import type { Purposes } from "../core/wire.ts";
import { objects } from "../core/objects.ts";

interface TcData {
  eventStatus?: string;
  gdprApplies?: boolean;
  tcfPolicyVersion?: number;
  purpose?: { consents?: Record<number, boolean | undefined> };
}

type TcfApi = (command: string, version: number, callback: (data: TcData | null, success: boolean) => void) => void;

const TRY_AGAIN_MS = 250;

/**
 * Purposes of IAB TCF 2.2 that have to be consented to, all of them: storing on the device (1) for everything;
 * measuring content (8) and understanding audiences (9); profiles for content (5) and their use (6); profiles for
 * advertising (3), their use (4) and measuring it (7). Legitimate interest is no consent.
 */
const NEEDED: Record<keyof Purposes, number[]> = {
  analytics: [1, 8, 9],
  personalization: [1, 5, 6],
  marketing: [1, 3, 4, 7],
};

/** Follows a consent management platform that speaks TCF 2.2, as soon as there is one. */
export function hearTcf(core: Core): void {
  const { __tcfapi } = window as { __tcfapi?: TcfApi };
  if (!__tcfapi) {
    setTimeout(hearTcf, TRY_AGAIN_MS, core);
    return;
  }
  __tcfapi("addEventListener", 2, (data, success) => {
    if (!success) return;
    const { eventStatus, gdprApplies, tcfPolicyVersion, purpose } = data!;
    const free = gdprApplies === false;
    if (free && objects()) return;
    const allowed = (name: keyof Purposes) => free || NEEDED[name].every((id) => purpose?.consents?.[id]);
    const purposes = {
      analytics: allowed("analytics"),
      personalization: allowed("personalization"),
      marketing: allowed("marketing"),
    };
    if (/^(tcloaded|useractioncomplete)$/.test(eventStatus || "")) {
      core._obey(purposes, "tcf", tcfPolicyVersion ? `tcf-${tcfPolicyVersion}` : undefined);
    } else if (eventStatus == "cmpuishown") {
      // It asks. What was granted once and is not any more waits for the answer.
      const before = core._choice()?.consent;
      if (Object.entries(purposes).some(([name, allowed]) => before?.[name as keyof Purposes] && !allowed))
        core._verify("");
    }
  });
}
