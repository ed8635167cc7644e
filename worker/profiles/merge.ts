import { mergeCounters } from "../conditions/index.ts";
import { SHORT_HASH } from "../lib/hash.ts";
import type { Compiled } from "../playbook/index.ts";
import { leadOfBoth } from "../sales/both.ts";
import { mergeRules } from "../scoring/index.ts";
import type { State } from "../state/state.ts";
import { RECENT_EVENTS, strongest } from "./fold.ts";
import { mergeTraits } from "./traits.ts";

/**
 * One state of two people found to be one: `into` is the known person, `from` joins it.
 * Counters and points combine, the further stage stands, and the newer choice of consent. What follows from it is still to be
 * decided (settleDown).
 */
export function merge(into: State, from: State, playbook: Compiled): State {
  const [newer, older] = from.lastSeen > into.lastSeen ? [from, into] : [into, from];
  const order = playbook.stages.map((stage) => stage.id);
  const chooser = from.consentAt > into.consentAt ? from : into;
  const further = order.indexOf(from.stage) > order.indexOf(into.stage) ? from : into;
  return {
    consent: chooser.consent,
    consentAt: chooser.consentAt,
    firstSeen: Math.min(into.firstSeen, from.firstSeen),
    lastSeen: newer.lastSeen,
    session: { ...newer.session, count: into.session.count + from.session.count },
    views: into.views + from.views,
    rules: mergeRules(into.rules, from.rules, playbook.scoring),
    stage: further.stage,
    stageSince: further.stageSince,
    segments: into.segments,
    topics: strongest(sum(into.topics, from.topics)),
    counters: mergeCounters(into.counters, from.counters, playbook.needs.counters),
    known: [...new Set([...into.known, ...from.known])].toSorted(),
    told: { ...older.told, ...newer.told },
    permissions: { ...from.permissions, ...into.permissions },
    traits: mergeTraits(into.traits, from.traits, playbook),
    around: { ...older.around, ...newer.around },
    company: into.company ?? from.company,
    network: newer.network,
    role: into.role,
    cell: into.cell,
    lead: leadOfBoth(into.lead, from.lead),
    flows: [...new Set([...into.flows, ...from.flows])].toSorted(),
    cluster: into.cluster ?? from.cluster,
    classes: sum(into.classes, from.classes),
    revision: Math.min(into.revision, from.revision),
    who: into.who ?? from.who,
    mask: into.mask ?? from.mask,
    events: into.events + from.events,
    recent: (newer.recent + older.recent).slice(0, RECENT_EVENTS * SHORT_HASH),
  };
}

function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const total = { ...a };
  for (const [key, value] of Object.entries(b)) total[key] = (Object.hasOwn(total, key) ? total[key]! : 0) + value;
  return total;
}
