import { domainOf } from "../lib/domain.ts";
import { isDisposable, isFreeMail } from "./domains.ts";

const LONGEST = 200;

/** An organization's name as registries have it, tidied: no quotes around it, no `ACME-AS - ` before it. */
export function cleanOrganization(text: string): string {
  return text
    .replaceAll(/["\p{Cc}]+/gu, " ")
    .replace(/^\s*[A-Z0-9-]{2,30}-(?:AS|ASN|AP|NET)(?:-[A-Z]{2,3})?\s+(?:-\s+)?(?=\S)/, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, LONGEST)
    .trim();
}

/** A company's domain; null for those where anybody may have an address. */
export function companyDomain(text: string): string | null {
  const domain = domainOf(text);
  return domain === null || isFreeMail(domain) || isDisposable(domain) ? null : domain;
}

/** The company's domain in somebody's address. */
export const domainOfEmail = (email: string): string | null => companyDomain(email.slice(email.lastIndexOf("@") + 1));
