/** Names that zones were given since, by which others know them (IANA tz database, file "backward"). */
const NEWER = `UTC GMT Etc/UTC Etc/GMT Africa/Asmara America/Argentina/Buenos_Aires America/Argentina/Catamarca
  America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/Mendoza America/Atikokan America/Indiana/Indianapolis
  America/Kentucky/Louisville America/Nuuk Asia/Ho_Chi_Minh Asia/Kathmandu Asia/Kolkata Asia/Yangon Atlantic/Faroe
  Europe/Kyiv Pacific/Chuuk Pacific/Kanton Pacific/Pohnpei`;

let all: Set<string> | undefined;

/** The time zones that count as known: a closed list, so that a database can be told of each what time it is there. */
export function zones(): Set<string> {
  return (all ??= new Set([...Intl.supportedValuesOf("timeZone"), ...NEWER.split(/\s+/)]));
}
