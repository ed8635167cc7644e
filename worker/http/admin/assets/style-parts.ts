/** Cards, tables, numbers, chips, the timeline and mail. */
export const PARTS = `
.card { background: var(--card); border: 1px solid var(--line); border-radius: .7rem; padding: 1.1rem 1.25rem 1.25rem; margin-bottom: 1.25rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 1.25rem; align-items: start; }
.columns > .card { height: calc(100% - 1.25rem); }

.numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .75rem; margin: 0 0 1.25rem; }
.numbers div { display: flex; flex-direction: column-reverse; justify-content: flex-end; background: var(--card); border: 1px solid var(--line); border-radius: .7rem; padding: .75rem 1rem; }
.numbers dt { color: var(--faint); font-size: .9rem; }
.numbers dd { margin: 0; font-size: 1.6rem; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.3; }
.numbers .rank { font-size: 1rem; font-weight: 500; vertical-align: middle; }
.numbers.three { grid-template-columns: repeat(3, 1fr); }
.numbers.four { grid-template-columns: repeat(4, 1fr); }
.numbers.two { grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.numbers.two div { background: var(--paper); }

table { width: 100%; border-collapse: collapse; margin: 0 0 1rem; }
main > table { background: var(--card); border: 1px solid var(--line); border-radius: .7rem; border-collapse: separate; border-spacing: 0; }
section > table:last-child, .columns table { margin-bottom: 0; }
caption { text-align: left; color: var(--faint); font-size: .9rem; padding-bottom: .4rem; }
th, td { padding: .5rem .75rem .5rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: break-word; }
.long { overflow-wrap: anywhere; }
table .long { display: inline-block; min-width: min(11rem, 100%); }
table .under.long { display: block; }
main > table :is(th, td) { padding-left: .9rem; }
thead th { border-top: 0; color: var(--faint); font-size: .85rem; font-weight: 600; white-space: nowrap; }
tbody th, tfoot th { font-weight: 500; }
tfoot :is(th, td) { border-top-width: 2px; font-weight: 650; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td time { white-space: nowrap; }
tbody th time { white-space: nowrap; font-weight: 400; font-variant-numeric: tabular-nums; }
.bar { display: block; width: 100%; min-width: 5rem; height: .6rem; margin-top: .45rem; border-radius: .2rem; }
.bar .track { fill: var(--soft); }
.bar .value { fill: var(--accent); }

.chips { display: flex; flex-wrap: wrap; gap: .3rem; margin: 0; padding: 0; list-style: none; }
.chip, .status, .rank { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-size: .875rem; background: var(--soft); }
.chip b { font-weight: 650; }
.chip.points { background: var(--good-soft); color: var(--good); }
.chip.stage { background: var(--accent); color: var(--on-accent); }
.status { background: var(--soft); }
:is(.status-confirmed, .status-sent, .rank-1) { background: var(--good-soft); color: var(--good); }
:is(.status-pending, .status-queued, .status-sending, .status-unknown, .rank-2) { background: var(--wait-soft); color: var(--wait); }
:is(.status-withdrawn, .status-refused, .status-failed) { background: var(--bad-soft); color: var(--bad); }
.grade { display: inline-block; min-width: 1.9rem; padding: 0 .45rem; border: 1px solid var(--edge); border-radius: .35rem; text-align: center; font-weight: 700; }
.grade-A { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.grade-B { background: var(--soft); border-color: var(--accent); }

.pairs { margin: 0; }
.pairs div { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: .75rem; padding: .35rem 0; border-top: 1px solid var(--line); }
.pairs div:first-child { border-top: 0; }
.pairs dt { color: var(--faint); overflow-wrap: anywhere; }
.pairs dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: .9em/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; }
details summary { cursor: pointer; color: var(--accent-ink); }
details .pairs { margin-top: .5rem; }

.journey { margin: 0; padding-left: 1.4rem; }
.journey li { padding: .2rem .4rem; color: var(--faint); }
.journey [aria-current] { color: var(--ink); font-weight: 650; border-left: 4px solid var(--accent); background: var(--soft); border-radius: .2rem; }
.journey [aria-current] .faint { font-weight: 400; }
.timeline { margin: 0; padding: 0; list-style: none; }
.timeline > li { display: grid; grid-template-columns: 13.5rem 1fr; gap: .1rem 1rem; padding: .55rem 0; border-top: 1px solid var(--line); }
.timeline > li:first-child { border-top: 0; }
.timeline > li > time { color: var(--faint); font-variant-numeric: tabular-nums; }
.timeline .chips { margin-top: .3rem; }
.timeline > li > div { overflow-wrap: anywhere; }
.pager { display: flex; gap: .5rem; margin: 1rem 0; }
.bar-line { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; margin: 0 0 .75rem; }

.mail { display: block; width: 100%; height: 34rem; border: 1px solid var(--line); border-radius: .4rem; background: #fff; color-scheme: light; }
.mail-text { margin: 0; padding: .9rem; max-height: 34rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--paper); border-radius: .4rem; }
.links { margin: 0; padding-left: 1.2rem; }
.links li { padding: .2rem 0; }
.links a { font-weight: 600; }

@media (max-width: 46rem) {
  table:not(.compact) thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .numbers:is(.two, .three, .four, dl) { grid-template-columns: 1fr 1fr; }
  .numbers.three div:first-child { grid-column: span 2; }
  .compact .bar { width: 3.5rem; min-width: 0; }
  table:not(.compact), table:not(.compact) :is(caption, tbody, tfoot, tr, th, td) { display: block; }
  main > table { background: none; border: 0; }
  table:not(.compact) tr { padding: .5rem 0; border-top: 1px solid var(--line); }
  main > table tbody tr { background: var(--card); border: 1px solid var(--line) !important; border-radius: .7rem; padding: .75rem 1rem !important; margin-bottom: .75rem; }
  table:not(.compact) :is(th, td), main > table :is(th, td) { padding: .15rem 0; border: 0; text-align: left; }
  table:not(.compact) tbody th { font-weight: 650; }
  table:not(.compact) td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .5rem; }
  table:not(.compact) td:has(> span:empty) { display: none; }
  table:not(.compact) td::before { content: attr(data-label); color: var(--faint); font-size: .875rem; }
  .pairs div { grid-template-columns: 7rem minmax(0, 1fr); gap: .5rem; }
  .timeline > li { grid-template-columns: 1fr; }
  .card { padding: .9rem 1rem 1rem; }
}
`;
