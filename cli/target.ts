import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { DEFAULTS } from "./stack/options.ts";
import { runningAt } from "./stack/running.ts";

/** Where a running Fodspor is, and the token that may change it. */
export interface Target {
  /** With the base path: `http://localhost:8787/_f`. */
  base: string;
  token: string;
}

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

/** What the system answered instead of doing it. `status` is 0 where nothing answered; `details` name what is wrong in the body. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: { path: PropertyKey[]; message: string }[];

  constructor(status: number, code: string, message: string, details: Refused["details"] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** One call of the management API; `path` is below `/api`. Throws {@link Refused}. */
export async function call<T>(
  { base, token }: Target,
  method: string,
  path: string,
  expected: z.ZodType<T>,
  body?: string,
  timeoutMs = 20_000,
): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const signal = AbortSignal.timeout(timeoutMs);
  const answered = async (): Promise<{ response: Response; text: string }> => {
    const response = await fetch(`${base}/api${path}`, { method, headers, body, signal });
    return { response, text: await response.text() };
  };
  const { response, text } = await answered().catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Refused(
      0,
      "unreachable",
      `Nothing answers at ${base} (${cause}). Start it with npm start, or set FODSPOR_URL.`,
    );
  });
  const json = parseJson(text);
  const answer = expected.safeParse(json);
  if (response.ok && answer.success) return answer.data;
  const refusal = Answer.safeParse(json);
  if (!refusal.success)
    throw new Refused(
      response.status,
      "unknown",
      `What answers at ${base} (status ${response.status}) is not Fodspor, or has another BASE_PATH. ` +
        "Set FODSPOR_URL to its address with the base path, such as http://localhost:8787/_f.",
    );
  const { code, message, details } = refusal.data.error;
  const advice = response.status === 401 ? " Set ADMIN_TOKEN to the token of that system." : "";
  throw new Refused(response.status, code, message + advice, details);
}

/**
 * The target named by FODSPOR_URL, with or without the base path, and ADMIN_TOKEN. By default the local run of DATA_DIR,
 * with the address and the token it wrote down.
 */
export async function targetFrom(env: NodeJS.ProcessEnv): Promise<Target> {
  const dataDir = env["DATA_DIR"]?.trim() || DEFAULTS.dataDir;
  const given = env["FODSPOR_URL"]?.trim();
  const basePath = env["BASE_PATH"]?.trim() || DEFAULTS.basePath;
  const base = given
    ? withPath(given, basePath)
    : ((await runningAt(dataDir)) ?? `http://localhost:${DEFAULTS.port}${basePath}`);
  const token = env["ADMIN_TOKEN"]?.trim() || (await localToken(dataDir));
  if (!token) throw new Error(`Set ADMIN_TOKEN to the token of the system at ${base}, or run npm start once.`);
  return { base, token };
}

function withPath(given: string, basePath: string): string {
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`FODSPOR_URL is "${given}". Set it to an address such as https://www.example.com.`);
  return url.origin + (url.pathname === "/" ? basePath : url.pathname.replace(/\/+$/, ""));
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
