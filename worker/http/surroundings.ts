import type { Context as HonoContext } from "hono";
import type { Surroundings } from "../conditions/index.ts";
import { campaignOf, type Source } from "../events/enrich.ts";
import type { Compiled } from "../playbook/index.ts";
import type { HttpEnv } from "./env.ts";
import { requestSource } from "./source.ts";

/** What is true of this request and the page it is for, whoever the visitor is. Worked out as far as it is asked for. */
export function requestSurroundings(
  c: HonoContext<HttpEnv>,
  page: string | undefined,
  playbook: Compiled,
): Surroundings {
  const url = page === undefined ? null : URL.parse(page);
  let known: Source | undefined;
  const source = (): Source => (known ??= requestSource(c));
  return {
    get country() {
      return source().place.country;
    },
    get device() {
      return source().device.type;
    },
    get language() {
      return source().language;
    },
    get campaign() {
      return url?.search ? campaignOf(url.searchParams) : undefined;
    },
    page: url ? { url: url.origin + url.pathname, path: url.pathname, ...playbook.page(url.pathname) } : undefined,
  };
}
