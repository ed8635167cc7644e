import { type Compiled, inLocale } from "../playbook/index.ts";
import { asOf } from "../profiles/as-of.ts";
import { scoreAt } from "../scoring/index.ts";
import type { Consent, PermissionStatus, State } from "../state/state.ts";

/** How somebody stands. Score, grade and segments only where the playbook lets people see them (`permission.showScore`). */
export interface Standing {
  stage: string;
  stageSince: string;
  visits: number;
  views: number;
  /** Page views by topic. */
  interests: Record<string, number>;
  consent: Consent;
  permissions: Record<string, PermissionStatus>;
  lead: string | null;
  segments?: string[];
  score?: { fit: number; grade: string; behaviour: number; rank: number };
}

/** How somebody stands at `now`, in the words of the playbook's first language unless another is asked for. */
export function standingOf(
  stored: State,
  playbook: Compiled,
  now: number,
  locale = playbook.site.locales[0]!,
): Standing {
  const state = asOf(stored, playbook, now);
  const stage = playbook.stages.find(({ id }) => id === state.stage);
  const standing: Standing = {
    stage: stage ? inLocale(stage.title, locale) : state.stage,
    stageSince: new Date(state.stageSince).toISOString(),
    visits: state.session.count,
    views: state.views,
    interests: state.topics,
    consent: state.consent,
    permissions: state.permissions,
    lead: state.lead?.status ?? null,
  };
  if (!playbook.site.permission.showScore) return standing;
  const { fit, behaviour } = scoreAt(state, playbook.scoring, now);
  const segments = state.segments.flatMap((name) => {
    const segment = Object.hasOwn(playbook.segments, name) ? playbook.segments[name] : undefined;
    return segment ? [inLocale(segment.title, locale)] : [];
  });
  const score = { fit: fit.points, grade: fit.grade, behaviour: behaviour.points, rank: behaviour.rank };
  return { ...standing, segments, score };
}
