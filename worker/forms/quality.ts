import { COUNTRIES } from "./countries.ts";

/** Runs of letters as keyboards have them. */
const ROWS = ["qwertyuiopå", "qwertzuiopü", "asdfghjklæøö", "zxcvbnm", "1234567890", "qazwsxedc", "abcdefgh"];
const LONGEST_ROW = Math.max(...ROWS.map(({ length }) => length));
/** Three in a row that are names or parts of words. */
const WORDS = new Set(["wer", "ert", "tyu", "yui", "uio", "iop", "def", "edc"]);

/** Ends of addresses that there are not: those that nobody can have, and slips of the hand. */
const NO_ENDS = new Set(
  "invalid local localhost lan con cmo ocm comm coom vom xom cim con om nte ner nett ogr orgg dkk".split(" "),
);
/** Two letters at the end of an address that are no country's by ISO. */
const OTHER_ENDS = new Set(["AC", "EU", "SU", "UK"]);

const NOBODY = new Set(
  (
    "donald duck,daisy duck,mickey mouse,minnie mouse,anders and,andersine and,joakim von and,fætter højben,kalle anka,musse pigg," +
    "aku ankka,bugs bunny,homer simpson,bart simpson,james bond,harry potter,darth vader,luke skywalker,bruce wayne,clark kent," +
    "santa claus,jule manden,pippi langstrømpe,pippi långstrump,jesus christ,jesus kristus,elvis presley,john doe,jane doe," +
    "max mustermann,erika mustermann,ola nordmann,kari nordmann,navn navnesen,test testesen,lorem ipsum,hello world,foo bar," +
    "first last,first name,last name,ikke relevant,no name,no one,not applicable,not relevant"
  ).split(","),
);
/** A name that has no other words than these is none. */
const NO_NAMES = new Set(
  (
    "test tests testing teste testperson prøve anonym anonymous anon nobody noone ingen navn fornavn efternavn name firstname " +
    "lastname surname fname lname undefined unknown ukendt bla blabla blah lol user bruger admin someone batman superman " +
    "spiderman donaldduck mickeymouse johndoe julemanden x xx na n/a"
  ).split(" "),
);

/** Whether somebody only let their fingers fall: `asdf`, `qweqwe`, `xxxx`. */
export function isMash(text: string): boolean {
  const word = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  if (word.length < 3 || WORDS.has(word)) return false;
  if (/^(.)\1{2,}$/u.test(word) || (/^[asdf]{5,}$/.test(word) && /[sdf]{3}/.test(word))) return true;
  let rest = word;
  while (rest !== "") {
    const length = runAt(rest);
    if (length < 3) return false;
    rest = rest.slice(length);
  }
  return true;
}

/** How long a run of neighbouring keys a text begins with; backwards, one of three says nothing. */
function runAt(text: string): number {
  for (let length = Math.min(text.length, LONGEST_ROW); length >= 3; length--) {
    const part = text.slice(0, length);
    const back = Array.from(part).toReversed().join("");
    if (ROWS.some((row) => row.includes(part) || (length > 3 && row.includes(back)))) return length;
  }
  return 0;
}

/** Whether there is nobody at an address (as it is kept): no such end, too long, or fingers that fell on both its sides. */
export function cannotExist(email: string): boolean {
  const [local = "", domain = ""] = email.split("@");
  const labels = domain.split(".");
  const end = labels.at(-1)!;
  const own = labels.at(-2) ?? "";
  if (local.length > 64 || labels.some((label) => label.length > 63 || label.endsWith("-"))) return true;
  if (NO_ENDS.has(end) || end === own) return true;
  if (end.length === 2 && !COUNTRIES.includes(end.toUpperCase()) && !OTHER_ENDS.has(end.toUpperCase())) return true;
  return (end !== "xxx" && isMash(end)) || (isMash(own) && isMash(local));
}

/** Whether nobody is called so: no letters, a web address, a cartoon's duck, `test test`. */
export function isNoName(text: string): boolean {
  const name = text.toLowerCase().normalize("NFC");
  if (!/\p{L}/u.test(name) || /[<>@{}\\|=]|https?:|www\.|\d{3}/.test(name)) return true;
  const words = name.split(/[\s.,_-]+/).filter((word) => word !== "");
  return NOBODY.has(words.join(" ")) || words.every((word) => NO_NAMES.has(word) || isMash(word) || isUnspoken(word));
}

/** Whether a company's name says nothing: `test`, `asdf`, `---`. */
export const isNoCompany = (text: string): boolean =>
  !/[\p{L}\p{N}]/u.test(text) ||
  /^(?:tests?|testing|prøve)$/i.test(text) ||
  (isMash(text) && !/^\p{Lu}{3}$/u.test(text));

const isUnspoken = (word: string): boolean => /^[b-df-hj-np-tv-xz]{5,}$/.test(word);
