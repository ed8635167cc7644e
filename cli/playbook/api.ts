import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Path } from "./source.ts";

/** Where a running Fodspor is, and the token that may change it. */
export interface Target {
  /** With the base path: `http://localhost:8787/_f`. */
  base: string;
  token: string;
}

const Published = z.object({
  revision: z.number(),
  publishedAt: z.union([z.string(), z.number()]).nullish(),
  document: z.record(z.string(), z.unknown()),
});
export type Published = z.infer<typeof Published>;

const Answer = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z
      .array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }))
      .optional()
      .catch(undefined),
  }),
});

/** What the system answered instead of doing it. `details` are the playbook's problems, if it was refused for them. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: { path: Path; message: string }[];

  constructor(status: number, code: string, message: string, details: Refused["details"] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** The playbook in force, or null when none was ever published. Throws {@link Refused}. */
export async function published(target: Target): Promise<Published | null> {
  try {
    return Published.parse(await call(target, "GET"));
  } catch (error) {
    if (error instanceof Refused && error.code === "not_found") return null;
    throw error;
  }
}

/** Publishes a document and tells its revision. Throws {@link Refused}. */
export async function publish(target: Target, document: unknown): Promise<number> {
  const answer = await call(target, "PUT", JSON.stringify({ document }));
  return z.object({ revision: z.number() }).parse(answer).revision;
}

async function call({ base, token }: Target, method: string, body?: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const signal = AbortSignal.timeout(20_000);
  const response = await fetch(`${base}/api/playbook`, { method, headers, body, signal }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Refused(
      0,
      "unreachable",
      `Nothing answers at ${base} (${cause}). Start it with npm start, or set FODSPOR_URL.`,
    );
  });
  const text = await response.text();
  const json = parseJson(text);
  if (response.ok) return json;
  const refusal = Answer.safeParse(json);
  if (!refusal.success)
    throw new Refused(response.status, "unknown", `${base} answered ${response.status}: ${text.slice(0, 300)}`);
  const { code, message, details } = refusal.data.error;
  const advice = response.status === 401 ? " Set ADMIN_TOKEN to the token of that system." : "";
  throw new Refused(response.status, code, message + advice, details);
}

/** The target named by FODSPOR_URL, BASE_PATH and ADMIN_TOKEN; by default the local run, with the token it wrote down. */
export async function targetFrom(env: NodeJS.ProcessEnv): Promise<Target> {
  const base = (env["FODSPOR_URL"] ?? "http://localhost:8787").replace(/\/$/, "") + (env["BASE_PATH"] ?? "/_f");
  const token = env["ADMIN_TOKEN"] ?? (await localToken(env["DATA_DIR"] ?? ".fodspor"));
  if (!token) throw new Error("Set ADMIN_TOKEN to the token of the system at FODSPOR_URL, or run npm start once.");
  return { base, token };
}

async function localToken(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, "secrets.json"), "utf8").catch(() => "{}");
  return (parseJson(text) as { ADMIN_TOKEN?: string } | undefined)?.ADMIN_TOKEN;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
