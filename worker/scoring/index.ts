export { behaviourPoints, explain, mergeRules, pointsGiven, score } from "./behaviour.ts";
export { scoreAt } from "./score.ts";
