/** Around a form that shows itself: over the page, or at its edge. Colours come from the theme, else from the browser. */
export const FRAME = `.fodspor-popup,.fodspor-slide-in{box-sizing:border-box;padding:1.5rem;border:1px solid var(--fodspor-line);border-radius:var(--fodspor-radius);background:var(--fodspor-paper);color:var(--fodspor-ink);overflow:auto;overscroll-behavior:contain}
.fodspor-popup{width:min(32rem,100vw - 2rem);max-height:calc(100dvh - 2rem);margin:auto;box-shadow:0 1rem 3rem #0005}
.fodspor-popup::backdrop{background:#0008}
.fodspor-slide-in{position:fixed;z-index:2147483000;inset-block-end:1rem;inset-inline-end:1rem;width:min(26rem,100vw - 2rem);max-height:calc(100dvh - 2rem);box-shadow:0 .5rem 2rem #0004}
.fodspor-close{float:inline-end;min-width:2.75rem;min-height:2.75rem;margin:-1rem -1rem -1.75rem -2.75rem;position:relative;z-index:1;padding:0;border:0;border-radius:var(--fodspor-radius);background:none;color:inherit;font:1.5rem/1 system-ui,sans-serif;cursor:pointer}
.fodspor-close~* .fodspor-title{padding-inline-end:1.75rem}
.fodspor-popup :focus-visible,.fodspor-slide-in :focus-visible{outline:3px solid var(--fodspor-accent);outline-offset:2px}
@media (prefers-reduced-motion:no-preference){.fodspor-popup[open],.fodspor-slide-in{animation:fodspor-in .25s ease-out}@keyframes fodspor-in{from{opacity:0;translate:0 1.5rem}}}
@media (forced-colors:active){.fodspor-popup,.fodspor-slide-in{border-color:CanvasText}}
`;
