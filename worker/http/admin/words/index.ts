import { da } from "./da.ts";
import { en, type Words } from "./en.ts";

export type { Words };

/** The dashboard's words, by language. */
export const WORDS: Record<"en" | "da", Words> = { en, da };
