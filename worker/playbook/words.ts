import { durationInWords, listed, matcherInWords } from "./words-values.ts";
import type { Comparison, Condition } from "./condition.ts";
import type { Did } from "./did.ts";
import type { EventMatch } from "./matcher.ts";

type Of<K extends string> = Extract<Condition, Record<K, unknown>>;

/** A condition in plain English, as what somebody has done or is: `has viewed a page (class pricing) at least 2 times`. */
export function inWords(condition: Condition): string {
  if ("all" in condition) return joined(condition.all, "and");
  if ("any" in condition) return joined(condition.any, "or");
  if ("not" in condition) return negated(condition.not);
  return leaf(condition);
}

/** An event as something done: `viewed a page (class pricing)`. */
export function eventInWords({ did, where }: EventMatch): string {
  const asked = Object.entries(where ?? {}).map(([path, matcher]) => `${path.replace(SHORT, "")} ${is(matcher)}`);
  const details = asked.length === 0 ? "" : ` (${asked.join(", ")})`;
  return (Object.hasOwn(DEEDS, did) ? DEEDS[did]! : `done "${did}"`) + details;
}

/** Before a path that is clear without. */
const SHORT = /^(page|submission|permission|properties)\./;

const DEEDS: Record<string, string> = {
  page_view: "viewed a page",
  screen_view: "viewed a screen",
  page_leave: "left a page",
  click: "clicked a link",
  form_submit: "submitted a form",
  identify: "told who they are",
  group: "told where they work",
  consent: "chosen what may be kept",
  permission_confirmed: "confirmed a permission",
  permission_withdrawn: "withdrawn a permission",
  permission_expired: "let a permission lapse",
  preferences_changed: "changed their preferences",
  content_opened: "opened what a form hands out",
  segment_entered: "entered a segment",
  segment_left: "left a segment",
  stage_entered: "entered a stage",
  score_changed: "crossed a boundary of the score",
  lead_qualified: "been handed over to sales",
  lead_accepted: "been accepted by sales",
  lead_rejected: "been rejected by sales",
  lead_won: "been won",
  lead_lost: "been lost",
  flow_entered: "entered a flow",
  flow_completed: "completed a flow",
  flow_left: "left a flow",
  email_sent: "been sent an e-mail",
  email_delivered: "received an e-mail",
  email_opened: "opened an e-mail",
  email_clicked: "clicked in an e-mail",
  email_bounced: "had an e-mail bounce",
  email_complained: "complained of an e-mail",
};

const is = (matcher: Parameters<typeof matcherInWords>[0]): string => matcherInWords(matcher).replace(/^is /, "");

function joined(conditions: Condition[], word: "and" | "or"): string {
  if (conditions.length === 1) return inWords(conditions[0]!);
  const parts = conditions.map((condition) => (isGroup(condition) ? `(${inWords(condition)})` : inWords(condition)));
  return parts.join(` ${word} `);
}

function isGroup(condition: Condition): boolean {
  const children = "all" in condition ? condition.all : "any" in condition ? condition.any : [];
  return children.length > 1;
}

function negated(condition: Condition): string {
  if ("not" in condition) return inWords(condition.not);
  const words = inWords(condition);
  const isLeaf = !("all" in condition || "any" in condition);
  const isPlain = isLeaf && /^(is|has) /.test(words) && !/ and |,/.test(words.replaceAll(/\([^)]*\)/g, ""));
  return isPlain ? words.replace(/^(is|has) /, "$1 not ") : `not (${words})`;
}

function leaf(condition: Condition): string {
  for (const [subject, words] of Object.entries(LEAVES)) {
    if (subject in condition) return (words as (condition: Condition) => string)(condition);
  }
  throw new Error(`nobody has words for ${JSON.stringify(condition)}`);
}

const LEAVES: { [K in string]: (condition: never) => string } = {
  did: (did: Did) => didInWords(did),
  trait: ({ trait, is }: Of<"trait">) => `${trait} ${matcherInWords(is)}`,
  segment: ({ segment }: Of<"segment">) => `is in segment ${segment}`,
  stage: ({ stage, longerThan, shorterThan }: Of<"stage">) => {
    const times = [
      longerThan === undefined ? [] : `for ${durationInWords(longerThan)} or longer`,
      shorterThan === undefined ? [] : `for less than ${durationInWords(shorterThan)}`,
    ].flat();
    return ["is in stage", listed(stage), ...times].join(" ");
  },
  score: ({ score }: Of<"score">) => scoreInWords(score),
  visits: ({ visits }: Of<"visits">) =>
    `has come ${range(visits)} ${visits.lte === 1 || visits.gte === 1 ? "time" : "times"}`,
  inactive: ({ inactive }: Of<"inactive">) => `has not been seen for ${durationInWords(inactive)}`,
  interest: ({ interest, atLeast }: Of<"interest">) => `has read at least ${times(atLeast, "page")} about ${interest}`,
  consent: ({ consent }: Of<"consent">) => `has consented to ${consent}`,
  permission: ({ permission, is }: Of<"permission">) =>
    is === "pending" ? `has been asked to confirm permission ${permission}` : `has ${is} permission ${permission}`,
  knows: ({ knows }: Of<"knows">) => (knows === "confirmed-email" ? "their address is confirmed" : `has told ${knows}`),
  lead: ({ lead }: Of<"lead">) => `is a lead that is ${listed(lead)}`,
  role: ({ role }: Of<"role">) => `has role ${listed(role)}`,
  cluster: ({ cluster }: Of<"cluster">) => `is in cluster ${listed(cluster)}`,
  flow: ({ flow }: Of<"flow">) => `is in flow ${flow}`,
  country: ({ country }: Of<"country">) => `country ${matcherInWords(country)}`,
  region: ({ region }: Of<"region">) => `region ${matcherInWords(region)}`,
  city: ({ city }: Of<"city">) => `city ${matcherInWords(city)}`,
  language: ({ language }: Of<"language">) => `language ${matcherInWords(language)}`,
  device: ({ device }: Of<"device">) => `device ${matcherInWords(device)}`,
  campaign: ({ campaign }: Of<"campaign">) => record("campaign", campaign),
  page: ({ page }: Of<"page">) => record("page", page),
  company: ({ company }: Of<"company">) => record("company", company),
  weekday: ({ weekday }: Of<"weekday">) => `is here on ${listed(weekday.map((day) => DAYS[day]))}`,
  time: ({ time: { from, to } }: Of<"time">) => `is here between ${from} and ${to} o'clock`,
};

const DAYS = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};

const record = (of: string, asked: Record<string, Parameters<typeof matcherInWords>[0]>): string =>
  Object.entries(asked)
    .map(([path, matcher]) => `${of} ${path} ${matcherInWords(matcher)}`)
    .join(" and ");

function didInWords(did: Did): string {
  const done = `has ${eventInWords(did)}`;
  const { within, since } = did;
  const when =
    within === undefined
      ? since === undefined
        ? ""
        : ` since ${since === "stage" ? "entering the stage" : new Date(since).toISOString().slice(0, 10)}`
      : ` within ${durationInWords(within)}`;
  if (did.asks === "sequence") {
    const steps = did.steps.map((step) => `, then ${eventInWords(step)} within ${durationInWords(step.within)}`);
    return `${done}${steps.join("")}${when && `, the last of it${when}`}`;
  }
  if (did.asks === "sum") return `${done}, ${did.of} adding up to ${range(did)}${when}`;
  if (did.asks === "distinct") return `${done} with at least ${did.atLeast} different ${did.of}${when}`;
  return `${done}${did.atLeast === 1 ? "" : ` at least ${times(did.atLeast, "time")}`}${when}`;
}

function scoreInWords({ behaviour, rank, fit, action }: Of<"score">["score"]): string {
  const grade = (letter: string | undefined, otherwise: string): string[] =>
    letter === undefined ? [] : [`fit grade is ${letter} or ${otherwise}`];
  return [
    ...(behaviour ? [`behaviour is ${range(behaviour)} points`] : []),
    ...(rank ? [`behaviour rank is ${rankInWords(rank)}`] : []),
    ...grade(fit?.gte, "better"),
    ...grade(fit?.lte, "worse"),
    ...(action === undefined ? [] : [`the matrix says ${listed(action)}`]),
  ].join(" and ");
}

function rankInWords({ gte, lte }: Comparison): string {
  if (gte !== undefined && lte !== undefined) return gte === lte ? String(gte) : `${gte} to ${lte}`;
  return gte === undefined ? `${lte ?? 4} or hotter` : `${gte} or colder`;
}

const times = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

function range({ gte, lte }: Comparison): string {
  if (gte !== undefined && lte !== undefined) return gte === lte ? `exactly ${gte}` : `${gte} to ${lte}`;
  return gte === undefined ? `at most ${lte ?? "any"}` : `at least ${gte}`;
}
