import { wordsFor } from "../lib/language.ts";
import type { ErrorCode } from "../platform/errors.ts";

/** What is said to whoever could not be told from a machine: each says what a person does. `{email}` is the website's. */
export interface RefusalWords {
  failed: string;
  trap: string;
  fast: string;
  stale: string;
  used: string;
  /** Of a ticket that was changed, or is another's. */
  notOurs: string;
  /** Of what somebody agrees to. */
  reworded: string;
  challenge: string;
  address: string;
  /** `{email}` is the one that was perhaps meant. */
  slip: string;
  again: string;
  againText: string;
  /** What is wrong, by its code, where the message of the refusal is not in this language. */
  codes?: Partial<Record<ErrorCode, string>>;
}

const WORDS: Record<"en" | "da", RefusalWords> = {
  en: {
    failed: "This did not work",
    trap: "Something was written in a field that people do not see, perhaps by your browser. It is empty again: please send the form once more.",
    fast: "That was faster than a person can be. Your answers are still here: please wait a moment and send them again.",
    stale: "This form was not shown lately. Please send it once more; if that does not help, load the page again.",
    used: "This form was sent already. Load the page again to send another.",
    notOurs: "This form is not as we showed it. Load the page again and fill it in once more.",
    reworded:
      "What you agree to is worded differently since this form was shown to you. Please read it, and send the form once more.",
    challenge:
      "We could not tell that you are no machine. Please load the page again with JavaScript turned on, or write to {email}.",
    address: "Please write your e-mail address: without it we cannot send you anything.",
    slip: "Did you mean {email}? If yours is right as it is, send it once more.",
    again: "Send the e-mail again",
    againText:
      "If there is something left to confirm, an e-mail is on its way, once a minute at most. Please look among unwanted mail, too.",
  },
  da: {
    failed: "Det lykkedes ikke",
    trap: "Der stod noget i et felt, som mennesker ikke ser, måske fra din browser. Det er tomt igen: send venligst formularen en gang til.",
    fast: "Det gik hurtigere, end et menneske kan. Dine svar står her stadig: vent et øjeblik, og send dem igen.",
    stale: "Formularen er ikke vist for nylig. Send den venligst igen; hjælper det ikke, så hent siden på ny.",
    used: "Formularen er allerede sendt. Hent siden på ny for at sende en til.",
    notOurs: "Formularen er ikke, som vi viste den. Hent siden på ny, og udfyld den igen.",
    reworded:
      "Ordene, du siger ja til, er lavet om, siden formularen blev vist. Læs dem, og send formularen en gang til.",
    challenge:
      "Vi kunne ikke se, at du ikke er en maskine. Hent siden på ny med JavaScript slået til, eller skriv til {email}.",
    address: "Skriv din e-mailadresse: uden den kan vi ikke sende dig noget.",
    slip: "Mente du {email}? Er din rigtig, som den er, så send den en gang til.",
    again: "Send e-mailen igen",
    againText: "Hvis der er noget at bekræfte, er en e-mail på vej, højst én i minuttet. Se også efter i uønsket post.",
    codes: {
      invalid_request: "Formularen kom ikke frem, som den skulle. Hent siden på ny, og send den igen.",
      invalid_json: "Formularen kom ikke frem, som den skulle. Hent siden på ny, og send den igen.",
      origin_not_allowed: "Denne hjemmeside må ikke sende formularen.",
      not_found: "Formularen findes ikke mere.",
      token_invalid:
        "Formularen er ikke, som vi viste den, eller den er allerede sendt. Hent siden på ny, og udfyld den igen.",
      token_expired: "Det er for længe siden. Udfyld formularen igen, så får du en ny e-mail.",
      body_too_large: "Det er for meget på én gang. Skriv kortere svar.",
      rate_limited: "Det var for meget på ét minut. Send den igen om lidt.",
      unavailable: "Det kan ikke gemmes lige nu. Send det igen om et minut.",
      internal: "Noget gik galt hos os. Prøv igen.",
    },
  },
};

/** These words in a locale; English where there are none. */
export const refusalWords = (locale: string): RefusalWords => wordsFor(WORDS, locale);
