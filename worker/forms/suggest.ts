import spelling from "@zootools/email-spell-checker";

/** Where people of the North have their addresses, beside what the library knows. */
const NORTH = (
  "hotmail.com hotmail.dk outlook.com outlook.dk yahoo.com yahoo.dk gmail.com icloud.com jubii.dk tdcadsl.dk youmail.dk " +
  "stofanet.dk webspeed.dk get2net.dk privat.dk hotmail.se outlook.se yahoo.se telia.com bredband.net spray.se comhem.se " +
  "hotmail.no outlook.no yahoo.no online.no broadpark.no getmail.no kolumbus.fi luukku.com suomi24.fi elisanet.fi simnet.is"
).split(" ");
const ownOf = (domain: string): string => domain.split(".")[0]!;
/** Of a few letters, one more or less makes another company's name. */
const DOMAINS = [...new Set([...NORTH, ...spelling.POPULAR_DOMAINS])].filter((domain) => ownOf(domain).length >= 5);
const NAMES = new Set([...DOMAINS, ...spelling.POPULAR_DOMAINS, "mail.com", "email.com"].map(ownOf));

/** Ends that were meant as others. */
const ENDS: Record<string, string> = {
  ...Object.fromEntries(["con", "cmo", "ocm", "comm", "coom", "vom", "xom", "cim", "om"].map((end) => [end, "com"])),
  ...Object.fromEntries(["nte", "ner", "nett"].map((end) => [end, "net"])),
  ...Object.fromEntries(["ogr", "orgg"].map((end) => [end, "org"])),
  dkk: "dk",
};
/** The same, where the rest is a provider whose address ends in `com`. */
const ENDS_OF_COM = new Set(["co", "cm"]);

/** What an address probably was meant to be, `anna@gmial.com` → `anna@gmail.com`; null where nothing looks mistyped. Only a hint. */
export function suggest(email: string): string | null {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1).toLowerCase();
  if (at < 1 || !/^(?:[a-z\d-]+\.)+[a-z]+$/.test(domain)) return null;
  const better = nearest(mended(domain));
  return better === domain ? null : email.slice(0, at + 1) + better;
}

function mended(domain: string): string {
  const dot = domain.lastIndexOf(".");
  const [rest, end] = [domain.slice(0, dot), domain.slice(dot + 1)];
  const isProvider = DOMAINS.includes(`${rest}.com`);
  const meant = rest === "gmail" || (isProvider && ENDS_OF_COM.has(end)) ? "com" : (ENDS[end] ?? end);
  return `${rest}.${meant}`;
}

function nearest(domain: string): string {
  // A provider's name with another country's end is another of its domains.
  if (NAMES.has(ownOf(domain))) return domain;
  const found = spelling.run({
    email: `a@${domain}`,
    domains: DOMAINS,
    secondLevelDomains: [],
    topLevelDomains: [],
    distanceFunction: slips,
    domainThreshold: 2,
  });
  return found?.domain ?? domain;
}

/** How many letters were left out, added, changed or swapped with the next; more than 2 where a domain is another one. */
function slips(told: string, known: string): number {
  if (Math.abs(told.length - known.length) > 2) return Infinity;
  let [before, last]: number[][] = [[], Array.from({ length: known.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= told.length; i++) {
    const row = [i];
    for (let j = 1; j <= known.length; j++) {
      const isSame = told[i - 1] === known[j - 1];
      row[j] = Math.min(row[j - 1]! + 1, last![j]! + 1, last![j - 1]! + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && told[i - 1] === known[j - 2] && told[i - 2] === known[j - 1];
      if (isSwapped) row[j] = Math.min(row[j]!, before![j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  const most = ownOf(known).length >= 7 ? 2 : 1;
  const count = last!.at(-1)!;
  return count <= most ? count : Infinity;
}
