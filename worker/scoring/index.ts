export { behaviourPoints, explain, type Explanation, mergeRules, pointsGiven, score } from "./behaviour.ts";
export { fitPoints, scoreAt } from "./score.ts";
