import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { uncountable } from "../../conditions/countable.ts";
import { TooLarge, toSql } from "../../conditions/sql/index.ts";
import { parseJson } from "../../events/gate.ts";
import { isDeeperThan } from "../../lib/depth.ts";
import type { Db } from "../../platform/db.ts";
import { Refusal } from "../../platform/errors.ts";
import { type Compiled, Condition } from "../../playbook/index.ts";
import { counted, type Counted } from "../../reports/counted.ts";
import { askOne } from "../../reports/query.ts";
import { readText } from "../body.ts";
import type { HttpEnv } from "../env.ts";
import { answers, Id, secured } from "./contract.ts";

const MOST_BYTES = 64 * 1024;
/** As deep as a playbook may be. */
const MOST_NESTED = 60;

const Question = z.strictObject({
  when: z.record(z.string(), z.unknown()).openapi({
    description: "A condition, as a playbook has it.",
    example: { did: "page_view", atLeast: 3, within: "7d" },
  }),
});

const Answer = z.object({
  people: z.number().int().openapi({ description: "For how many it holds.", example: 42 }),
  examples: z
    .array(z.object({ id: Id, email: z.string().nullable(), stage: z.string().openapi({ example: "learn" }) }))
    .openapi({ description: "Five of them at most, last seen first." }),
});

const count = createRoute({
  method: "post",
  path: "/conditions/count",
  tags: ["People"],
  summary: "Count the people for whom a condition holds now",
  description:
    "What they did is looked for in their events, so a question may be asked that no published rule asks. Profiles that were merged or erased do not count.",
  ...secured,
  request: { body: { required: true, content: { "application/json": { schema: Question } } } },
  responses: answers(Answer, "How many, and who for example", "invalid_json", "body_too_large"),
});

export function conditionRoutes(api: OpenAPIHono<HttpEnv>): void {
  // Read here and not by the route's validator: its size is limited, and its content type is of no matter.
  api.openAPIRegistry.registerPath(count);
  api.post("/conditions/count", async (c) => {
    const { db, now } = c.get("context");
    const body = parseJson(await readText(c, MOST_BYTES));
    const playbook = await c.get("playbook")();
    const when = conditionIn(body, playbook);
    return c.json(await asked(db, written(when, playbook, now)), 200);
  });
}

/** SQLite has bounds of its own, beyond which it says these. */
const BEYOND = /parser stack overflow|too large|too many/i;

async function asked(db: Db, question: ReturnType<typeof toSql>): Promise<Counted> {
  try {
    return await askOne(db, counted(question));
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Refusal || !BEYOND.test(error.message)) throw error;
    throw new Refusal("invalid_request", "when: the condition is too large to be counted; split it.", undefined, error);
  }
}

/** @throws Refusal `invalid_request` that says what is wrong */
function conditionIn(body: unknown, playbook: Compiled): Condition {
  if (isDeeperThan(MOST_NESTED, body))
    throw new Refusal("invalid_request", `The condition is nested deeper than ${MOST_NESTED} levels.`);
  const question = Question.safeParse(body);
  if (!question.success) throw new Refusal("invalid_request", 'The body is {"when": {…}}, with a condition.');
  const parsed = Condition.safeParse(question.data.when);
  if (!parsed.success) {
    const details = parsed.error.issues.map(({ path, message }) => ({ path: ["when", ...path], message }));
    const first = details[0]!;
    throw new Refusal("invalid_request", `${first.path.join(".")}: ${first.message}`, details);
  }
  const [why] = uncountable(parsed.data, playbook);
  if (why !== undefined) throw new Refusal("invalid_request", `when: ${why}.`);
  return parsed.data;
}

function written(when: Condition, { site, scoring }: Compiled, now: number): ReturnType<typeof toSql> {
  try {
    return toSql(when, { now, timeZone: site.timeZone, scoring });
  } catch (error) {
    if (error instanceof TooLarge) throw new Refusal("invalid_request", `when: ${error.message}.`);
    throw error;
  }
}
