import { compare, type Plan, type Target } from "../load.ts";
import { loadRow, type Row } from "../row.ts";
import type { BenchStack } from "../stack.ts";
import { Dice } from "../traffic.ts";
import { type BenchVisitor, pageView } from "../visitors.ts";

/** A page view acknowledged, against sending the same body to the same queue. What the queue delivers is dropped. */
export async function collect(stack: BenchStack, visitors: BenchVisitor[], plan: Plan): Promise<Row[]> {
  await fetch(`${stack.url}/bench/discard`, { method: "PUT" });
  const dice = new Dice(11);
  const now = new Date();
  const posts = visitors.map(({ headers }) => ({
    headers: { ...headers, "content-type": "text/plain;charset=UTF-8" },
    body: JSON.stringify({ sentAt: now.toISOString(), events: [pageView(dice, now)] }),
  }));
  const target = (path: string): Target => ({
    url: stack.url,
    requests: posts.map((post) => ({ method: "POST", path, ...post })),
  });
  const compared = await compare(target("/_f/e"), target("/bench/queue"), plan);
  return [loadRow("collect", "POST e acknowledged, against the same body only sent to the queue", compared, 0.5)];
}
