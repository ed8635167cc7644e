/** The page around a form in the gallery: plain, in the colours that were chosen and not the reader's own. */
export const PREVIEW = `html { color-scheme: light; background: #fff; color: #17212b; font: 1rem/1.5 system-ui, sans-serif; }
html.dark { color-scheme: dark; background: #12181f; color: #e8edf2; }
body { margin: 0; }
main { max-width: 34rem; margin: 0 auto; padding: 1.25rem; }
`;
