import type { Context as HonoContext } from "hono";
import type { Surroundings } from "../conditions/index.ts";
import { campaignOf } from "../events/enrich.ts";
import type { Compiled } from "../playbook/index.ts";
import type { HttpEnv } from "./env.ts";
import { requestSource } from "./source.ts";

/** What is true of this request and the page it is for, whoever the visitor is. */
export function requestSurroundings(
  c: HonoContext<HttpEnv>,
  page: string | undefined,
  playbook: Compiled,
): Surroundings {
  const { place, device, language } = requestSource(c);
  const base = { country: place.country, device: device.type, language };
  if (page === undefined || !URL.canParse(page)) return base;
  const url = new URL(page);
  const facts = { url: url.origin + url.pathname, path: url.pathname, ...playbook.page(url.pathname) };
  return { ...base, campaign: campaignOf(url.searchParams), page: facts };
}
