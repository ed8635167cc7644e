import type { Sent } from "../../../reports/messages.ts";
import type { View } from "../view.ts";
import { Status } from "./status.tsx";
import { Table } from "./table.tsx";
import { Time } from "./time.tsx";

/** Messages as a list, each leading to its own page. */
export function Messages({ view, messages }: { view: View; messages: Sent[] }) {
  const { words, base } = view;
  return (
    <Table
      caption={words.messagesCaption}
      columns={[
        { title: words.subject },
        { title: words.to },
        { title: words.kind },
        { title: words.status },
        { title: words.created },
      ]}
      empty={words.noMessages}
      rows={messages.map((message) => [
        <a href={`${base}/mailbox/${message.id}`}>{message.mail?.subject ?? message.template}</a>,
        <span class="long">{message.email}</span>,
        words.kinds[message.kind] ?? message.kind,
        <>
          <Status frame={view} status={message.status} />
          {message.reason !== null && <span class="faint under">{message.reason}</span>}
        </>,
        <Time view={view} at={message.createdAt} />,
      ])}
    />
  );
}
