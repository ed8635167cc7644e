export { behaviourPoints, explain, mergeRules, pointsGiven, score } from "./behaviour.ts";
export { explainFit } from "./fit.ts";
export { actionOf, cellOf, scoreAt } from "./score.ts";
export { scoreChanges } from "./changes.ts";
