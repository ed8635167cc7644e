import { load } from "./modules.ts";

/** Defines `<fodspor-block>` and `<fodspor-form>`; their modules load when the first one appears. */
export function defineElements(): void {
  for (const kind of ["block", "form"] as const) {
    customElements.define(
      `fodspor-${kind}`,
      class extends HTMLElement {
        connectedCallback() {
          // Edge mode has decided this block already.
          if (!this.dataset["variant"]) load((kind + "s") as "blocks" | "forms", this);
        }
      },
    );
  }
}
