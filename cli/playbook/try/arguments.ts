import { existsSync } from "node:fs";
import { join } from "node:path";

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
 * is what comes after the page, a path such as ./playbook, or anything that has a playbook in it.
 */
export function argumentsOf(given: string[], folder: string): Asked {
  // A playbook that is there is meant, whatever else its path might be.
  const at = given.findIndex((one) => existsSync(join(one, "site.yaml")));
  const rest = given.filter((_, i) => i !== at);
  const next = (pattern: RegExp): string | undefined => (pattern.test(rest[0] ?? "") ? rest.shift() : undefined);
  const who = next(NAME_LIKE);
  const url = next(URL_LIKE) ?? "/";
  const asked = { who, url, folder: given[at] ?? rest.shift() ?? folder };
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
