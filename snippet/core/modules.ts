import { type Choice, current, verify } from "./choice.ts";
import { decide } from "./decide.ts";
import { base, emit, locale, pageUrl } from "./script.ts";
import type { How, Purposes } from "./wire.ts";

/** What the core lends to the lazy modules. Names with `_` are shortened alike in all of them. */
export interface Core {
  _base: string;
  _locale(): string;
  _page(): string;
  _emit(name: string, detail: unknown, from?: EventTarget): void;
  _choice(): Choice | undefined;
  _choose(purposes: Purposes, how: How, version: string, locale: string): void;
  /** Compares the text version; a choice about another text is forgotten. */
  _verify(version: string): void;
  /** The Trusted Types policy the modules share, once one of them has made it. */
  _policy?: HtmlPolicy | undefined;
}

export interface HtmlPolicy {
  createHTML(html: string): string;
}

/** What a lazy module exports as its default. Called again whenever it is needed again. */
type LazyModule<Arg> = (core: Core, arg?: Arg) => unknown;

type Name = keyof typeof MANIFEST;

let core: Core | undefined;
const loading: { [name in Name]?: Promise<{ default: LazyModule<unknown> }> | undefined } = {};

/** Loads a lazy module (once) and calls it. A failure leaves the page as it is. */
export function load(name: Name, arg?: unknown): void {
  core ||= {
    _base: base,
    _locale: locale,
    _page: pageUrl,
    _emit: emit,
    _choice: current,
    _choose: decide,
    _verify: verify,
  };
  (loading[name] ||= import(`${base}/m/${MANIFEST[name]}`))
    .then((module) => module.default(core!, arg))
    .catch(() => {
      loading[name] = undefined;
    });
}
