import type { Evidence } from "../events/event.ts";
import type { PermissionStatus } from "../state/state.ts";

interface Words {
  title: string;
  about: string;
  email: string;
  unknown: string;
  proven: string;
  never: string;
  userId: string;
  id: string;
  formerIds: string;
  made: string;
  now: string;
  nothing: string;
  suppressed: string;
  every: string;
  ledger: string;
  burden: string;
  topic: string;
  how: string;
  wording: string;
  version: string;
  hash: string;
  locale: string;
  form: string;
  page: string;
  network: string;
  notKept: string;
  browser: string;
  mail: string;
  submission: string;
  row: string;
  statuses: Record<PermissionStatus, string>;
  hows: Record<NonNullable<Evidence["how"]> | "form", string>;
  reasons: Record<string, string>;
}

/** The words of the page that proves what somebody has allowed. */
export const EVIDENCE_WORDS: Record<"en" | "da", Words> = {
  en: {
    title: "Proof of permissions",
    about: "About",
    email: "E-mail address",
    unknown: "none",
    proven: "Address proved",
    never: "not yet",
    userId: "Your own id",
    id: "Id",
    formerIds: "Ids before merging",
    made: "Made",
    now: "What holds now",
    nothing: "Nothing was ever asked of this person.",
    suppressed: "Suppressed",
    every: "everything",
    ledger: "All that was asked and said, oldest first",
    burden: "Times are UTC. Rows are added and never changed. IP addresses are kept truncated.",
    topic: "Topic",
    how: "How",
    wording: "Words that were read",
    version: "Version",
    hash: "SHA-256 of the words",
    locale: "Language",
    form: "Form",
    page: "Page",
    network: "Network",
    notKept: "not kept",
    browser: "Browser",
    mail: "E-mail in which it was answered",
    submission: "Submission",
    row: "Row",
    statuses: { pending: "asked for", confirmed: "confirmed", withdrawn: "withdrawn", expired: "expired" },
    hows: {
      form: "form",
      double: "button in the confirmation e-mail (double opt-in)",
      single: "form alone (single opt-in, where the law allows it)",
      link: "unsubscribe link in an e-mail",
      preferences: "preference page",
      api: "programming interface",
      import: "import",
      sales: "sales",
    },
    reasons: {
      withdrawn: "withdrawn",
      erased: "erased",
      bounced: "bounced",
      complained: "complaint",
      manual: "by hand",
    },
  },
  da: {
    title: "Bevis for tilladelser",
    about: "Om",
    email: "E-mailadresse",
    unknown: "ingen",
    proven: "Adressen bekræftet",
    never: "endnu ikke",
    userId: "Jeres eget id",
    id: "Id",
    formerIds: "Id'er før sammenlægning",
    made: "Lavet",
    now: "Det gælder nu",
    nothing: "Denne person er aldrig blevet spurgt om noget.",
    suppressed: "Spærret",
    every: "alt",
    ledger: "Alt, der er spurgt om og svaret, ældste først",
    burden: "Tider er i UTC. Linjer tilføjes og ændres aldrig. IP-adresser gemmes afkortet.",
    topic: "Emne",
    how: "Hvordan",
    wording: "Den tekst, der blev læst",
    version: "Version",
    hash: "SHA-256 af teksten",
    locale: "Sprog",
    form: "Formular",
    page: "Side",
    network: "Netværk",
    notKept: "gemmes ikke",
    browser: "Browser",
    mail: "E-mail, hvori der blev svaret",
    submission: "Indsendelse",
    row: "Linje",
    statuses: { pending: "spurgt", confirmed: "bekræftet", withdrawn: "trukket tilbage", expired: "udløbet" },
    hows: {
      form: "formular",
      double: "knap i bekræftelsesmailen (dobbelt opt-in)",
      single: "formular alene (enkelt opt-in, hvor loven tillader det)",
      link: "afmeldingslink i en e-mail",
      preferences: "præferencesiden",
      api: "programmeringsgrænsefladen",
      import: "import",
      sales: "salg",
    },
    reasons: {
      withdrawn: "trukket tilbage",
      erased: "slettet",
      bounced: "afvist",
      complained: "klage",
      manual: "i hånden",
    },
  },
};
