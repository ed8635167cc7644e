/** ISO 3166-1, with Kosovo's code as everybody uses it. */
const CODES =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
  "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
  "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
  "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
  "NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
  "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
  "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/** The codes of all countries. */
export const COUNTRIES: readonly string[] = CODES.split(" ");

const lists = new Map<string, { value: string; label: string }[]>();

/** All countries by their names in a language, sorted as it sorts, those named `first` before the rest. */
export function countriesIn(locale: string, first: readonly string[] = []): { value: string; label: string }[] {
  let sorted = lists.get(locale);
  if (!sorted) {
    const names = new Intl.DisplayNames([locale, "en"], { type: "region" });
    const { compare } = new Intl.Collator([locale, "en"]);
    sorted = COUNTRIES.map((value) => ({ value, label: names.of(value) ?? value })).toSorted((a, b) =>
      compare(a.label, b.label),
    );
    lists.set(locale, sorted);
  }
  const early = first.flatMap((code) => sorted.filter(({ value }) => value === code));
  return [...early, ...sorted.filter(({ value }) => !first.includes(value))];
}

/** The country that most who read a language live in, where it is one. */
const HOMES: Record<string, string> = {
  da: "DK",
  sv: "SE",
  nb: "NO",
  nn: "NO",
  no: "NO",
  fi: "FI",
  is: "IS",
  fo: "FO",
};

/** The country of a locale such as `da` or `de-AT`; undefined where a language has many. */
export function homeOf(locale: string): string | undefined {
  const [language = "", region = ""] = locale.split("-");
  const code = region.toUpperCase();
  return COUNTRIES.includes(code) ? code : HOMES[language.toLowerCase()];
}
