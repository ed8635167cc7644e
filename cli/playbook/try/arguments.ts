export interface Asked {
  /** A persona's name or a profile's id; without one, all personas. */
  who: string | undefined;
  url: string;
  folder: string;
}

const URL_LIKE = /^(\/|https?:\/\/)/;
const NAME_LIKE = /^[\da-z][\da-z-]*$/i;

/** A profile's id. */
export const isId = (who: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(who);

/**
 * `[PERSONA] [URL] [folder]`, each of which may be left out: a word is a persona, what begins with / or http is a page, and a folder
 * is what comes after the page, or a path such as ./playbook.
 */
export function argumentsOf(given: string[], folder: string): Asked {
  const rest = [...given];
  const next = (pattern: RegExp): string | undefined => (pattern.test(rest[0] ?? "") ? rest.shift() : undefined);
  const who = next(NAME_LIKE);
  const url = next(URL_LIKE) ?? "/";
  const asked = { who, url, folder: rest.shift() ?? folder };
  if (rest.length > 0)
    throw new Error(
      `What is "${rest[0]}"? Write: npm run playbook -- try PERSONA URL folder, such as try anna /pricing/.`,
    );
  return asked;
}

/** The time to try at, epoch ms. */
export function timeOf(at: string | undefined): number {
  if (at === undefined) return Date.now();
  const time = Date.parse(at);
  if (Number.isNaN(time)) throw new Error(`--at is "${at}". Write a time such as 2026-12-01T09:00:00Z.`);
  return time;
}
