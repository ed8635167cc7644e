/** The words a form needs that are not the playbook's. */
export interface FormText {
  required: string;
  optional: string;
  email: string;
  tel: string;
  number: string;
  select: string;
  choose: string;
  tooLong: string;
  check: string;
  failed: string;
}

const TEXTS: Record<string, FormText> = {
  en: {
    required: "Please fill this in.",
    optional: "optional",
    email: "Please write an e-mail address such as name@company.com.",
    tel: "Please write a phone number such as +45 12 34 56 78.",
    number: "Please write a number.",
    select: "Please choose one from the list.",
    choose: "Choose …",
    tooLong: "Please write at most 200 characters, without line breaks.",
    check: "Please check the marked answers.",
    failed: "That did not work. Your answers are still here; please try again in a moment.",
  },
  da: {
    required: "Udfyld venligst feltet.",
    optional: "valgfrit",
    email: "Skriv en e-mailadresse, fx navn@firma.dk.",
    tel: "Skriv et telefonnummer, fx +45 12 34 56 78.",
    number: "Skriv et tal.",
    select: "Vælg et punkt på listen.",
    choose: "Vælg …",
    tooLong: "Skriv højst 200 tegn uden linjeskift.",
    check: "Se venligst på de markerede svar.",
    failed: "Det lykkedes ikke. Dine svar står her stadig; prøv igen om lidt.",
  },
};

/** The form's own words in a locale; English where there are none. */
export function formTexts(locale: string): FormText {
  return TEXTS[locale.slice(0, 2)] ?? TEXTS["en"]!;
}
