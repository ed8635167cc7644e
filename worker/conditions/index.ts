export { count, mergeCounters, onlyNeeded } from "./count.ts";
export { evaluate, isPersonal } from "./evaluate.ts";
export { type Company, type Facts, type Score, type Surroundings, surroundings } from "./facts.ts";
export { matchesEvent } from "./match.ts";
