import type { Target } from "../load.ts";
import type { BenchStack } from "../stack.ts";
import type { BenchVisitor } from "../visitors.ts";

/** Where the floor answers. */
export const STATIC = "/bench/static";

/** A path that is asked for by one visitor after another. */
export function target(stack: BenchStack, visitors: BenchVisitor[], path: string): Target {
  return { url: stack.url, requests: visitors.map(({ headers }) => ({ method: "GET", path, headers })) };
}

/** Gives the static floor the very answers that the visitors get at a path. Returns them. */
export async function serveStatically(stack: BenchStack, visitors: BenchVisitor[], path: string): Promise<string[]> {
  const bodies: string[] = [];
  let headers: Record<string, string> = {};
  for (const visitor of visitors) {
    const answer = await fetch(stack.url + path, { headers: visitor.headers });
    bodies.push(await answer.text());
    headers = Object.fromEntries(answer.headers);
  }
  for (const name of ["content-length", "transfer-encoding", "date", "connection", "keep-alive"]) delete headers[name];
  await fetch(stack.url + STATIC, { method: "PUT", body: JSON.stringify({ headers, bodies }) });
  return bodies;
}
