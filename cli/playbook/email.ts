import { layOut } from "./email-layout.ts";
import { renderMarkdown } from "./markdown.ts";
import { parseYaml, type Path, type Position } from "./source.ts";

/** One language of an e-mail as its file says it. */
export interface EmailFile {
  kind: unknown;
  subject: unknown;
  /** Of a marketing mail: the permission it is sent by. */
  topic: unknown;
  body: string;
  /** The line on which the body begins. */
  bodyLine: number;
  problems: (Position & { message: string })[];
  position(path: Path): Position;
}

/** Reads front matter (`kind`, `subject`, `topic`) and the Markdown after it. */
export function readEmail(text: string): EmailFile {
  const match = /^---\n([\s\S]*?\n)---\n?/.exec(text);
  const problems: EmailFile["problems"] = [];
  if (!match) {
    const message = "begin with front matter between two lines of ---, in it kind: and subject:";
    problems.push({ line: 1, column: 1, message });
  }
  const yaml = parseYaml(match?.[1] ?? "", 2);
  problems.push(...yaml.errors);
  const front = isRecord(yaml.value) ? yaml.value : {};
  for (const key of Object.keys(front)) {
    if (key !== "kind" && key !== "subject" && key !== "topic")
      problems.push({
        ...yaml.position([key]),
        message: `"${key}" is not known here; an e-mail has kind, subject and topic`,
      });
  }
  const body = text.slice(match?.[0].length ?? 0);
  if (match && body.trim() === "")
    problems.push({ line: 1, column: 1, message: "the letter is empty; write it below the front matter" });
  return {
    kind: front["kind"],
    subject: front["subject"],
    topic: front["topic"],
    body,
    bodyLine: (match?.[0] ?? "").split("\n").length,
    problems,
    position: yaml.position,
  };
}

/** The mail that the Worker sends: an HTML part in the layout and a plain-text part, both still with Liquid. */
export function compileEmail(file: EmailFile, locale: string, site: string): Record<string, unknown> {
  const { html, text } = renderMarkdown(file.body);
  const subject = typeof file.subject === "string" ? file.subject : "";
  return { subject: file.subject, html: layOut({ locale, site, subject, body: html }), text: `${text}\n` };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
