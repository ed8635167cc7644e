import { z } from "zod";

/** What wrangler binds; see wrangler.toml. */
export interface Bindings {
  EVENTS?: Queue<unknown>;
  MAIL_QUEUE?: Queue<unknown>;
  NETWORK_LIMIT?: RateLimit;
  VISITOR_LIMIT?: RateLimit;
  [name: string]: unknown;
}

const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");

const Settings = z
  .object({
    BASE_PATH: z
      .string()
      .regex(/^(\/[\w-]+)+$/, "starts with a slash, ends without one: /_f")
      .default("/_f"),
    PUBLIC_URL: z.url().transform((url) => new URL(url).origin),
    ORIGIN_URL: z
      .union([z.literal(""), z.url()])
      .default("")
      .transform((url) => (url ? new URL(url).origin : null)),
    LIBSQL_URL: z.string().min(1),
    LIBSQL_TOKEN: z.string().optional(),
    ADMIN_TOKEN: z.string().min(16, "at least 16 characters"),
    WRITE_KEY: z.string().min(16, "at least 16 characters"),
    SEAL_KEYS: z
      .string()
      .transform((keys) => keys.split(",").map((key) => key.trim()))
      .pipe(z.array(z.string().min(32, "each key has at least 32 characters")).min(1)),
    CONTENT_KEY: z
      .union([z.literal(""), z.string().min(32, "at least 32 characters")])
      .default("")
      .transform((key) => key || null),
    INGEST: z.enum(["queue", "direct"]).default("queue"),
    MAIL: z
      .string()
      .regex(/^(local$|smtps?:\/\/)/, "local, smtp://… or smtps://…")
      .default("local"),
    TURNSTILE_SECRET: z.string().min(1).optional(),
    TURNSTILE_URL: z.url().optional(),
    LOCAL: flag,
  })
  .refine((settings) => settings.MAIL !== "local" || settings.LOCAL, {
    message: "mail would stay in a table: set smtp://… or smtps://…",
    path: ["MAIL"],
  })
  .refine((settings) => settings.TURNSTILE_URL === undefined || settings.LOCAL, {
    message: "is for tests on one machine: Cloudflare's own is asked everywhere else",
    path: ["TURNSTILE_URL"],
  });
/** The Worker's settings, parsed once per isolate. Keys of the environment are documented in docs/deploy.md. */
export type Settings = z.infer<typeof Settings>;

let parsed: { from: Bindings; settings: Settings } | undefined;

/** Reads and checks the settings. Throws, naming each variable that is missing or wrong. */
export function settings(bindings: Bindings): Settings {
  if (parsed?.from !== bindings) {
    const result = Settings.safeParse(bindings);
    if (!result.success) throw new Error(`Check the environment:\n${z.prettifyError(result.error)}`);
    parsed = { from: bindings, settings: result.data };
  }
  return parsed.settings;
}
