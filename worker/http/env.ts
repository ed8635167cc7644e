import type { Context } from "../platform/context.ts";
import type { Bindings } from "../platform/env.ts";
import type { Compiled } from "../playbook/index.ts";

/** What Hono handlers find: the request's context, and the playbook in force when they ask for it. */
export interface HttpEnv {
  Bindings: Bindings;
  Variables: {
    context: Context;
    /** @throws Refusal `unavailable` before anything is published */
    playbook: () => Promise<Compiled>;
    /** What Cloudflare knows of the request; locally what `x-fodspor-cf` says. */
    cf: () => Partial<IncomingRequestCfProperties> | undefined;
    ip: () => string | null;
  };
}
