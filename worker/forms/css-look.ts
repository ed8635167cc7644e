/** The look of forms where the website's own is not enough. Selectors are weak, so that any rule of the website goes before. */
export const LOOK = `:where(.fodspor-form,.fodspor-done){box-sizing:border-box;max-width:36rem;line-height:1.5;text-align:start}
:where(.fodspor-form,.fodspor-done) *{box-sizing:border-box}
:where(.fodspor-form) :where(fieldset){min-width:0;margin:0;padding:0;border:0}
:where(.fodspor-form) :where(legend){padding:0;font-weight:600}
:where(.fodspor-step){margin-block-end:calc(var(--fodspor-gap)*1.5)}
:where(.fodspor-step-title){margin:0 0 var(--fodspor-gap);font-size:1.25em}
:where(.fodspor-progress){font-weight:400}
:where(.fodspor-field,.fodspor-permission,.fodspor-either){margin-block:var(--fodspor-gap)}
:where(.fodspor-either){padding:0 1rem;border:1px solid var(--fodspor-line);border-radius:var(--fodspor-radius)}
:where(.fodspor-either)>:where(legend){padding-inline:.4rem}
:where(.fodspor-field)>:where(label){display:block;margin-block-end:.35rem;font-weight:600}
:where(.fodspor-gets-title){margin-block-end:0;font-weight:600}
:where(.fodspor-gets){margin-block-start:.25rem}
:where(.fodspor-optional,.fodspor-required,.fodspor-if){font-weight:400}
:where(.fodspor-help,.fodspor-basis,.fodspor-known){margin:0 0 .35rem;font-size:.9375em}
:where(.fodspor-field) :where(input:not([type=checkbox],[type=radio]),select,textarea){display:block;width:100%;min-height:2.75rem;padding:.55rem .75rem;border:1px solid var(--fodspor-line);border-radius:var(--fodspor-radius);background:var(--fodspor-paper);color:var(--fodspor-ink);font:inherit}
:where(.fodspor-option,.fodspor-permission){display:flex;gap:.6rem;align-items:start}
:where(.fodspor-option){margin-block:.45rem}
:where(.fodspor-option,.fodspor-permission)>:where(input){flex:none;width:1.25rem;height:1.25rem;margin:.15rem 0 0;accent-color:var(--fodspor-accent)}
:where(.fodspor-option,.fodspor-permission)>:where(label){margin:0;font-weight:400}
:where(.fodspor-form) [aria-invalid]:not(fieldset){border:2px solid var(--fodspor-wrong)}
:where(.fodspor-error){margin:.35rem 0 0;color:var(--fodspor-wrong);font-weight:600}
:where(.fodspor-error)::before{content:"✕ " / "";}
:where(.fodspor-summary){margin-block:var(--fodspor-gap);padding:.75rem 1rem;border:2px solid var(--fodspor-wrong);border-radius:var(--fodspor-radius)}
:where(.fodspor-summary)>:where(p){margin:0;font-weight:600}
:where(.fodspor-summary) :where(a){color:inherit}
:where(.fodspor-typo){margin:.35rem 0 0}
:where(.fodspor-picture){display:block;max-width:100%;height:auto}
:where(.fodspor-buttons){display:flex;flex-wrap:wrap;gap:.75rem;margin-block:var(--fodspor-gap)}
:where(.fodspor-form,.fodspor-done) :where(button,.button){display:inline-block;min-height:2.75rem;padding:.55rem 1.25rem;border:1px solid var(--fodspor-accent);border-radius:var(--fodspor-radius);background:none;color:var(--fodspor-accent);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
:where(.fodspor-form,.fodspor-done) :where(.fodspor-submit,.fodspor-next,.fodspor-deliver){background:var(--fodspor-accent);color:var(--fodspor-on-accent)}
:where(.fodspor-form) :where([aria-disabled=true]){opacity:.6}
:where(.fodspor-not-me,.fodspor-typo button){min-height:1.5rem;padding:.1rem 0;border:0;text-decoration:underline}
:where(.fodspor-form,.fodspor-done) :focus-visible{outline:3px solid var(--fodspor-accent);outline-offset:2px}
:where(.fodspor-form,.fodspor-done) [tabindex="-1"]:focus{outline:0}
.fodspor-form [hidden]{display:none!important}
@media (forced-colors:active){:where(.fodspor-form) :where(.fodspor-submit,.fodspor-next){border-color:ButtonText}}
`;
