import { obey } from "./decide.ts";
import { leave } from "./engagement.ts";
import { load } from "./modules.ts";
import { record } from "./recorder.ts";
import { safe } from "./safe.ts";
import { view } from "./views.ts";
import type { Purposes } from "./wire.ts";

const commands = {
  event: (name: string, properties?: object) => record("track", { name, properties }),
  identify: (traits?: object) => record("identify", { properties: traits }),
  page: (properties?: object) => {
    leave(true);
    view(properties);
  },
  consent: (purposes?: Purposes & { version?: string }) => {
    if (purposes) obey(purposes, "api", purposes.version);
    else load("consent", true);
  },
  // Waits its turn among the events: what comes after it is somebody else's.
  reset: () => record("reset"),
};

/** Runs one call of `fodspor(name, …)`; an unknown name does nothing. */
export const run = safe((call: Iterable<unknown>) => {
  const [name, ...args] = call as [keyof typeof commands, ...never[]];
  (commands[name] as (...args: never[]) => void)(...args);
});
