import type { Core } from "../core/modules.ts";
import type { Answer } from "../core/wire.ts";
import { enhance } from "../forms/submit.ts";

/** On a page of the Worker's own there is no core: nothing is recorded, and the cookie is the page's own. */
const core: Partial<Core> = {
  _base: import.meta.url.replace(/\/m\/[^/]*$/, ""),
  _choice: () => undefined,
  _request: async (url, body) => {
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    return [response, (await response.json().catch(() => undefined)) as Answer | undefined];
  },
};

for (const form of document.querySelectorAll<HTMLFormElement>(".fodspor-form")) enhance(core as Core, form);
