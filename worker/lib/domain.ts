import { domainToUnicode } from "node:url";

const DOMAIN = /^(?:[a-z\d-]{1,63}\.)+[a-z][a-z\d-]{1,62}$/;

/**
 * The domain in what somebody gives for one (itself, a web address, with a port): as a browser understands it, so that
 * `ÆRØ.dk` and `xn--r-3fa9c.dk` both are `ærø.dk`; without a leading `www.` or `mail.`. Other parts before it stay
 * (`dk.acme.com` is another than `acme.com`). Null for what is none.
 */
export function domainOf(text: string): string | null {
  const told = text.trim();
  const host = URL.parse(told.includes("://") ? told : `https://${told}`)?.hostname.replace(/\.$/, "");
  const domain = host?.replace(/^(?:www|mail)\.(?=[^.]+\.)/, "");
  return domain !== undefined && domain.length <= 253 && DOMAIN.test(domain) ? domainToUnicode(domain) : null;
}
