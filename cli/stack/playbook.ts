import { isDeepStrictEqual } from "node:util";
import { publish, published } from "../playbook/api.ts";
import { readPlaybook } from "../playbook/read.ts";
import type { Target } from "../target.ts";

/**
 * Publishes the example playbook if nothing is published yet, told where the demo website really is. One that is the
 * example already follows the website when that moved to another port; anything else was published by somebody, and stays.
 * Tells what was done. Rejects with {@link Refused} when the Worker does not take it.
 */
export async function publishExample(target: Target, folder: string, demoUrl: string): Promise<string> {
  const { document, files } = await readPlaybook(folder);
  const example = { ...document, site: { ...(document["site"] as object), url: demoUrl } };
  const current = await published(target);
  if (current && isDeepStrictEqual(current.document, example))
    return `playbook revision ${current.revision} is in force`;
  if (current && !isDeepStrictEqual(withUrl(current.document, demoUrl), example))
    return `playbook revision ${current.revision} is in force`;
  const site = files["site.yaml"]?.replace(/^url: \S+/m, `url: ${demoUrl}`);
  const texts = site === undefined ? files : { ...files, "site.yaml": site };
  const { revision } = await publish(target, { document: example, files: texts, by: "npm start" });
  return `published the example playbook as revision ${revision}`;
}

function withUrl(document: Record<string, unknown>, url: string): Record<string, unknown> {
  return { ...document, site: { ...(document["site"] as object), url } };
}
