export { type Compiled, compile } from "./compile.ts";
export { type Comparison, Condition, type Did, type Grade, walk } from "./condition.ts";
export { Block, type Field, Form, type PermissionRequest } from "./content.ts";
export { Segment, Stage } from "./journey.ts";
export { type Comparisons, EventMatch, Matcher } from "./matcher.ts";
export { Playbook } from "./playbook.ts";
export type { BehaviourRule, Scoring } from "./scoring.ts";
export { inLocale, Text } from "./text.ts";
export type { Region } from "./site.ts";
