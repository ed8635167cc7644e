import type { Context as HonoContext } from "hono";
import type { Surroundings } from "../conditions/index.ts";
import { Recent } from "../lib/recent.ts";
import { campaignOf, type Source } from "../events/enrich.ts";
import type { Compiled } from "../playbook/index.ts";
import type { HttpEnv } from "./env.ts";
import { requestSource } from "./source.ts";

/** What is true of this request and the page it is for, whoever the visitor is. Worked out as far as it is asked for. */
export function requestSurroundings(
  c: HonoContext<HttpEnv>,
  address: string | undefined,
  playbook: Compiled,
): Surroundings {
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
    ...(address === undefined ? {} : pageAt(address, playbook)),
  };
}

type OfPage = Pick<Surroundings, "page" | "campaign">;

const MOST_PAGES = 500;
const LONGEST_KEPT = 200;
let pages: { of: Compiled; known: Recent<OfPage> } | undefined;

/** What an address tells. The same few pages are asked about again and again, so they are remembered. */
function pageAt(address: string, playbook: Compiled): OfPage {
  if (pages?.of !== playbook) pages = { of: playbook, known: new Recent(MOST_PAGES) };
  let facts = pages.known.get(address);
  if (!facts) {
    facts = factsOf(address, playbook);
    if (address.length <= LONGEST_KEPT) pages.known.set(address, facts);
  }
  return facts;
}

function factsOf(address: string, playbook: Compiled): OfPage {
  const url = URL.parse(address);
  if (!url) return {};
  const { origin, pathname: path, searchParams } = url;
  return { campaign: campaignOf(searchParams), page: { url: origin + path, path, ...playbook.page(path) } };
}
