import type { Purposes } from "../core/wire.ts";

/** What `GET {base}/consent?locale=…` answers: the current consent text, in the language it chose. */
export interface Consent {
  version: string;
  locale: string;
  /** By the visitor's country: ask first, or allow until they object. */
  mode?: "opt-in" | "opt-out";
  texts: {
    title: string;
    body: string;
    accept: string;
    decline: string;
    choose: string;
    save: string;
    close: string;
    settings: string;
    /** The words of the link to the policy; its address if missing. */
    policy?: string;
    purposes: Record<keyof Purposes, { title: string; text: string }>;
  };
  policyUrl?: string;
}
