import type { Core, HtmlPolicy } from "./core/modules.ts";

interface TrustedTypes {
  trustedTypes?: {
    createPolicy(name: string, rules: HtmlPolicy): HtmlPolicy;
  };
}

/**
 * Parses HTML from the Worker, which has escaped what is not its own. Pages that require Trusted Types
 * must allow the policy named "fodspor".
 */
export function parse(core: Core, html: string): DocumentFragment {
  core._policy ||= (window as TrustedTypes).trustedTypes?.createPolicy("fodspor", {
    createHTML: (text) => text,
  });
  const template = document.createElement("template");
  template.innerHTML = core._policy ? core._policy.createHTML(html) : html;
  return template.content;
}
