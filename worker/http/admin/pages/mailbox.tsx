import type { Sent } from "../../../reports/messages.ts";
import type { Part } from "../../../reports/page.ts";
import { Layout } from "../layout.tsx";
import { linksIn } from "../links.ts";
import { Pairs } from "../parts/facts.tsx";
import { Messages } from "../parts/messages.tsx";
import { Pager } from "../parts/pager.tsx";
import { Status } from "../parts/status.tsx";
import { Section } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { format, type View } from "../view.ts";

export function Mailbox({ view, part, cursor }: { view: View; part: Part<Sent>; cursor: string | undefined }) {
  const path = `${view.base}/mailbox`;
  return (
    <Layout frame={view} title={view.words.mailbox} current="mailbox" here={path}>
      <Messages view={view} messages={part.items} />
      <Pager frame={view} path={path} cursor={cursor} next={part.next} />
    </Layout>
  );
}

export function Mail({ view, message }: { view: View; message: Sent }) {
  const { words, base } = view;
  const { mail } = message;
  const here = `${base}/mailbox/${message.id}`;
  return (
    <Layout frame={view} title={mail?.subject ?? message.template} current="mailbox" here={here}>
      <Section title={words.facts}>
        <Pairs
          pairs={[
            ...(mail ? ([[words.from, mail.sender]] as [string, string][]) : []),
            [words.to, <a href={`${base}/people/${message.profile}`}>{message.email}</a>],
            [words.status, <Status frame={view} status={message.status} />],
            ...(message.reason === null ? [] : ([[words.reason, message.reason]] as [string, string][])),
            [words.kind, words.kinds[message.kind] ?? message.kind],
            [words.topic, message.topic],
            [words.template, message.template],
            [words.created, <Time view={view} at={message.createdAt} seconds />],
            [words.sentAt, message.sentAt === null ? "–" : <Time view={view} at={message.sentAt} seconds />],
            [words.attempts, format(view, message.attempts)],
          ]}
        />
      </Section>
      {mail ? <Content view={view} mail={mail} here={here} /> : <p>{words.notRendered}</p>}
    </Layout>
  );
}

/** The mail three ways. The links stand by themselves too, since a frame is a detour for whoever uses the keyboard. */
function Content({ view, mail, here }: { view: View; mail: NonNullable<Sent["mail"]>; here: string }) {
  const { words } = view;
  const links = linksIn(mail.html);
  return (
    <>
      <Section title={words.links}>
        {links.length === 0 && <p class="empty">{words.noLinks}</p>}
        <ul class="links">
          {links.map(({ href, text }) => (
            <li>
              <a href={href}>{text}</a>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.asSeen}>
        <iframe
          class="mail"
          title={words.asSeen}
          src={`${here}/body`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        ></iframe>
      </Section>
      <Section title={words.asText}>
        <pre class="mail-text" tabindex={0} role="region" aria-label={words.asText}>
          {mail.text}
        </pre>
      </Section>
    </>
  );
}
