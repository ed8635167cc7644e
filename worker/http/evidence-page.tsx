import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { PermissionEvidence, Proven } from "../reports/evidence.ts";
import { EVERY_TOPIC } from "../permissions/standing.ts";
import { type Compiled, inLocale } from "../playbook/index.ts";
import { EVIDENCE_WORDS } from "./evidence-words.ts";

/** What the page may do: be read and printed. */
export const EVIDENCE_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'";

const CSS = `:root{color-scheme:light dark;--ink:#17212b;--paper:#fff;--quiet:#52606d;--line:#c8d0d8}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8edf2;--paper:#12181f;--quiet:#a8b4c0;--line:#3b4754}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:50rem;margin:0 auto;padding:clamp(1.25rem,5vw,3rem) 1.25rem}h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}
.quiet{color:var(--quiet);margin:0 0 1rem}dl{margin:0}dl>div{display:grid;grid-template-columns:minmax(8rem,1fr) 3fr;gap:.1rem 1rem;padding:.15rem 0}
dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}ol{list-style:none;margin:0;padding:0}li{border-top:1px solid var(--line);padding:.9rem 0}
h3{font-size:1rem;margin:0 0 .4rem}q,blockquote{quotes:none}blockquote{margin:0;padding:0 0 0 .8rem;border-left:.2rem solid var(--line);white-space:pre-line}
@media(max-width:30rem){dl>div{grid-template-columns:1fr}}
@page{size:A4;margin:18mm 16mm}@media print{:root{--ink:#000;--paper:#fff;--quiet:#444;--line:#999}body{font-size:9.5pt}main{max-width:none;padding:0}li{break-inside:avoid}h2{break-after:avoid}}`;

interface Props {
  evidence: PermissionEvidence;
  playbook: Compiled;
  locale: string;
}

/** All that proves what one person has allowed, as one page that needs nothing else and prints on A4. English or Danish. */
export function EvidencePage({ evidence, playbook, locale }: Props) {
  const language = locale.startsWith("da") ? "da" : "en";
  const words = EVIDENCE_WORDS[language];
  const { person, current, suppressions, rows, generatedAt } = evidence;
  const title = (topic: string): string => titleOf(playbook, topic, language);
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>{`${words.title} · ${playbook.site.name}`}</title>
          <style>{raw(CSS)}</style>
        </head>
        <body>
          <main>
            <h1>{words.title}</h1>
            <p class="quiet">
              {playbook.site.name} · {words.made} {timeOf(generatedAt)}
            </p>
            <h2>{words.about}</h2>
            <Pairs
              pairs={[
                [words.email, person.email ?? words.unknown],
                [words.proven, person.emailConfirmedAt === null ? words.never : timeOf(person.emailConfirmedAt)],
                ...optional(words.userId, person.userId),
                [words.id, person.id],
                ...optional(words.formerIds, person.formerIds.join(", ")),
              ]}
            />
            <h2>{words.now}</h2>
            {Object.keys(current).length === 0 ? (
              <p>{words.nothing}</p>
            ) : (
              <Pairs pairs={Object.entries(current).map(([topic, status]) => [title(topic), words.statuses[status]])} />
            )}
            {suppressions.length > 0 && <h2>{words.suppressed}</h2>}
            <Pairs
              pairs={suppressions.map(({ topic, reason, at }) => [
                topic === EVERY_TOPIC ? words.every : title(topic),
                `${words.reasons[reason]}, ${timeOf(at)}`,
              ])}
            />
            <h2>{words.ledger}</h2>
            <p class="quiet">{words.burden}</p>
            <ol>
              {rows.map((row) => (
                <Line row={row} title={title} language={language} own={person.email} />
              ))}
            </ol>
          </main>
        </body>
      </html>
    </>
  );
}

interface LineProps {
  row: Proven;
  title: (topic: string) => string;
  language: "en" | "da";
  own: string | null;
}

function Line({ row, title, language, own }: LineProps) {
  const words = EVIDENCE_WORDS[language];
  const { evidence } = row;
  return (
    <li>
      <h3>
        {timeOf(row.at)}: {title(row.topic)}, {words.statuses[row.status]}
      </h3>
      <Pairs
        pairs={[
          [words.topic, row.topic],
          ...(row.email === own ? [] : [[words.email, row.email] as const]),
          ...(evidence ? [[words.how, words.hows[evidence.how ?? "form"]] as const] : []),
          ...(evidence?.text
            ? [[words.wording, <blockquote lang={evidence.locale}>{evidence.text}</blockquote>] as const]
            : []),
          ...optional(words.version, evidence?.version),
          ...optional(words.hash, evidence?.hash),
          ...optional(words.locale, evidence?.locale),
          ...optional(words.form, evidence?.form),
          ...optional(words.page, evidence?.url),
          ...(evidence?.userAgent ? [[words.network, evidence.ip ?? words.notKept] as const] : []),
          ...optional(words.browser, evidence?.userAgent),
          ...optional(words.mail, mailOf(row)),
          [words.submission, row.submission],
          [words.row, row.id],
        ]}
      />
    </li>
  );
}

type Pair = readonly [string, Child];

const optional = (name: string, value: string | null | undefined): Pair[] => (value ? [[name, value]] : []);

/** The mail's id, and what is still known of it. */
function mailOf({ evidence, mail }: Proven): string | undefined {
  if (!mail) return evidence?.message;
  return `${mail.id} (${mail.template}${mail.sentAt === null ? "" : `, ${timeOf(mail.sentAt)}`})`;
}

function Pairs({ pairs }: { pairs: Pair[] }) {
  if (pairs.length === 0) return null;
  return (
    <dl>
      {pairs.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

function titleOf({ topics }: Compiled, topic: string, language: string): string {
  return Object.hasOwn(topics, topic) ? inLocale(topics[topic]!.title, language) : topic;
}
