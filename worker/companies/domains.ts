import { domainToASCII } from "node:url";
import disposable from "../../dist/data/disposable-domains.js";
import free from "../../dist/data/free-domains.js";

/** Whether anybody may have an address there. */
export const isFreeMail = (domain: string): boolean => spellings(domain).some((one) => hasLine(free, one));

/** Whether it gives addresses to throw away, itself or as part of one that gives whole domains away. */
export const isDisposable = (domain: string): boolean => spellings(domain).some(isListedDisposable);

/** The lists have domains beyond ASCII as they are read as well as in Punycode. */
const spellings = (domain: string): string[] => [...new Set([domain, domainToASCII(domain)])];

function isListedDisposable(domain: string): boolean {
  if (hasLine(disposable, domain)) return true;
  const parts = domain.split(".");
  return parts.some((_, i) => i < parts.length - 1 && hasLine(disposable, `*.${parts.slice(i).join(".")}`));
}

/** Whether a sorted text has a line: searched by halves, so that nothing is parsed when an isolate starts. */
export function hasLine(sorted: string, line: string): boolean {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const start = sorted.lastIndexOf("\n", ((from + to) >>> 1) - 1) + 1;
    const newline = sorted.indexOf("\n", start);
    const end = newline < 0 ? sorted.length : newline;
    const found = sorted.slice(start, end);
    if (found === line) return true;
    if (found < line) from = end + 1;
    else to = start;
  }
  return false;
}
