/** Forms, their gallery, and what people may ask for. */
export const ASKING = `
.answers-filter { grid-template-columns: 1fr 1fr 1fr auto; }
.answers-filter .actions { flex-wrap: wrap; }
.gallery-filter { grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); }
.links-line { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.answers-given .pairs { display: grid; grid-template-columns: fit-content(14rem) minmax(8rem, 1fr); gap: .1rem 1rem; }
.answers-given .pairs div { display: contents; }
.answers-given .pairs dd { white-space: pre-line; }
.frames { display: grid; grid-template-columns: minmax(0, 1fr) 23.5rem; gap: 1rem; }
.frames figure { margin: 0; min-width: 0; }
.frames figcaption { font-size: .9rem; margin-bottom: .3rem; }
.frames iframe { display: block; width: 100%; height: 40rem; border: 1px solid var(--edge); border-radius: .4rem; background: #fff; color-scheme: light; }
.frames iframe.dark { background: #12181f; color-scheme: dark; }
.frames .phone iframe { max-width: 23.5rem; border-width: .3rem; border-radius: 1.2rem; }
.left-out { margin: 0; padding-left: 1.2rem; columns: 22rem; }
.danger { background: var(--bad-soft); color: var(--bad); border-color: var(--bad); }
.bar-line form { margin: 0; }
.status-expired { background: var(--wait-soft); color: var(--wait); }
.by-address { grid-template-columns: minmax(0, 24rem) auto; justify-content: start; }
@media (max-width: 60rem) { .frames { grid-template-columns: minmax(0, 1fr); } .answers-filter { grid-template-columns: 1fr 1fr; } }
@media (max-width: 46rem) { :is(.answers-filter, .by-address) { grid-template-columns: 1fr; } .frames iframe { height: 34rem; } .frames .desktop { overflow-x: auto; } .frames .desktop iframe { width: 44rem; } }
`;
