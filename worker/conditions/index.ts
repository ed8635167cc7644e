export { count, countersChange, mergeCounters, onlyNeeded } from "./count.ts";
export { evaluate, isPersonal } from "./evaluate.ts";
export { around, type Facts, factsOf, type Score, type Surroundings } from "./facts.ts";
export { union } from "./gauges/index.ts";
export { matchesEvent } from "./match.ts";
export { nextTime } from "./local-time.ts";
