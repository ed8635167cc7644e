/** Whether the browser sends Global Privacy Control. */
export function objects(): boolean {
  return !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
}
