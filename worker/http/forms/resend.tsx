import { refusalWords } from "../../forms/refusals.ts";
import { openResend, resend } from "../../forms/resend.ts";
import { dispatch } from "../../ingest.ts";
import { countLater } from "../../reports/tally.ts";
import { plainPage } from "./page.tsx";
import { type Http, wantsPage } from "./request.ts";

/**
 * `POST /form/resend/:token`: sends a confirmation once more, if there is one to send. What is answered is the same whatever
 * happened: it tells nobody who is known, or who has confirmed.
 */
export async function sendAgain(c: Http): Promise<Response> {
  const context = c.get("context");
  const playbook = await c.get("playbook")();
  const token = await openResend(context, c.req.param("token")!);
  const id = await resend(context, playbook, token);
  if (id === null) countLater(context, { "refused.resend": 1 });
  else context.waitUntil(dispatch(context, { messages: [{ id, dueAt: context.now }] }));
  if (!wantsPage(c)) return c.json({ ok: true, message: refusalWords(token.locale).againText });
  return c.redirect(c.req.path, 303);
}

/** `GET`: what the page says after it; changes nothing, so that reloading it and link scanners send nothing. */
export async function sentAgain(c: Http): Promise<Response> {
  const { locale } = await openResend(c.get("context"), c.req.param("token")!);
  const words = refusalWords(locale);
  return plainPage(c, await c.get("playbook")(), {
    title: words.again,
    locale,
    children: (
      <>
        <h1>{words.again}</h1>
        <p>{words.againText}</p>
        <form method="post">
          <button type="submit">{words.again}</button>
        </form>
      </>
    ),
  });
}
