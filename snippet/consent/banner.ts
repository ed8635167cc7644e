import type { Core } from "../core/modules.ts";
import type { Purposes } from "../core/wire.ts";
import { make } from "./dom.ts";
import css from "./style.css";
import type { Consent } from "./texts.ts";

let host: HTMLElement | undefined;
let panel: HTMLElement | undefined;
let before: Element | null;

/** Whether the banner shows already; `focus` then moves there. */
export function isOpen(focus?: boolean): boolean | undefined {
  if (focus) panel?.focus();
  // Libraries that exchange the body take it away.
  return panel?.isConnected;
}

/** Takes the banner away; the focus goes back to where it came from. */
export function closeBanner(): void {
  const focused = document.activeElement == host;
  host?.remove();
  if (focused) (before as HTMLElement | null)?.focus();
}

/**
 * Shows the banner. It does not block the page and does not take the focus, unless the visitor asked
 * for it (`opener`); then the purposes are open and show the present choice. Closing it (also by
 * Escape) chooses nothing.
 */
export function openBanner(core: Core, consent: Consent, opener: Element | null): void {
  const { texts, version, locale, policyUrl } = consent;
  const choice = core._choice();
  const boxes = {} as Record<keyof Purposes, HTMLInputElement>;
  const names = Object.keys(texts.purposes) as (keyof Purposes)[];
  const decide = (allowed: (name: keyof Purposes) => boolean) => {
    core._choose(
      Object.fromEntries(names.map((name) => [name, allowed(name)])),
      opener ? "settings" : "banner",
      version,
      locale,
    );
    closeBanner();
  };

  const purposes = make("fieldset", {}, make("legend", {}, texts.settings));
  for (const name of names) {
    const { title, text } = texts.purposes[name];
    boxes[name] = make("input", { type: "checkbox", checked: choice?.consent[name] });
    purposes.append(make("label", {}, boxes[name], make("b", {}, title), make("span", {}, text)));
  }

  const body = make("p", { id: "b" }, texts.body);
  if (policyUrl) {
    const words = texts.policy || policyUrl.replace(/^https?:\/\//, "");
    body.append(" ", make("a", { href: policyUrl }, words));
  }
  const decline = button(texts.decline, () => decide(() => false));
  const save = button(texts.save, () => decide((name) => boxes[name].checked));
  const accept = button(texts.accept, () => decide(() => true));
  const more = button(texts.choose, () => {
    unfold();
    boxes[names[0]!].focus();
  });
  const close = button("×", closeBanner, { class: "x", "aria-label": texts.close });
  const choices = make("div", { class: "choices" }, decline, accept);
  const unfold = () => {
    more.replaceWith(purposes);
    choices.prepend(save);
  };
  more.className = "more";

  panel = make(
    "section",
    {
      role: "dialog",
      "aria-labelledby": "t",
      "aria-describedby": "b",
      tabindex: "-1",
      lang: locale,
    },
    make("h2", { id: "t" }, texts.title),
    body,
    more,
    choices,
    close,
  );
  if (opener) unfold();
  panel.addEventListener("keydown", (event) => {
    if (event.key == "Escape") closeBanner();
  });

  before = opener || document.activeElement;
  host = make("fodspor-consent" as "div", {});
  const root = host.attachShadow({ mode: "open" });
  root.append(panel);
  dress(root);
  // First in the page, so that keyboard and screen reader meet it first.
  document.body.prepend(host);
  if (opener) panel.focus();
}

function button(text: string, act: () => void, attributes: Record<string, string> = {}) {
  const element = make("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", act);
  return element;
}

function dress(root: ShadowRoot): void {
  try {
    // Allowed by a content security policy that forbids inline styles.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(make("style", {}, css));
  }
}
