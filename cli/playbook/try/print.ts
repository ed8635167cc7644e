import type { Line, Report, Told } from "./report.ts";
import { bold, faint, heading, mark, moment, signed } from "./style.ts";

const MOST_HTML = 160;

/** A report as it is read in a terminal. */
export function print(report: Report, timeZone: string): string {
  const when = (iso: string): string => moment(iso, timeZone);
  const { who, title, url, notes, stage, ahead, timeline, next } = report;
  return [
    `${bold(title)}${title === who ? "" : faint(` (${who})`)} on ${bold(url)}, ${when(report.at)} ${faint(timeZone)}`,
    ...notes.map((note) => faint(note)),
    heading("Stage"),
    `  ${bold(stage.title)} since ${when(stage.since)}: ${stage.because}`,
    ...(stage.why ? tree(stage.why, 2) : []),
    ...ahead.flatMap(({ title, enter }) => [faint(`  ahead: ${title}`), ...tree(enter, 2)]),
    ...score(report, when),
    heading("Segments"),
    ...none(
      report.segments.flatMap(({ title, isIn, why }) => [
        `  ${mark(isIn)} ${isIn ? bold(title) : title}`,
        ...tree(why, 2),
      ]),
    ),
    ...(report.role ? [heading("Role"), `  ${bold(report.role.title)}`] : []),
    heading("Blocks"),
    ...none(report.blocks.flatMap(block)),
    heading("Forms"),
    ...none(report.forms.flatMap(form)),
    heading("Flows they would start"),
    ...none(report.flows.flatMap((one) => flow(one, when))),
    heading("Sales"),
    ...lead(report, when),
    heading("What happened"),
    ...none(timeline.flatMap((entry) => happened(entry, when))),
    heading("What time alone will change"),
    ...none(next.map(({ at, changes }) => `  ${when(at)}  ${changes.join(", ")}`)),
  ].join("\n");
}

type When = (iso: string) => string;

const none = (lines: string[]): string[] => (lines.length > 0 ? lines : [faint("  none")]);

/** A condition, its parts below it. */
function tree({ words, holds, seen, parts = [] }: Told, depth: number): string[] {
  const found = seen === undefined ? "" : faint(` (${seen})`);
  return [`${"  ".repeat(depth)}${mark(holds)} ${words}${found}`, ...parts.flatMap((part) => tree(part, depth + 1))];
}

const line = ({ title, points }: Line, more = ""): string => `  ${signed(points)}  ${title}${faint(more)}`;

function score({ score: { fit, behaviour, cell, action } }: Report, when: When): string[] {
  return [
    heading("Score"),
    `  ${bold(cell)}: ${action === null ? "the matrix says nothing of it" : `the matrix says ${bold(action)}`}`,
    `  Fit ${bold(fit.grade)}, ${fit.points} points`,
    ...fit.lines.map((one) => line(one)),
    `  Behaviour ${bold(String(behaviour.rank))}, ${behaviour.points} points`,
    ...behaviour.lines.map((one) => line(one, `  last ${when(one.at)}`)),
  ];
}

function block({ title, name, variant, html, variants }: Report["blocks"][number]): string[] {
  return [
    `  ${bold(name)} ${faint(title)} shows ${variant === null ? "what the page has" : bold(variant)}`,
    ...(html === null ? [] : [faint(`    ${short(html)}`)]),
    ...variants.flatMap(({ name, isShown, because, why }) => [
      `    ${mark(isShown)} ${name}: ${because}`,
      ...(why === null ? [] : tree(why, 3)),
    ]),
  ];
}

/** HTML as its words, cut. */
function short(html: string): string {
  const text = html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return text.length > MOST_HTML ? `${text.slice(0, MOST_HTML - 1)}…` : text;
}

function form({ name, title, fields, boxes, known, later, others }: Report["forms"][number]): string[] {
  return [
    `  ${bold(name)} ${faint(title)} asks ${[...fields, ...boxes.map((topic) => `${topic} (box)`)].join(", ") || "nothing"}`,
    ...(known.length > 0 ? [faint(`    left out because known: ${known.join(", ")}`)] : []),
    ...(later.length > 0 ? [faint(`    a next time: ${later.join(", ")}`)] : []),
    ...(others.length > 0 ? [faint(`    not asked of them: ${others.join(", ")}`)] : []),
  ];
}

function flow({ name, title, starts, when, note }: Report["flows"][number], time: When): string[] {
  const head = `  ${mark(starts.length > 0)} ${bold(name)} ${faint(title)}`;
  return [
    note === null ? head : `${head} ${faint(`(${note})`)}`,
    ...starts.map(({ at, by }) => `    would start ${time(at)}: ${by}`),
    ...(when ? tree(when, 3) : []),
  ];
}

function lead({ lead: { status, since, why, owner } }: Report, when: When): string[] {
  if (why === null) return [faint("  this playbook has no sales.yaml")];
  return [
    `  ${status === null ? "not handed over" : `${bold(status)} since ${when(since!)}`}; theirs would be: ${owner}`,
    ...tree(why, 2),
  ];
}

function happened({ at, what, points, changes }: Report["timeline"][number], when: When): string[] {
  return [
    `  ${when(at)}  ${what}`,
    ...points.map((one) => line(one)),
    ...changes.map((change) => `           → ${change}`),
  ];
}
