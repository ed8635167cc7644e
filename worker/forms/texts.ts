import { wordsFor } from "../lib/language.ts";

/** The words a form needs that are not the playbook's. `{n}` stands for a number or a day. */
export interface FormText {
  required: string;
  optional: string;
  either: string;
  email: string;
  /** Of an address that cannot be anybody's. */
  unreachable: string;
  disposable: string;
  tel: string;
  number: string;
  whole: string;
  least: string;
  most: string;
  date: string;
  notBefore: string;
  notAfter: string;
  select: string;
  several: string;
  checkbox: string;
  choose: string;
  text: string;
  textarea: string;
  tooShort: string;
  tooLong: string;
  /** Asked about a likely typing error. */
  suggestion: string;
  check: string;
  failed: string;
}

const TEXTS: Record<"en" | "da", FormText> = {
  en: {
    required: "Please fill this in.",
    optional: "optional",
    either: "Please answer one of these.",
    email: "Please write an e-mail address such as name@company.com.",
    unreachable: "No mail can reach this address. Please write one that you read, such as name@company.com.",
    disposable:
      "Please write an address that you keep: this is a throw-away one, and what we send would not reach you.",
    tel: "Please write a phone number such as +45 12 34 56 78.",
    number: "Please write a number.",
    whole: "Please write a whole number.",
    least: "Please write a number that is {n} or more.",
    most: "Please write a number that is {n} or less.",
    date: "Please write a day such as 24-12-2026.",
    notBefore: "Please choose {n} or a later day.",
    notAfter: "Please choose {n} or an earlier day.",
    select: "Please choose one from the list.",
    several: "Please choose {n} at most.",
    checkbox: "Please tick this, or leave it empty.",
    choose: "Choose …",
    text: "Please write this on one line.",
    textarea: "Please write plain text.",
    tooShort: "Please write at least {n} characters.",
    tooLong: "Please write at most {n} characters.",
    suggestion: "Did you mean {email}?",
    check: "Please check the marked answers.",
    failed: "That did not work. Your answers are still here; please try again in a moment.",
  },
  da: {
    required: "Udfyld venligst feltet.",
    optional: "valgfrit",
    either: "Udfyld venligst ét af felterne.",
    email: "Skriv en e-mailadresse, fx navn@firma.dk.",
    unreachable: "Ingen mail kan nå denne e-mailadresse. Skriv en, som du læser, fx navn@firma.dk.",
    disposable: "Skriv en e-mailadresse, som du beholder: dette er en engangsadresse, så det, vi sender, når dig ikke.",
    tel: "Skriv et telefonnummer, fx +45 12 34 56 78.",
    number: "Skriv et tal.",
    whole: "Skriv et helt tal.",
    least: "Skriv et tal, der er {n} eller mere.",
    most: "Skriv et tal, der er {n} eller mindre.",
    date: "Skriv en dato, fx 24-12-2026.",
    notBefore: "Vælg {n} eller en senere dato.",
    notAfter: "Vælg {n} eller en tidligere dato.",
    select: "Vælg et punkt på listen.",
    several: "Vælg højst {n}.",
    checkbox: "Sæt kryds, eller lad feltet være tomt.",
    choose: "Vælg …",
    text: "Skriv det på én linje.",
    textarea: "Skriv almindelig tekst.",
    tooShort: "Skriv mindst {n} tegn.",
    tooLong: "Skriv højst {n} tegn.",
    suggestion: "Mente du {email}?",
    check: "Ret venligst de markerede svar.",
    failed: "Det lykkedes ikke. Dine svar står her stadig; prøv igen om lidt.",
  },
};

/** The form's own words in a locale; English where there are none. */
export const formTexts = (locale: string): FormText => wordsFor(TEXTS, locale);
