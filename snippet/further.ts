import type { Core } from "./core/modules.ts";
import type check from "./check/main.ts";
import type place from "./place/main.ts";
import type proof from "./proof/main.ts";
import type spell from "./spell/main.ts";

interface Further {
  check: typeof check;
  place: typeof place;
  proof: typeof proof;
  spell: typeof spell;
}

/** What is needed later, or by few forms: loaded by the module of forms, not by the core. Rejects where it cannot be had. */
export async function further<Name extends keyof Further>(core: Core, name: Name): Promise<Further[Name]> {
  const module = (await import(`${core._base}/m/${name}.${VERSION}.js`)) as { default: Further[Name] };
  return module.default;
}
