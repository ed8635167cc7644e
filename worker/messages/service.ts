import { DAY, HOUR } from "../lib/duration.ts";
import { uuidOf } from "../lib/uuid.ts";
import type { Context } from "../platform/context.ts";
import type { Compiled } from "../playbook/index.ts";

/** The e-mail of the playbook that brings somebody the link to their preference page; without one, {@link PREFERENCES_MAIL}. */
export const PREFERENCES = "preferences";

/** What is sent where the playbook has no words of its own. */
export const PREFERENCES_MAIL: Pick<Compiled["emails"][string], "locales"> = {
  locales: {
    en: {
      subject: "Your preferences at {{ site }}",
      html: `<p>Hello,</p>
<p>Here is the link to your preferences at {{ site }}: what you get from us, what we know of you, and how to be erased.</p>
<p><a href="{{ preferences_url }}">Open my preferences</a></p>
<p>It works for 60 days. Keep it to yourself: whoever has it sees what you see. If you did not ask for it, you need not do anything.</p>`,
      text: `Hello,

Here is the link to your preferences at {{ site }}: what you get from us, what we know of you, and how to be erased.

{{ preferences_url }}

It works for 60 days. Keep it to yourself: whoever has it sees what you see. If you did not ask for it, you need not do anything.
`,
    },
    da: {
      subject: "Dine valg hos {{ site }}",
      html: `<p>Hej</p>
<p>Her er linket til dine valg hos {{ site }}: hvad du får fra os, hvad vi ved om dig, og hvordan du bliver slettet.</p>
<p><a href="{{ preferences_url }}">Åbn mine valg</a></p>
<p>Det virker i 60 dage. Behold det for dig selv: den, der har det, ser det samme som du. Har du ikke bedt om det, skal du ikke gøre noget.</p>`,
      text: `Hej

Her er linket til dine valg hos {{ site }}: hvad du får fra os, hvad vi ved om dig, og hvordan du bliver slettet.

{{ preferences_url }}

Det virker i 60 dage. Behold det for dig selv: den, der har det, ser det samme som du. Har du ikke bedt om det, skal du ikke gøre noget.
`,
    },
  },
};

/**
 * Queues a mail with a fresh link to the preference page, if the address (normalized) is known and neither it nor the asking network
 * (truncated) has had too many; whoever asks is told nothing of that. The same minute's asking again is one mail.
 */
export async function queuePreferencesLink(
  { db, now, queues, waitUntil }: Pick<Context, "db" | "now" | "queues" | "waitUntil">,
  playbook: Compiled,
  email: string,
  locale: string,
  network: string | null,
): Promise<void> {
  const { perAddress, perNetwork } = playbook.site.permission;
  const id = uuidOf("preferences link", email, String(Math.floor(now / 60_000)));
  const [queued] = await db.write([
    {
      sql: `INSERT INTO messages (id, profile_id, email, template, kind, topic, locale, network, data, status, attempts, due_at, created_at)
            SELECT ?1, known.id, ?2, '${PREFERENCES}', 'service', '', ?3, ?4, ?5, 'queued', 0, ?6, ?6
            FROM (SELECT id, email_confirmed_at IS NULL AS claimed, -last_seen AS ago FROM profiles
                    WHERE email = ?2 AND merged_into IS NULL AND erased_at IS NULL
                  UNION ALL
                  SELECT p.id, 1, 0 FROM permissions AS l JOIN profiles AS p ON p.id = l.profile_id
                    WHERE l.email = ?2 AND p.erased_at IS NULL
                  ORDER BY claimed, ago LIMIT 1) AS known
            WHERE (SELECT count(*) FROM messages WHERE email = ?2 AND kind = 'service' AND created_at > ?6 - ${DAY}) < ?7
              AND (SELECT count(*) FROM messages WHERE network = ?4 AND kind = 'service' AND created_at > ?6 - ${HOUR}) < ?8
            ON CONFLICT(id) DO NOTHING`,
      args: [id, email, locale, network, JSON.stringify({ form: "", submission: "" }), now, perAddress, perNetwork],
    },
  ]);
  if (queued?.rowsAffected !== 1 || !queues.mail) return;
  // Not waited for: how long an answer takes tells nothing either. Lost, the tick finds the message.
  waitUntil(queues.mail.send({ id, at: now }).catch(() => undefined));
}
