/** An address as it is compared: Unicode NFC, lower case, no surrounding space. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}
