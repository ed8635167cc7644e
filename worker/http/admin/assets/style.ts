import { ASKING } from "./style-asking.ts";
import { PARTS } from "./style-parts.ts";
import { PLAYBOOK } from "./style-playbook.ts";
import { SALES } from "./style-sales.ts";
import { REPORTS } from "./style-reports.ts";

/** Colours, text and the frame of a page; then what is on it. */
export const STYLE = `:root {
  color-scheme: light dark;
  --paper: #f5f7f8; --card: #fff; --ink: #16212c; --faint: #55626f; --line: #d5dce2; --edge: #7b8794;
  --accent: #0b5c5c; --on-accent: #fff; --soft: #e3efee; --accent-ink: #0a4f4f;
  --good: #1a5d2e; --good-soft: #e0f1e4; --wait: #7a4b00; --wait-soft: #fdf0d5; --bad: #9b1c1c; --bad-soft: #fde8e8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #10161c; --card: #18212a; --ink: #e6ecf1; --faint: #a5b2bf; --line: #2e3a46; --edge: #71808e;
    --accent: #6fd0c5; --on-accent: #06211f; --soft: #1d3536; --accent-ink: #9be3da;
    --good: #9fe0b0; --good-soft: #17341f; --wait: #f5cd84; --wait-soft: #3a2b0d; --bad: #ffb0b0; --bad-soft: #471a1d;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
a { color: var(--accent-ink); text-underline-offset: .15em; }
h1, h2, h3 { line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin-bottom: .75rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .2rem; }
main:focus { outline: 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.faint { color: var(--faint); }
.under { display: block; font-size: .875rem; }
.empty { color: var(--faint); margin: .25rem 0; }

.skip { position: absolute; left: 1rem; top: -4rem; z-index: 2; padding: .6rem 1rem; background: var(--accent); color: var(--on-accent); border-radius: 0 0 .4rem .4rem; }
.skip:focus { top: 0; }
.top { background: var(--card); border-bottom: 1px solid var(--line); }
.inner, main { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
.inner { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; min-height: 3.5rem; }
.brand { display: inline-flex; align-items: center; gap: .5rem; font-weight: 700; }
.top nav { flex: 1; }
.top ul { display: flex; flex-wrap: wrap; gap: .25rem; margin: 0; padding: 0; list-style: none; }
.top li a { display: block; padding: .95rem .75rem .8rem; color: var(--ink); text-decoration: none; border-bottom: 3px solid transparent; }
.top li a:hover { border-color: var(--edge); }
.top li a[aria-current] { font-weight: 650; border-color: var(--accent); }
main { padding-top: 1.5rem; padding-bottom: 4rem; }
.head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem; margin-bottom: 1.25rem; }

button, .button { display: inline-block; padding: .5rem 1rem; min-height: 2.5rem; border: 1px solid var(--accent); border-radius: .45rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; line-height: 1.4; text-decoration: none; cursor: pointer; }
.quiet { background: transparent; color: var(--ink); border-color: var(--edge); font-weight: 500; }
.quiet:hover { background: var(--soft); }
[hidden] { display: none !important; }
label { display: block; font-weight: 600; }
label .faint { font-weight: 400; }
input, select { width: 100%; min-height: 2.5rem; margin-top: .25rem; padding: .45rem .6rem; font: inherit; font-weight: 400; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: .4rem; }
[aria-invalid] { border-color: var(--bad); }
.wrong { margin: 0 0 1rem; padding: .6rem .8rem; background: var(--bad-soft); color: var(--bad); border-left: 4px solid var(--bad); border-radius: .25rem; }
.login { max-width: 28rem; }
.filter { display: grid; grid-template-columns: 1fr 1fr 1.6fr auto; gap: .75rem 1rem; align-items: end; }
.filter.two { grid-template-columns: 1.6fr 1fr auto; }
.actions { display: flex; gap: .5rem; }
@media (max-width: 46rem) {
  .filter { grid-template-columns: 1fr; }
  .inner { padding-top: .5rem; }
  .inner form { margin-left: auto; }
  .top nav { order: 3; flex-basis: 100%; }
  .top nav ul { margin-left: -.6rem; }
  .top li a { padding: .5rem .6rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .fresh { animation: fresh 3s ease-out; }
  @keyframes fresh { from { background: var(--soft); } }
}
${PARTS}${REPORTS}${SALES}${PLAYBOOK}${ASKING}`;
