/** An address as it is compared: Unicode NFC, lower case, no surrounding space. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}

/** An address with most of its letters hidden: `anna@acme.dk` becomes `a•••@a•••.dk`. Who it belongs to recognizes it. */
export function maskEmail(email: string): string {
  const [local = "", domain = ""] = email.split("@");
  const first = (text: string): string => String.fromCodePoint(text.codePointAt(0) ?? 0x2022);
  const top = domain.includes(".") ? domain.slice(domain.lastIndexOf(".")) : "";
  return `${first(local)}•••@${first(domain)}•••${top}`;
}
