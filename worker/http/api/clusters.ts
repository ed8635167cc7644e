import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { clustersFound } from "../../reports/clusters.ts";
import { askOne } from "../../reports/query.ts";
import type { HttpEnv } from "../env.ts";
import { answers, isoOrNull, secured, Time } from "./contract.ts";

const count = z.number().int();
const share = z.number().min(0).max(1);

const Cluster = z
  .object({
    name: z
      .string()
      .openapi({ description: "Stable: it stays with its group. Conditions ask for it.", example: "picking" }),
    people: count.openapi({ description: "As of the search; people come and go between searches." }),
    features: z
      .array(
        z.object({
          kind: z.enum(["page", "topic"]).openapi({ description: "A class of pages, or a topic." }),
          name: z.string().openapi({ example: "pricing" }),
          share: share.openapi({ description: "Its part of what the group reads, 0 to 1." }),
          average: share.openapi({ description: "The same of everybody." }),
        }),
      )
      .openapi({ description: "What the group reads more of than everybody, the most first." }),
  })
  .openapi("Cluster");

const list = createRoute({
  method: "get",
  path: "/clusters",
  tags: ["People"],
  summary: "Groups of people who read alike, the largest first",
  description:
    "Found from time to time as `clusters.yaml` says; none before the first search, or where that found too few people.",
  ...secured,
  responses: answers(
    z.object({
      clusters: z.array(Cluster),
      madeAt: Time.nullable().openapi({ description: "When they were found." }),
      finishedAt: Time.nullable().openapi({ description: "When everybody was in theirs; null while that goes on." }),
      revision: count.nullable().openapi({ description: "The playbook's, that asked for them." }),
      sample: count.openapi({ description: "How many people they were found among." }),
    }),
    "The groups in force",
  ),
});

export function clusterRoutes(api: OpenAPIHono<HttpEnv>): void {
  api.openapi(list, async (c) => {
    const found = await askOne(c.get("context").db, clustersFound());
    return c.json(
      {
        clusters: found?.clusters ?? [],
        madeAt: isoOrNull(found?.madeAt ?? null),
        finishedAt: isoOrNull(found?.finishedAt ?? null),
        revision: found?.revision ?? null,
        sample: found?.sample ?? 0,
      },
      200,
    );
  });
}
