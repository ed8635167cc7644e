import type { Core } from "../core/modules.ts";
import { objects } from "../core/objects.ts";

type State = Record<string, unknown>;
/** Google's `arguments` objects, GTM's own messages, and whatever else a page puts there. */
type DataLayer = { [index: number]: unknown; push(...commands: unknown[]): number } & Iterable<unknown>;

function dataLayer(): DataLayer {
  return ((window as { dataLayer?: DataLayer }).dataLayer ||= [] as unknown as DataLayer);
}

/**
 * Follows Google Consent Mode v2: the `consent` commands in `window.dataLayer`, those there already and those to come.
 * An update is a choice. Defaults are one only where they grant, for every region, and the browser does not object.
 */
export function hearConsentMode(core: Core): void {
  const defaults: State = {};
  const updates: State = {};
  let decided = false;
  let regional = false;
  const take = (command: unknown) => {
    // Whatever it is, and however long it says that it is.
    const { 0: name, 1: kind, 2: values } = Object(command) as [string, string, State?];
    if (name != "consent" || !values) return;
    if (kind == "update") {
      Object.assign(updates, values);
      decided = true;
    } else if (kind == "default") {
      if (values["region"]) regional = true;
      else Object.assign(defaults, values);
    }
  };
  const rule = () => {
    const state = { ...(regional ? {} : defaults), ...updates };
    const says = (key: string) => state[key] == "granted";
    const purposes = {
      analytics: says("analytics_storage"),
      personalization: says(state["personalization_storage"] ? "personalization_storage" : "ad_personalization"),
      marketing: says("ad_storage") && says("ad_user_data"),
    };
    if (decided || (!objects() && Object.values(purposes).some(Boolean))) core._obey(purposes, "gcm");
  };
  const layer = dataLayer();
  const push = layer.push;
  for (const command of layer) take(command);
  rule();
  layer.push = function (...commands) {
    const length = push.apply(this, commands);
    try {
      commands.forEach(take);
      rule();
    } catch {}
    return length;
  };
}

/** Tells Google Consent Mode v2 of the visitor's choice, now if there is one and at every change. */
export function tellConsentMode(core: Core): void {
  const tell = () => {
    const choice = core._choice();
    if (!choice) return;
    const { analytics, personalization, marketing } = choice.consent;
    const say = (granted: boolean) => (granted ? "granted" : "denied");
    command("consent", "update", {
      ad_storage: say(marketing),
      ad_user_data: say(marketing),
      ad_personalization: say(marketing && personalization),
      analytics_storage: say(analytics),
      functionality_storage: say(personalization),
      personalization_storage: say(personalization),
      security_storage: "granted",
    });
  };
  tell();
  document.addEventListener("fodspor:consent", tell);
}

// Google's tag takes `arguments` objects only, not arrays.
const command = function () {
  // oxlint-disable-next-line prefer-rest-params
  dataLayer().push(arguments);
} as (name: "consent", kind: "update", state: State) => void;
