import type { Context as HonoContext } from "hono";
import { companyAt } from "../companies/lookup.ts";
import type { Surroundings } from "../conditions/index.ts";
import { Recent } from "../lib/recent.ts";
import { campaignOf, type Source } from "../events/enrich.ts";
import type { Compiled } from "../playbook/index.ts";
import type { CompanyFacts, State } from "../state/state.ts";
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
    get region() {
      return source().place.region;
    },
    get city() {
      return source().place.city;
    },
    get timeZone() {
      return source().place.timeZone;
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

/**
 * The surroundings and, where one of these blocks asks about it, the visitor's company. For others nothing is looked up.
 * Where the network is no company's, it is where the visitor works, as far as their state tells.
 */
export async function withCompany(
  c: HonoContext<HttpEnv>,
  around: Surroundings,
  playbook: Compiled,
  blocks: Iterable<string>,
  state: State | null,
): Promise<Surroundings> {
  if (playbook.companyBlocks.size === 0 || around.company !== undefined) return around;
  for (const name of blocks) {
    if (!playbook.companyBlocks.has(name)) continue;
    const { db, now } = c.get("context");
    const company = await companyAt(db, c.get("ip")(), requestSource(c).place.network, now);
    around.company = company?.["kind"] === "company" ? company : (employerIn(state, company) ?? company);
    break;
  }
  return around;
}

/** Where somebody works who allows that it is looked at; of the network they use now `kind` tells, where it is known. */
function employerIn(state: State | null, network: CompanyFacts = {}): CompanyFacts | undefined {
  return state?.consent.personalization && state.company ? { ...state.company, ...network } : undefined;
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
