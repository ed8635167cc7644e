import { evaluate, isPersonal, type Surroundings } from "../conditions/index.ts";
import { type Block, type Compiled, type Condition, walk } from "../playbook/index.ts";
import { asOf } from "../profiles/as-of.ts";
import { scoreAt } from "../scoring/index.ts";
import type { State } from "../state/state.ts";
import { renderBlock } from "./render.ts";

/** A block as it is shown: which variant, and its HTML. */
export interface Decided {
  variant: string;
  html: string;
}

/**
 * Decides a block from the sealed state alone, as of now. Without consent to personalization `state` counts for nothing, and
 * only variants that ask nothing about the person are considered; nor are those that ask of history what the state does not
 * know yet, since that is not "never". What cannot be rendered gives way: a variant to the default, and that to what the page has
 * (null).
 */
export function decideBlock(
  block: Block,
  visitor: State | null,
  surroundings: Surroundings,
  playbook: Compiled,
  now: number,
): Decided | null {
  const state = visitor?.consent.personalization ? asOf(visitor, playbook, now) : null;
  const { timeZone } = playbook.site;
  const facts = { state, surroundings, now, timeZone, score: () => scoreAt(state!, playbook.scoring, now) };
  const mayAsk = (when: Condition): boolean =>
    state === null ? !personal(when) : state.revision >= playbook.since || !asksNew(when, state.revision, playbook);
  const variant = block.variants.find(({ when }) => mayAsk(when) && evaluate(when, facts));
  const scope = {
    visitor: scopeOf(state),
    get country() {
      return surroundings.country;
    },
    page: surroundings.page,
    site: playbook.site.name,
  };
  for (const { name, html } of [...(variant ? [variant] : []), { name: "default", html: block.default.html }]) {
    try {
      return { variant: name, html: renderBlock(html, scope) };
    } catch (error) {
      console.error(`variant ${name} cannot be rendered: ${error instanceof Error ? error.message : "?"}`);
    }
  }
  return null;
}

const verdicts = new WeakMap<object, boolean>();

function asksNew(condition: Condition, revision: number, playbook: Compiled): boolean {
  return [...walk(condition)].some((node) => "did" in node && playbook.isNew(`counter:${node.key}`, revision));
}

function personal(condition: Condition): boolean {
  let verdict = verdicts.get(condition);
  if (verdict === undefined) verdicts.set(condition, (verdict = isPersonal(condition)));
  return verdict;
}

/** What templates may say about the visitor: only what the state carries. */
function scopeOf(state: State | null): object {
  if (state === null) return { returning: false, visits: 0, topics: [], segments: [], traits: {} };
  return {
    returning: state.session.count > 1,
    visits: state.session.count,
    stage: state.stage,
    topics: Object.keys(state.topics),
    segments: state.segments,
    traits: state.traits,
  };
}
