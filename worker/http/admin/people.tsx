import type { Hono } from "hono";
import { z } from "zod";
import { normalizeEmail } from "../../lib/email.ts";
import { preferencesUrl } from "../../permissions/links.ts";
import { preferencesOf } from "../../permissions/preferences-store.ts";
import { heldBy } from "../../permissions/store.ts";
import { consents } from "../../reports/consents.ts";
import { permissionEvidence } from "../../reports/evidence.ts";
import { leadOfPerson } from "../../reports/leads.ts";
import { messages } from "../../reports/messages.ts";
import { type Known, people, person } from "../../reports/people.ts";
import { permissions } from "../../reports/permissions.ts";
import { ask, askOne } from "../../reports/query.ts";
import { stagesOf } from "../../reports/stages.ts";
import { submissions } from "../../reports/submissions.ts";
import { timeline } from "../../reports/timeline.ts";
import { visitsOf } from "../../reports/visits.ts";
import { eraseForGood } from "../../rights/erase.ts";
import { readText } from "../body.ts";
import type { HttpEnv } from "../env.ts";
import { EVIDENCE_CSP, EvidencePage } from "../evidence-page.tsx";
import { exportFile } from "../export-file.ts";
import { noPage } from "./no-page.ts";
import { Erase, PreferenceLink } from "./pages/erase.tsx";
import { People } from "./pages/people.tsx";
import { Person } from "./pages/person.tsx";
import { outcomeOf, toldOf } from "./sales.tsx";
import { type Http, viewOf } from "./view.ts";

const PAGE = 50;
const VISITS = 20;
const SUBMISSIONS = 20;

/** The list of people, and all about one: what they did and allow, and what they may ask for. */
export function peoplePages(admin: Hono<HttpEnv>): void {
  admin.get("/people", async (c) => {
    const view = await viewOf(c);
    const query = (name: string): string | undefined => c.req.query(name)?.trim() || undefined;
    const email = query("email");
    const wanted = {
      email: email && normalizeEmail(email),
      segment: query("segment"),
      stage: query("stage"),
      cell: query("cell"),
    };
    const cursor = query("cursor");
    const part = await askOne(c.get("context").db, people(wanted, { limit: PAGE, cursor }));
    return c.html(
      <People view={view} wanted={wanted} cursor={cursor} part={part} isErased={query("done") === "erased"} />,
    );
  });

  admin.get("/people/:id", async (c) => {
    const view = await viewOf(c);
    const { db, sealer } = c.get("context");
    const id = c.req.param("id").toLowerCase();
    const cursor = c.req.query("cursor") || undefined;
    const [known, ledger, choices, sent, events, visits, moves, lead, told, filled] = await ask(
      db,
      person(id),
      permissions({ profile: id }, { limit: PAGE }),
      consents(id),
      messages({ profile: id }, { limit: PAGE }),
      timeline(id, { limit: PAGE, cursor }, true),
      visitsOf(id, VISITS),
      stagesOf(id, { limit: PAGE }),
      leadOfPerson(id),
      toldOf(c),
      submissions({ profile: id }, { limit: SUBMISSIONS }),
    );
    if (!known) throw noPage(c);
    if (known.id !== id) return c.redirect(`${view.base}/people/${known.id}`);
    const { email } = known;
    const [held, preferences] =
      email === null ? [null, null] : await ask(db, heldBy(email, sealer.fingerprints(email)), preferencesOf(email));
    return c.html(
      <Person
        view={view}
        known={known}
        ledger={ledger.items}
        held={held}
        preferences={preferences}
        submissions={filled.items}
        choices={choices}
        messages={sent.items}
        events={events}
        visits={visits}
        moves={moves.items}
        lead={lead}
        outcome={{ ...outcomeOf(c), lead: told }}
        cursor={cursor}
      />,
    );
  });

  admin.get("/people/:id/evidence", async (c) => {
    const { playbook, locale } = await viewOf(c);
    const { id } = await knownOf(c);
    const { db, sealer, now } = c.get("context");
    const found = await permissionEvidence(db, (email) => sealer.fingerprints(email), id, now);
    if (!found) throw noPage(c);
    c.header("Content-Security-Policy", EVIDENCE_CSP);
    return c.html(<EvidencePage evidence={found} playbook={playbook} locale={locale} />);
  });

  admin.post("/people/:id/data", async (c) => {
    const known = await knownOf(c);
    const { locale } = await viewOf(c);
    const format = new URLSearchParams(await readText(c, 8_192)).get("format") === "csv" ? "csv" : "json";
    const separator = locale === "da" ? ";" : ",";
    const file = await exportFile(c, known, { by: "dashboard", name: known.id, format, separator, bom: true });
    if (!file) throw noPage(c);
    return file;
  });

  admin.get("/people/:id/erase", async (c) => c.html(<Erase view={await viewOf(c)} known={await knownOf(c)} />));

  admin.post("/people/:id/erase", async (c) => {
    const { base } = await viewOf(c);
    const id = await eraseForGood(c.get("context"), (await knownOf(c)).id, "dashboard");
    if (id === null) throw noPage(c);
    return c.redirect(`${base}/people?done=erased`, 303);
  });

  admin.post("/people/:id/preference-link", async (c) => {
    const view = await viewOf(c);
    const known = await knownOf(c);
    const { id, email, state } = known;
    if (email === null) throw noPage(c);
    const locale = state.around.language ?? view.playbook.site.locales[0]!;
    const link = await preferencesUrl(c.get("context"), { profile: id, email, locale });
    return c.html(<PreferenceLink view={view} known={known} link={link} />);
  });
}

const Id = z.uuid().toLowerCase();

/** Whom an address of a page names. @throws Refusal `not_found` */
async function knownOf(c: Http): Promise<Known> {
  const id = Id.safeParse(c.req.param("id"));
  const known = id.success ? await askOne(c.get("context").db, person(id.data)) : null;
  if (!known) throw noPage(c);
  return known;
}
