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

/**
 * The domain that a company is known by: as given, in lower case, without scheme and path and a leading `www.` or `mail.`.
 * Other parts before it stay (`dk.acme.com` is another company than `acme.com`). Null for what is none.
 */
export function domainOf(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .split(/[/:?#]/, 1)[0]!
    .replace(/\.$/, "");
  const domain = host.replace(/^(?:www|mail)\.(?=[^.]+\.)/, "");
  const isDomain = domain.length <= 253 && /^(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}[\p{L}\p{N}-]+$/u.test(domain);
  return isDomain ? domain : null;
}

/** A company's domain; null for those where anybody may have an address. */
export function companyDomain(text: string): string | null {
  const domain = domainOf(text);
  return domain === null || isFreeMail(domain) || isDisposable(domain) ? null : domain;
}

/** The company's domain in somebody's address. */
export const domainOfEmail = (email: string): string | null => companyDomain(email.slice(email.lastIndexOf("@") + 1));
