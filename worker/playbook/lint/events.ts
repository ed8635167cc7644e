import type { Playbook } from "../document.ts";
import { EVENTS } from "../event-types.ts";
import type { EventMatch } from "../matcher.ts";
import { SHOP_EVENTS, shopEvent } from "../shop-events.ts";
import type { Known } from "./known.ts";
import { contradiction, namedBy } from "./matchers.ts";
import { classes } from "./names.ts";
import { nearest, unknown } from "./near.ts";
import { eventsIn } from "./nodes.ts";
import type { Path, Problem } from "./problem.ts";

/** What of an event is stored, and so can be asked at any time; below `properties` everything. */
const PATHS = [
  "name",
  ...["url", "path", "title", "class", "topics"].map((key) => `page.${key}`),
  ...["host", "class"].map((key) => `referrer.${key}`),
  ...["source", "medium", "name", "term", "content"].map((key) => `campaign.${key}`),
  ...["country", "region", "city", "timeZone"].map((key) => `place.${key}`),
  ...["type", "browser", "os"].map((key) => `device.${key}`),
  "language",
  "submission.form",
  "permission.topics",
  ...["analytics", "personalization", "marketing"].map((key) => `consent.${key}`),
];

/** Events by names that nobody sends, and values that no event has. */
export function* events(playbook: Playbook, known: Known): Generator<Problem> {
  for (const { path, match, of } of eventsIn(playbook)) {
    if (of !== undefined) {
      yield* knownPath(path, of, match.did);
      continue;
    }
    yield* knownEvent(path, match.did);
    for (const [key, matcher] of Object.entries(match.where ?? {})) {
      yield* knownPath(path, key, match.did);
      const impossible = contradiction(matcher);
      if (impossible !== undefined) yield { rule: "never-matches", path, message: `${key}: ${impossible}` };
    }
    for (const message of unknownIn(match, known)) yield { rule: "unknown-name", path, message };
  }
}

export function* knownEvent(path: Path, did: string): Generator<Problem> {
  if (EVENTS.includes(did) || shopEvent(did) !== undefined) return;
  const shop = SHOP_EVENTS.find((name) => nearest(did, [name]) !== undefined && did.length !== name.length);
  const near = nearest(did, EVENTS) ?? shop;
  if (near !== undefined)
    yield { rule: "did-you-mean", path, message: `nobody does "${did}"; did you mean "${near}"?` };
}

function* knownPath(path: Path, asked: string, did: string): Generator<Problem> {
  if (did === "form_submit" && asked === "name") {
    yield { rule: "unknown-path", path, message: 'which form it was is told by "submission.form", not by "name"' };
    return;
  }
  if (PATHS.includes(asked) || /^properties\.[^.]/.test(asked)) return;
  const under = PATHS.filter((one) => one.startsWith(`${asked}.`));
  const near = nearest(asked, PATHS);
  const mend =
    near === undefined ? (under.length > 0 ? `write ${under.join(" or ")}` : WHERE) : `did you mean "${near}"?`;
  yield { rule: "unknown-path", path, message: `an event has no "${asked}"; ${mend}` };
}

const WHERE = 'what a site tells of its own events is below "properties.", the rest is listed in docs/conditions.md';

function* unknownIn({ did, where = {} }: EventMatch, known: Known): Generator<string> {
  const each = function* (key: string, what: string, all: string[], mend: string): Generator<string> {
    const matcher = where[key];
    for (const name of matcher === undefined ? [] : namedBy(matcher))
      if (!all.includes(String(name))) yield unknown(what, String(name), all, mend.replace("<name>", String(name)));
  };
  const wanted = where["page.class"];
  if (wanted !== undefined) yield* classes(wanted, known);
  yield* each("submission.form", "form", known.forms, "write forms/<name>.yaml");
  yield* each("permission.topics", "topic", known.permissions, "no form asks for a permission of this topic");
  if (did.startsWith("email_")) yield* each("name", "e-mail", known.emails, "write emails/<name>.md");
  if (did === "content_opened") yield* each("name", "content", known.contents, "add it to contents.yaml");
  if (did.startsWith("flow_")) yield* each("name", "flow", known.flows, "write flows/<name>.yaml");
  if (did === "stage_entered") yield* each("name", "stage", known.stages, "add it to stages.yaml");
  if (did === "segment_entered" || did === "segment_left")
    yield* each("name", "segment", known.segments, "add it to segments.yaml");
}
