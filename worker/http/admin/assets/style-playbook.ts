/** Lines of sizes, the flow of the journey, and the score's coordinate system. */
export const PLAYBOOK = `
.top ul { gap: 0; }
.top li a { padding-inline: .6rem; }
.plot .area { fill: var(--soft); }
.plot .line, .spark path { fill: none; stroke: var(--accent); stroke-width: 2; vector-effect: non-scaling-stroke; }
.spark { display: block; width: 8rem; height: 1.6rem; overflow: visible; }
.filter.people { grid-template-columns: 1fr 1fr 1fr 1.6fr auto; }
.filter.export { grid-template-columns: minmax(0, 1fr) auto; max-width: 48rem; }
.columns > .card { min-width: 0; }
.columns thead th { white-space: normal; }
main > h2 { margin-top: 1.5rem; }

.flow { margin: 0; padding: 0; list-style: none; }
.flow li { display: grid; grid-template-columns: minmax(11rem, 18rem) minmax(0, 1fr) minmax(6rem, auto); gap: .25rem 1.25rem; align-items: center; padding: .7rem .9rem; border: 1px solid var(--line); border-left: 4px solid var(--edge); border-radius: .45rem; }
.flow li + li { margin-top: .5rem; }
.flow .flow-window { border-left: 4px dashed var(--accent); }
.flow-name { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
.flow-people { display: grid; grid-template-columns: 5rem minmax(0, 1fr); gap: .75rem; align-items: center; }
.flow-people a { text-align: right; font-weight: 650; font-variant-numeric: tabular-nums; }
.flow-people .bar { margin: 0; height: .9rem; }
.flow-moves { display: flex; flex-direction: column; font-size: .9rem; font-variant-numeric: tabular-nums; }

.matrix { max-width: 44rem; table-layout: fixed; border-collapse: separate; border-spacing: .25rem; }
.matrix :is(th, td) { padding: .5rem .6rem; border: 0; vertical-align: middle; }
.matrix :is(th, td):first-child { width: 4.5rem; }
.matrix td b { white-space: nowrap; }
.matrix thead .under { font-weight: 400; }
.matrix td { background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; }
.matrix td a { font-size: 1.15rem; font-variant-numeric: tabular-nums; color: inherit; }
.matrix td .under { overflow-wrap: anywhere; }
.matrix .action-0 { background: var(--good-soft); color: var(--good); border-color: currentColor; }
.matrix .action-1 { background: var(--wait-soft); color: var(--wait); border-color: currentColor; }
.matrix .action-2 { background: var(--soft); color: var(--accent-ink); border-color: currentColor; }
.matrix .action-3 { background: var(--bad-soft); color: var(--bad); border-color: currentColor; }
#progress p { margin: .3rem 0; }
#progress progress { max-width: none; }
@media (max-width: 46rem) {
  .flow li { grid-template-columns: minmax(0, 1fr); }
  .filter.people { grid-template-columns: 1fr; }
  .filter.export { grid-template-columns: 1fr; }
  .filter.export .actions { flex-wrap: wrap; }
  .matrix { border-spacing: .15rem; }
  .matrix :is(th, td) { padding: .4rem .25rem; }
  .matrix :is(th, td):first-child { width: 3rem; }
  .matrix td a { font-size: .9rem; }
  .matrix .under { font-size: .8rem; }
  table:not(.compact) .number::before { white-space: normal; }
  .matrix thead th { white-space: normal; }
}
`;
