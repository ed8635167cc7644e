import { OpenAPIHono } from "@hono/zod-openapi";
import type { HttpEnv } from "../env.ts";
import { authorize } from "./authorize.ts";
import { clusterRoutes } from "./clusters.ts";
import { companyRoutes } from "./companies.ts";
import { conditionRoutes } from "./conditions.ts";
import { badRequest } from "./contract.ts";
import { deadLetterRoutes } from "./dead-letters.ts";
import { importRoutes } from "./imports.ts";
import { leadRoutes } from "./leads.ts";
import { messageRoutes } from "./messages.ts";
import { permissionRoutes } from "./permissions.tsx";
import { playbookRoutes } from "./playbook.ts";
import { profileRoutes } from "./profiles.ts";
import { replayRoutes } from "./replay.ts";
import { reportRoutes } from "./reports.ts";
import { rightRoutes } from "./rights.ts";
import { segmentRoutes } from "./segments.ts";
import { stageRoutes } from "./stages.ts";
import { submissionRoutes } from "./submissions.ts";
import { suppressionRoutes } from "./suppressions.ts";
import { totalRoutes } from "./totals.ts";

/** The management API. What it takes and gives is described at `/openapi.json`, made from the schemas it checks with. */
export const api = new OpenAPIHono<HttpEnv>({
  defaultHook(result) {
    if (result.success) return;
    throw badRequest(result.target, result.error.issues);
  },
});

api.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
  type: "http",
  scheme: "bearer",
  description: "The ADMIN_TOKEN.",
});

api.doc31("/openapi.json", (c) => {
  const { PUBLIC_URL, BASE_PATH } = c.get("context").settings;
  return {
    openapi: "3.1.0",
    info: {
      title: "Fodspor management API",
      version: "1",
      description: "People, their permissions and messages, sums, and the playbook. Times are ISO 8601 in UTC.",
    },
    servers: [{ url: `${PUBLIC_URL}${BASE_PATH}/api` }],
    tags: [
      "People",
      "Segments",
      "Journey",
      "Companies",
      "Sales",
      "Forms",
      "Messages",
      "Reports",
      "Operation",
      "Playbook",
    ].map((name) => ({ name })),
  };
});

api.use("*", authorize);
profileRoutes(api);
rightRoutes(api);
replayRoutes(api);
clusterRoutes(api);
companyRoutes(api);
leadRoutes(api);
messageRoutes(api);
permissionRoutes(api);
suppressionRoutes(api);
reportRoutes(api);
segmentRoutes(api);
stageRoutes(api);
submissionRoutes(api);
totalRoutes(api);
conditionRoutes(api);
deadLetterRoutes(api);
importRoutes(api);
playbookRoutes(api);
