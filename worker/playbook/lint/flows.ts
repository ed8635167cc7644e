import type { Email } from "../content.ts";
import type { Playbook } from "../document.ts";
import type { Flow, Step, Trigger } from "../flow.ts";
import type { Known } from "./known.ts";
import { nearest, unknown } from "./near.ts";
import { stepsIn } from "./nodes.ts";
import type { Path, Problem } from "./problem.ts";

/** What starts flows and what their steps name. */
export function* flows(playbook: Playbook, known: Known): Generator<Problem> {
  for (const [name, flow] of Object.entries(playbook.flows)) {
    const path = ["flows", name];
    for (const [i, trigger] of flow.start.entries()) {
      for (const message of triggerNames(trigger, known, playbook))
        yield { rule: "unknown-name", path: [...path, "start", i], message };
      if ("stage" in trigger && neverEntered(trigger.stage, playbook))
        yield {
          rule: "never-matches",
          path: [...path, "start", i],
          message: `everybody begins in "${trigger.stage}" and nobody falls back to it, so nobody ever enters it; start by what they do there`,
        };
    }
    for (const { path: at, step } of stepsIn([...path, "steps"], flow.steps)) {
      for (const message of stepNames(step, known)) yield { rule: "unknown-name", path: at, message };
    }
    if (flow.next !== undefined && !known.flows.includes(flow.next))
      yield { rule: "unknown-name", path: [...path, "next"], message: noFlow(flow.next, known) };
    yield* letters(path, flow, playbook);
  }
}

const noFlow = (name: string, known: Known): string => unknown("flow", name, known.flows, `write flows/${name}.yaml`);

const neverEntered = (stage: string, { stages }: Playbook): boolean =>
  stages[0]?.id === stage && stages.every(({ fallBackTo }) => fallBackTo !== stage);

function* triggerNames(trigger: Trigger, known: Known, { sales }: Playbook): Generator<string> {
  if ("form" in trigger && !known.forms.includes(trigger.form))
    yield unknown("form", trigger.form, known.forms, `write forms/${trigger.form}.yaml`);
  if ("segment" in trigger && !known.segments.includes(trigger.segment))
    yield unknown("segment", trigger.segment, known.segments, "add it to segments.yaml");
  if ("stage" in trigger && !known.stages.includes(trigger.stage))
    yield unknown("stage", trigger.stage, known.stages, "add it to stages.yaml");
  if ("lead" in trigger && !sales)
    yield "nobody becomes a lead without sales.yaml; write it, or start by something else";
  if ("date" in trigger && !known.traits.includes(trigger.date))
    yield unknown("trait", trigger.date, known.traits, "add it under traits in site.yaml, or ask for it in a form");
}

const RULES_OF_SALES = ["account", "country", "round-robin"];

function* stepNames(step: Step, known: Known): Generator<string> {
  if ("email" in step && !known.emails.includes(step.email))
    yield unknown("e-mail", step.email, known.emails, `write emails/${step.email}.md`);
  if ("goTo" in step && !known.flows.includes(step.goTo)) yield noFlow(step.goTo, known);
  for (const name of "assign" in step ? step.assign : []) {
    if (!known.owners.includes(name) && !RULES_OF_SALES.includes(name))
      yield unknown("owner", name, known.owners, "add them under owners in sales.yaml");
  }
  if ("notify" in step && !step.notify.includes("@") && !["owner", ...known.owners].includes(step.notify))
    yield unknown("owner", step.notify, known.owners, 'write an address, "owner", or one of owners in sales.yaml');
  if ("set" in step) {
    for (const trait of Object.keys(step.set)) {
      const near = known.traits.includes(trait) ? undefined : nearest(trait, known.traits);
      if (near !== undefined) yield `there is no trait "${trait}"; did you mean "${near}"?`;
    }
  }
}

/** Only who asked for a topic gets its letters, so something has to tell which one a flow is about. */
function* letters(path: Path, flow: Flow, playbook: Playbook): Generator<Problem> {
  if (topicIsTold(flow, playbook)) return;
  const before = Object.values(playbook.flows).filter((other) => handsOver(other, path[1] as string));
  if (before.some((other) => topicIsTold(other, playbook))) return;
  for (const { path: at, step } of stepsIn([...path, "steps"], flow.steps)) {
    if (!("email" in step) || !isUntold(playbook.emails[step.email])) continue;
    const message = `nothing tells which permission "${step.email}" is sent by; write "when: { permission: <topic> }" in the flow, or topic in emails/${step.email}.md`;
    yield { rule: "mail-without-topic", path: at, message };
    return;
  }
}

const isUntold = (email: Email | undefined): boolean => email?.kind === "marketing" && email.topic === undefined;

const handsOver = (flow: Flow, to: string): boolean =>
  flow.next === to || [...stepsIn([], flow.steps)].some(({ step }) => "goTo" in step && step.goTo === to);

function topicIsTold({ start, when, exit }: Flow, { segments }: Playbook): boolean {
  const seen = new Set<string>();
  const asksFor = (text: string): boolean => {
    if (text.includes('"permission"')) return true;
    return Object.keys(segments).some((name) => {
      if (seen.has(name) || !text.includes(`"segment":${JSON.stringify(name)}`)) return false;
      seen.add(name);
      return asksFor(JSON.stringify(segments[name]));
    });
  };
  const byPermission = start.some(
    (trigger) => "form" in trigger || ("did" in trigger && /^(permission_confirmed|form_submit)$/.test(trigger.did)),
  );
  return byPermission || asksFor(JSON.stringify([when, exit, start]));
}
