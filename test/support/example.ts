import { join } from "node:path";
import { readPlaybook } from "../../cli/playbook/read.ts";
import { compile, type Compiled, Playbook } from "../../worker/playbook/index.ts";

/** The example's playbook, compiled: what newcomers copy, and what the handbook's examples are tried on. */
export async function examplePlaybook(revision = 1): Promise<Compiled> {
  const { document } = await readPlaybook(join(import.meta.dirname, "../../example/playbook"));
  return compile(Playbook.parse(document), revision);
}
