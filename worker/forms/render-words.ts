import { wordsFor } from "../lib/language.ts";

/** What a form says by itself when it is shown; what it says of wrong answers is in texts.ts. */
export interface ShownWords {
  required: string;
  gets: string;
  /** `{step}`, `{steps}` */
  step: string;
  back: string;
  next: string;
  either: string;
  /** `{question}`, `{answers}` */
  onlyIf: string;
  or: string;
  /** Above the list of what is wrong. */
  check: string;
  /** `{email}` */
  typo: string;
  use: string;
  /** `{mask}` */
  known: string;
  knownAlready: string;
  notYou: string;
  trap: string;
  /** Of machines: working, done, and where there is no JavaScript. */
  proving: string;
  needsScript: string;
  close: string;
  resend: string;
  resent: string;
  goOn: string;
}

const WORDS: Record<"en" | "da", ShownWords> = {
  en: {
    required: "required",
    gets: "What you get",
    step: "Step {step} of {steps}",
    back: "Back",
    next: "Continue",
    either: "One of these is enough",
    onlyIf: "only if “{question}” is {answers}",
    or: "or",
    check: "Please check these answers",
    typo: "Did you mean {email}?",
    use: "Use {email}",
    known: "You are known to us as {mask}.",
    knownAlready: "You are known to us already.",
    notYou: "Not you?",
    trap: "Leave this empty",
    proving: "One moment: your browser shows that you are a person.",
    needsScript: "This form needs JavaScript: that is how it tells people from machines.",
    close: "Close",
    resend: "Send it again",
    resent: "Sent again. It may take a minute to arrive.",
    goOn: "Continue",
  },
  da: {
    required: "skal udfyldes",
    gets: "Det får du",
    step: "Trin {step} af {steps}",
    back: "Tilbage",
    next: "Fortsæt",
    either: "Ét af disse er nok",
    onlyIf: "kun hvis “{question}” er {answers}",
    or: "eller",
    check: "Ret venligst disse svar",
    typo: "Mente du {email}?",
    use: "Brug {email}",
    known: "Vi kender dig som {mask}.",
    knownAlready: "Vi kender dig allerede.",
    notYou: "Er det ikke dig?",
    trap: "Lad feltet stå tomt",
    proving: "Et øjeblik: din browser viser, at du er et menneske.",
    needsScript: "Formularen kræver JavaScript: sådan kender den mennesker fra maskiner.",
    close: "Luk",
    resend: "Send den igen",
    resent: "Sendt igen. Der kan gå et minut, før den er fremme.",
    goOn: "Fortsæt",
  },
};

/** A form's own words in a locale; English where there are none. */
export const shownWords = (locale: string): ShownWords => wordsFor(WORDS, locale);

/** Languages written from right to left (Unicode CLDR, `characterOrder`). */
const RIGHT_TO_LEFT = new Set(["ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]);

/** The direction in which a locale is written, as HTML's `dir`. */
export function directionOf(locale: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(locale.split("-")[0]!.toLowerCase()) ? "rtl" : "ltr";
}
