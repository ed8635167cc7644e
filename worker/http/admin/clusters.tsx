import type { Hono } from "hono";
import { clustersFound } from "../../reports/clusters.ts";
import { askOne } from "../../reports/query.ts";
import type { HttpEnv } from "../env.ts";
import { Clusters } from "./pages/clusters.tsx";
import { viewOf } from "./view.ts";

/** The page about groups of people who read alike. */
export function clusterPages(admin: Hono<HttpEnv>): void {
  admin.get("/clusters", async (c) => {
    const view = await viewOf(c);
    return c.html(<Clusters view={view} found={await askOne(c.get("context").db, clustersFound())} />);
  });
}
