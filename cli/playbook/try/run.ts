import { decideBlock } from "../../../worker/blocks/decide.ts";
import { evaluate, type Facts, factsOf, isPersonal, type Surroundings } from "../../../worker/conditions/index.ts";
import { why } from "../../../worker/conditions/why.ts";
import { mayRemember } from "../../../worker/consent/choose.ts";
import { ask, type Because, leftOut } from "../../../worker/forms/ask.ts";
import { campaignOf } from "../../../worker/events/enrich.ts";
import { type Compiled, type Condition, inLocale, isQuestion } from "../../../worker/playbook/index.ts";
import type { Trial } from "../../../worker/personas/trial.ts";
import { type Replayed, replay } from "../../../worker/profiles/replay.ts";
import { cellOf, explain, explainFit, scoreAt } from "../../../worker/scoring/index.ts";
import type { State } from "../../../worker/state/state.ts";
import { flowsOf } from "./flows.ts";
import { leadOf } from "./lead.ts";
import type { Report, Told } from "./report.ts";
import { becauseOf, nextOf, timelineOf } from "./story.ts";
import { iso, Titles, toldOf } from "./words.ts";

/** What a playbook makes of somebody, and of their coming to `url` at a time (epoch ms), before that visit itself counts. */
export function tryOut(trial: Trial, playbook: Compiled, url: string, now: number, locale: string): Report {
  const replayed = replay(trial.events, playbook, now, { company: trial.company });
  const { state } = replayed;
  const titles = new Titles(playbook, locale);
  const score = scoreAt(state, playbook.scoring, now);
  const facts = factsOf(state, now, playbook.site.timeZone, () => score);
  const asked = (condition: Condition): Told => toldOf(why(condition, facts), facts);
  const at = playbook.stages.findIndex(({ id }) => id === state.stage);
  const address = new URL(url, playbook.site.url);
  return {
    who: trial.who,
    title: trial.title,
    at: iso(now),
    url: address.href,
    locale,
    notes: [...(trial.notes ?? []), ...consentNotes(state)],
    stage: {
      id: state.stage,
      title: titles.stage(state.stage),
      since: iso(state.stageSince),
      ...becauseOf(replayed, playbook, titles),
    },
    ahead: playbook.stages.slice(at + 1).flatMap(({ id, enter }) => {
      return enter ? [{ id, title: titles.stage(id), enter: asked(enter) }] : [];
    }),
    score: {
      fit: {
        ...score.fit,
        lines: explainFit(state, playbook.scoring, now).map((line) => ({ ...line, title: titles.rule(line.rule) })),
      },
      behaviour: {
        ...score.behaviour,
        lines: explain(state, playbook.scoring, now).map((line) => ({
          ...line,
          title: titles.rule(line.rule),
          at: iso(line.at),
        })),
      },
      cell: cellOf(score),
      action: score.action,
    },
    segments: Object.entries(playbook.segments).map(([name, segment]) => ({
      name,
      title: titles.text(segment.title),
      isIn: state.segments.includes(name),
      why: asked(segment.when),
    })),
    role: roleOf(state, playbook, titles),
    blocks: blocksOf(replayed, trial, playbook, address, now, locale),
    forms: formsOf(state, playbook, titles, now),
    flows: flowsOf(replayed, playbook, now, titles),
    lead: leadOf(state, trial.around, playbook, facts),
    timeline: timelineOf(replayed, titles),
    next: nextOf(state, playbook, now, titles),
  };
}

/** The blocks as `/b?names=…&url=…` would decide them. */
function blocksOf(
  { state }: Replayed,
  { around, company }: Trial,
  playbook: Compiled,
  address: URL,
  now: number,
  locale: string,
): Report["blocks"] {
  const { origin, pathname: path, searchParams } = address;
  const surroundings: Surroundings = {
    ...around,
    company: company ?? undefined,
    campaign: campaignOf(searchParams),
    page: { url: origin + path, path, ...playbook.page(path) },
  };
  const seen = mayRemember(state.consent) ? state : null;
  const known = seen?.consent.personalization ? seen : null;
  const facts: Facts = {
    state: known,
    surroundings,
    now,
    timeZone: playbook.site.timeZone,
    score: () => scoreAt(known!, playbook.scoring, now),
  };
  return Object.entries(playbook.blocks).map(([name, block]) => {
    const decided = decideBlock(block, seen, surroundings, playbook, now);
    let isDecided = false;
    const variants = block.variants.map(({ name: variant, when }) => {
      const isClosed = known === null && isPersonal(when);
      const holds = !isClosed && evaluate(when, facts);
      const isShown = holds && !isDecided && decided?.variant === variant;
      const because = isClosed
        ? "asks about the person, who does not allow personalization"
        : isShown
          ? "the first that holds"
          : isDecided
            ? "one before it is shown"
            : holds
              ? "holds, but cannot be rendered"
              : "does not hold";
      isDecided ||= holds;
      return { name: variant, isShown, because, why: isClosed ? null : toldOf(why(when, facts), facts) };
    });
    return {
      name,
      title: inLocale(block.title, locale),
      variant: decided?.variant ?? null,
      html: decided?.html ?? null,
      variants,
    };
  });
}

/** Answers are left out of a form only where the visitor lets us keep what they do. */
function formsOf(state: State, playbook: Compiled, titles: Titles, now: number): Report["forms"] {
  return Object.entries(playbook.forms).map(([name, form]) => {
    const remembered = state.consent.analytics ? state : null;
    const asking = { surroundings: state.around, playbook, now };
    const { fields, boxes } = ask(form, remembered, asking);
    const { questions } = leftOut(form, remembered, asking);
    const left = (...reasons: Because[]): string[] =>
      questions.filter(({ because }) => reasons.includes(because)).map(({ question }) => question.name);
    return {
      name,
      title: titles.text(form.title),
      fields: fields.filter(isQuestion).map((field) => field.name),
      boxes: boxes.map(({ topic }) => topic),
      known: left("known", "company"),
      later: left("later"),
      others: left("after", "when"),
    };
  });
}

function roleOf({ role }: State, { companies }: Compiled, titles: Titles): Report["role"] {
  const found = role === null ? undefined : companies.roles[role];
  return role !== null && found ? { name: role, title: titles.text(found.title) } : null;
}

function consentNotes({ consent }: State): string[] {
  const apart = "what they fill in becomes a person of its own, apart from their visits.";
  if (!mayRemember(consent)) return [`They allow nothing, so nothing is kept and everywhere they are new; ${apart}`];
  return consent.analytics ? [] : [`They allow no analytics, so only their own browser knows this; ${apart}`];
}
