import type { PropsWithChildren } from "hono/jsx";
import { inLocale, type Sales } from "../../../playbook/index.ts";
import type { KnownLead } from "../../../reports/leads.ts";
import type { Action } from "../../../sales/lead.ts";
import type { View } from "../view.ts";

interface AnswersProps {
  view: View;
  lead: KnownLead;
  /** Whom it is about, for those who hear the buttons one by one. */
  name: string;
  /** Where the answer leads back to. */
  back: string;
}

/** What may be said of a lead as it stands: plain forms, so they work without a script. */
export function Answers({ lead, ...rest }: AnswersProps) {
  const all = { lead, ...rest };
  if (lead.status === "mql") {
    return (
      <div class="answers">
        <Form {...all} action="accept" />
        <Form {...all} action="reject" isQuiet>
          <Cause {...all} causes={rest.view.playbook.sales?.rejections} />
        </Form>
        <More {...all} />
      </div>
    );
  }
  if (lead.status !== "sql") return null;
  return (
    <div class="answers">
      <Form {...all} action="won">
        <Amount {...all} />
      </Form>
      <Form {...all} action="lost" isQuiet>
        <Cause {...all} causes={rest.view.playbook.sales?.losses} />
      </Form>
      <More {...all} />
    </div>
  );
}

/** What is needed less often, folded away. */
function More(all: AnswersProps) {
  const { view, lead } = all;
  const { sales: words } = view.words;
  const { sales } = view.playbook;
  if (!sales) return null;
  return (
    <details>
      <summary>{lead.status === "sql" ? words.moreActionsAccepted : words.moreActions}</summary>
      <div class="answers">
        <Form {...all} action="assign" isQuiet>
          <label>
            {words.handOnTo}
            <select name="owner" required>
              {!sales.owners.some(({ id }) => id === lead.owner) && <option value="">{words.chooseOwner}</option>}
              {sales.owners.map(({ id, name }) => (
                <option value={id} selected={id === lead.owner}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </Form>
        {lead.status === "sql" && (
          <Form {...all} action="reject" isQuiet>
            <Cause {...all} causes={sales.rejections} />
          </Form>
        )}
      </div>
    </details>
  );
}

function Form({
  view: { base, words },
  lead,
  name,
  back,
  action,
  isQuiet,
  children,
}: PropsWithChildren<AnswersProps & { action: Action | "assign"; isQuiet?: boolean }>) {
  const labels = {
    accept: words.sales.leadAccept,
    reject: words.sales.leadReject,
    won: words.sales.leadWon,
    lost: words.sales.leadLost,
    assign: words.sales.leadAssign,
  };
  return (
    <form class="answer" method="post" action={`${base}/leads/${lead.id}/${action}`}>
      <input type="hidden" name="back" value={back} />
      {children}
      <button class={isQuiet ? "quiet" : undefined} type="submit" aria-label={`${labels[action]}: ${name}`}>
        {labels[action]}
      </button>
    </form>
  );
}

function Cause({ view, causes = {} }: AnswersProps & { causes?: Sales["losses"] | undefined }) {
  const { sales: words } = view.words;
  const all = Object.entries(causes);
  if (all.length === 0) return null;
  return (
    <label>
      {words.cause}
      <select name="cause" required>
        <option value="">{words.chooseCause}</option>
        {all.map(([id, title]) => (
          <option value={id}>{inLocale(title, view.locale)}</option>
        ))}
      </select>
    </label>
  );
}

function Amount({ view }: AnswersProps) {
  const { sales: words } = view.words;
  return (
    <>
      <label>
        {words.amount}
        <input name="amount" inputmode="decimal" pattern="[0-9][0-9.,' ]*" maxlength={20} required autocomplete="off" />
      </label>
      <label class="short">
        {words.currency}
        <input
          name="currency"
          value={view.locale === "da" ? "DKK" : "EUR"}
          pattern="[A-Za-z]{3}"
          maxlength={3}
          required
          autocomplete="off"
          spellcheck={false}
        />
      </label>
    </>
  );
}
