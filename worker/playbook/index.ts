export { type Compiled, compile } from "./compile.ts";
export type { Sales } from "./sales.ts";
export type { Persona } from "./persona.ts";
export { type Comparison, Condition, type Grade, KINDS, walk, WEEKDAYS } from "./condition.ts";
export { type Did, MOST_ADDED, MOST_KEPT, stepsOf } from "./did.ts";
export type { Content, PermissionRules } from "./asking.ts";
export { Block } from "./content.ts";
export { capsOf, Form, type PermissionRequest, PRE_TICKED, sentForms } from "./form.ts";
export {
  answersOf,
  type Field,
  type Hidden,
  isQuestion,
  type Question,
  questionAbout,
  questionsOf,
  traitOf,
} from "./form-fields.ts";
export { Segment, Stage } from "./journey.ts";
export { isEventType } from "./event-types.ts";
export { type Comparisons, EventMatch, Matcher } from "./matcher.ts";
export { Document } from "./document.ts";
export { Playbook } from "./playbook.ts";
export type { BehaviourRule, Scoring } from "./scoring.ts";
export { inLocale, Text } from "./text.ts";
export { shopEvent } from "./shop-events.ts";
export type { Region } from "./site.ts";
export { inWords } from "./words.ts";
