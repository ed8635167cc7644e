import { wordsFor } from "../lib/language.ts";

/** What the pages around something kept behind a form say. */
const WORDS = {
  en: {
    ready: "It is ready",
    text: "One click and it opens. The link is yours; please do not pass it on.",
    open: "Open it",
    expired: "This link has expired",
    invalid: "This link does not work",
    again: "Ask for it again, and you have a new link in a moment.",
    incomplete: "It may have been cut in two. Open it from the e-mail once more, or ask for it again on our website.",
    gone: "What it leads to is no longer handed out. Our website has what came after it.",
    form: "Get a new link",
    website: "To the website",
    unavailable: "It cannot be opened just now",
    later: "The fault is ours, and your link still works. Please try again in a few minutes.",
    retry: "Try again",
    closed: "This is handed out by a form",
    ask: "If you had a link, it is in the mail that we sent you. Else fill in the form on our website.",
  },
  da: {
    ready: "Den er klar",
    text: "Ét klik, så åbner den. Linket er dit eget; send det venligst ikke videre.",
    open: "Åbn den",
    expired: "Linket er udløbet",
    invalid: "Linket virker ikke",
    again: "Bed om den igen, så har du et nyt link om et øjeblik.",
    incomplete: "Måske er det blevet delt i to. Åbn det fra mailen igen, eller bed om den igen på vores website.",
    gone: "Det, linket fører til, bliver ikke længere udleveret. På vores website finder du det, der kom efter.",
    form: "Få et nyt link",
    website: "Til vores website",
    unavailable: "Den kan ikke åbnes lige nu",
    later: "Fejlen er vores, og dit link virker stadig. Prøv igen om et par minutter.",
    retry: "Prøv igen",
    closed: "Den får du med en formular",
    ask: "Har du haft et link, ligger det i den mail, vi sendte dig. Ellers udfyld formularen på vores website.",
  },
};
export type ContentWords = (typeof WORDS)["en"];

export const CONTENT_LOCALES = Object.keys(WORDS);

/** The words of a locale; English where there are none. */
export const contentWords = (locale: string): ContentWords => wordsFor(WORDS, locale);
