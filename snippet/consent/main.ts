import type { Core } from "../core/modules.ts";
import { closeBanner, isOpen, openBanner } from "./banner.ts";
import type { Consent } from "./texts.ts";

let listening = false;

/**
 * Asks for the visitor's choice. `wanted`: somebody asked for the banner; without it, the banner opens
 * only if there is no choice about today's text.
 */
export default async function ask(core: Core, wanted?: boolean): Promise<void> {
  const opener = wanted ? document.activeElement : null;
  if (isOpen(wanted)) return;
  const address = `${core._base}/consent?locale=${encodeURIComponent(core._locale())}`;
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) return;
  const consent = (await answer.json()) as Consent;
  core._verify(consent.version);
  if (isOpen(wanted) || (core._choice() && !wanted)) return;
  openBanner(core, consent, opener);
  // The choice may also come from another tab or from the site's own tool.
  if (!listening) document.addEventListener("fodspor:consent", closeBanner);
  listening = true;
}
