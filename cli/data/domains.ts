import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { keep } from "../keep.ts";

const require = createRequire(import.meta.url);
const FOLDER = join(import.meta.dirname, "..", "..", "dist", "data");

/** Providers of Nordic households that the packages do not have. */
const NORDIC = `mail.dk jubii.dk ofir.dk privat.dk youmail.dk webspeed.dk stofanet.dk tdcadsl.dk mail.tele.dk post.tele.dk
  get2net.dk oncable.dk cool.dk city.dk sol.dk fibermail.dk waoo.dk energimail.dk nrdn.dk mailme.dk c.dk
  telia.com comhem.se bredband.net bredband2.com spray.se swipnet.se tele2.se glocalnet.net passagen.se home.se tiscali.se
  online.no broadpark.no getmail.no frisurf.no lyse.net start.no c2i.net ebnett.no haugnett.no altiboxmail.no
  luukku.com kolumbus.fi saunalahti.fi elisanet.fi pp.inet.fi dnainternet.net netti.fi suomi24.fi simnet.is internet.is`;

/** Sorted lines: domains where anybody may have an address, and those of addresses to throw away (`*.` for all below). */
export function domainLists(): { free: string; disposable: string } {
  return {
    free: lines([...(require("email-providers/all.json") as string[]), ...NORDIC.split(/\s+/)]),
    disposable: lines([
      ...(require("disposable-email-domains/index.json") as string[]),
      ...(require("disposable-email-domains/wildcard.json") as string[]).flatMap((domain) => [domain, `*.${domain}`]),
    ]),
  };
}

/**
 * Writes the lists into `dist/data/`, each as a module with one text: what runs the Worker's files, be it workerd, Node or
 * vitest, takes a module, and a text costs nothing until somebody looks into it.
 */
export async function buildDomains(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const [name, text] of Object.entries(domainLists())) {
    await keep(join(FOLDER, `${name}-domains.js`), `export default ${JSON.stringify(text)};\n`);
    await keep(join(FOLDER, `${name}-domains.d.ts`), "declare const lines: string;\nexport default lines;\n");
  }
}

/** Code units decide the order, as they do when it is searched. */
function lines(domains: string[]): string {
  const tidy = domains.map((domain) => domain.trim().toLowerCase()).filter((domain) => domain !== "");
  return [...new Set(tidy)].toSorted((a, b) => (a < b ? -1 : 1)).join("\n");
}

if (import.meta.main) await buildDomains();
