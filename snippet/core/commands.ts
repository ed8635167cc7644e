import { current } from "./choice.ts";
import { decide } from "./decide.ts";
import { load } from "./modules.ts";
import { record } from "./recorder.ts";
import { safe } from "./safe.ts";
import { locale } from "./script.ts";
import { sendReset } from "./sender.ts";
import { view } from "./views.ts";
import type { Purposes } from "./wire.ts";

/** Opens the banner with the visitor's present choice. */
export function openBanner(): void {
  load("consent", true);
}

const commands = {
  event: (name: string, properties?: object) => record("track", { name, properties }),
  identify: (traits?: object) => record("identify", { properties: traits }),
  page: (properties?: object) => view(properties),
  consent: (purposes?: Purposes & { version?: string }) => {
    if (!purposes) openBanner();
    else if (!isCurrent(purposes)) decide(purposes, "api", purposes.version || "api", locale());
  },
  reset: () => void sendReset(),
  on: (name: string, fn: (detail: unknown) => void) =>
    document.addEventListener("fodspor:" + name, (event) => fn((event as CustomEvent).detail)),
};

/** Runs one call of `fodspor(name, …)`; an unknown name does nothing. */
export const run = safe((call: ArrayLike<unknown>) => {
  const [name, ...args] = Array.from(call) as [keyof typeof commands, ...never[]];
  (commands[name] as (...args: never[]) => void)(...args);
});

/** Consent tools repeat their choice on every page; only a change is a new one. */
function isCurrent({ analytics, personalization, marketing }: Purposes): boolean {
  const choice = current();
  return (
    !!choice &&
    choice.analytics == !!analytics &&
    choice.personalization == !!personalization &&
    choice.marketing == !!marketing
  );
}
