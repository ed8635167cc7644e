/** Charts, tabs, periods and progress: what the pages about collection have besides. */
export const REPORTS = `
.lead { margin: 0 0 1rem; max-width: 48rem; }
.tabs ul { display: flex; flex-wrap: wrap; gap: .25rem; margin: 0 0 1.25rem; padding: 0; list-style: none; border-bottom: 1px solid var(--line); }
.tabs a { display: block; padding: .5rem .85rem; color: var(--ink); text-decoration: none; border-bottom: 3px solid transparent; margin-bottom: -1px; }
.tabs a:hover { border-color: var(--edge); }
.tabs a[aria-current] { font-weight: 650; border-color: var(--accent); }
.choice { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 1.25rem; }
.choice [aria-current] { background: var(--soft); border-color: var(--accent); font-weight: 650; }
.chart { margin: 0; }
.chart figcaption { font-size: .9rem; margin-bottom: .6rem; }
.plot { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .3rem .6rem; color: var(--faint); font-size: .85rem; font-variant-numeric: tabular-nums; }
.scale { display: flex; flex-direction: column; justify-content: space-between; text-align: right; height: 10rem; line-height: 1; }
.plot svg { display: block; width: 100%; height: 10rem; overflow: visible; }
.plot rect { fill: var(--accent); }
.plot line { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.ends { grid-column: 2; display: flex; justify-content: space-between; gap: 1rem; }
.chart details { margin-top: .9rem; }
.chart details table { max-width: 32rem; margin-top: .6rem; }
.particulars { color: var(--faint); overflow-wrap: anywhere; }
progress { display: block; width: 100%; max-width: 14rem; height: .6rem; margin: .4rem 0 .2rem; border: 0; border-radius: .2rem; overflow: hidden; background: var(--soft); accent-color: var(--accent); appearance: none; }
progress::-webkit-progress-bar { background: var(--soft); }
progress::-webkit-progress-value { background: var(--accent); }
progress::-moz-progress-bar { background: var(--accent); }
.pairs code { overflow-wrap: anywhere; }
table .particulars { max-width: 24rem; }
@media (min-width: 46.01rem) { table:not(.compact) .long { min-width: 9rem; } table:not(.compact) a.long { min-width: 12rem; } }
@media (min-width: 46.01rem) and (max-width: 60rem) { table:not(.compact) a.long { min-width: 8rem; } }
.filter.four { grid-template-columns: 1.4fr 1fr 1fr 1fr auto; }
.members { margin: 0; padding: 0; list-style: none; }
table:not(.compact) .members li a.long { min-width: 0; }
.members li { padding: .1rem 0; }
@media (max-width: 70rem) { .filter.four { grid-template-columns: 1fr 1fr; } }
@media (max-width: 46rem) {
  .plot svg, .scale { height: 8rem; }
  .tabs a { padding: .5rem .6rem; }
  .filter:is(.two, .four) { grid-template-columns: 1fr; }
}
`;
