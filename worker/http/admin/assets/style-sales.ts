/** Leads: a card each, what is known on the left and what can be said on the right. */
export const SALES = `
.lead-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .25rem 1rem; margin-bottom: .5rem; }
.lead-head h2 { margin: 0; }
.lead-status { display: inline-flex; flex-wrap: wrap; gap: .3rem; }
.lead-body { display: grid; grid-template-columns: minmax(0, 1.5fr) minmax(0, 1fr); gap: 1rem 2rem; align-items: start; }
.lead-body:not(:has(> .answers)) { grid-template-columns: 1fr; }
.lead-body > div > details { margin-top: .75rem; }
.answers { display: grid; grid-template-columns: minmax(0, 1fr); gap: .9rem; }
section > .lead-status { margin-bottom: .5rem; }
.answers details > .answers { margin-top: .75rem; }
.answer { display: flex; flex-wrap: wrap; align-items: end; gap: .5rem; }
.answer label { flex: 1 1 8rem; }
.answer .short { flex: 0 1 6rem; }
.answer .short input { text-transform: uppercase; }
.reasons h3:first-child { margin-top: .75rem; }
.reasons .pairs { margin-top: 1rem; }
.told { margin: 0 0 1rem; padding: .6rem .8rem; background: var(--good-soft); color: var(--good); border-left: 4px solid var(--good); border-radius: .25rem; }
.numbers div { min-width: 0; }
.numbers dd { overflow-wrap: anywhere; }
.filter.three { grid-template-columns: 1fr 1fr auto; }
.status-lead-mql { background: var(--wait-soft); color: var(--wait); }
:is(.status-lead-sql, .status-lead-won) { background: var(--good-soft); color: var(--good); }
:is(.status-lead-overdue, .status-lead-rejected, .status-lead-lost) { background: var(--bad-soft); color: var(--bad); }
@media (max-width: 46rem) { .lead-body, .filter.three { grid-template-columns: 1fr; } .numbers.four dd { font-size: 1.25rem; } }
`;
