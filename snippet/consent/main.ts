import type { Core } from "../core/modules.ts";
import { objects } from "../core/objects.ts";
import { closeBanner, isOpen, openBanner } from "./banner.ts";
import type { Consent } from "./texts.ts";

/**
 * Asks for the visitor's choice. `wanted`: somebody asked for the banner; without it, the banner opens
 * only if there is no choice about today's text. Where the visitor's country has opting out, everything is allowed
 * until they say otherwise, and the banner shows once to say so.
 */
export default async function ask(core: Core, wanted?: boolean): Promise<void> {
  // Another tool rules; it has its own way to be asked.
  if (/tcf|gcm/.test(core._dataset["consent"]!)) return;
  const opener = wanted ? document.activeElement : null;
  if (isOpen(wanted)) return;
  const address = `${core._base}/consent?locale=${encodeURIComponent(core._locale())}`;
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) return;
  const consent = (await answer.json()) as Consent;
  const { mode, version, locale, texts } = consent;
  const free = mode == "opt-out" && !objects();
  // What a region's rule allowed does not hold where one has to ask.
  core._verify(free || core._choice()?.how != "region" ? version : "");
  if (isOpen(wanted) || (core._choice() && !wanted)) return;
  if (free && !core._choice()) {
    // Every purpose that the text names.
    core._choose(texts.purposes, "region", version, locale);
  }
  openBanner(core, consent, opener);
  // The choice may also come from another tab or from the site's own tool.
  document.addEventListener("fodspor:consent", closeBanner);
}
