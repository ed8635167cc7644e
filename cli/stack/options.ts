/** What a local run can be told. {@link optionsFrom} reads it from the environment, and docs/deploy.md explains each. */
export interface StackOptions {
  /** The Worker's port; 0 takes a free one. */
  port: number;
  /** The demo website's port; 0 takes a free one. */
  demoPort: number;
  /** Where the database, the secrets and the log are kept. */
  dataDir: string;
  /** Made up and kept in `dataDir` if not given; so are the write key and the seal keys. */
  adminToken?: string | undefined;
  writeKey?: string | undefined;
  sealKeys?: string | undefined;
  /** A remote database instead of the local one. */
  libsqlUrl?: string | undefined;
  libsqlToken?: string | undefined;
  ingest: string;
  mail: string;
  /** Turnstile's secret, and whom to ask instead of Cloudflare: for playbooks whose forms want it. */
  turnstileSecret?: string | undefined;
  turnstileUrl?: string | undefined;
  /** The website shown in edge mode; by default the demo website. */
  originUrl?: string | undefined;
  basePath: string;
  /** Seconds that a queue waits for more before it delivers, instead of those of wrangler.toml: tests need not wait as long. */
  queueWait?: number | undefined;
  /** The folder published when the database has no playbook yet. */
  playbook: string;
  /** Says what is going on, a line at a time. */
  log: (line: string) => void;
}

export const DEFAULTS: StackOptions = {
  port: 8787,
  demoPort: 8788,
  dataDir: ".fodspor",
  ingest: "queue",
  mail: "local",
  basePath: "/_f",
  playbook: "example/playbook",
  log: () => undefined,
};

/** Options from the environment. Throws, naming the variable, when one makes no sense. */
export function optionsFrom(env: NodeJS.ProcessEnv): StackOptions {
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  const checked = (name: keyof typeof FORMS): string | undefined => check(name, given(name));
  return {
    ...DEFAULTS,
    port: portFrom("PORT", given("PORT"), DEFAULTS.port),
    demoPort: portFrom("DEMO_PORT", given("DEMO_PORT"), DEFAULTS.demoPort),
    dataDir: given("DATA_DIR") ?? DEFAULTS.dataDir,
    adminToken: given("ADMIN_TOKEN"),
    writeKey: given("WRITE_KEY"),
    sealKeys: given("SEAL_KEYS"),
    libsqlUrl: given("LIBSQL_URL"),
    libsqlToken: given("LIBSQL_TOKEN"),
    ingest: checked("INGEST") ?? DEFAULTS.ingest,
    mail: checked("MAIL") ?? DEFAULTS.mail,
    turnstileSecret: given("TURNSTILE_SECRET"),
    turnstileUrl: checked("TURNSTILE_URL"),
    originUrl: checked("ORIGIN_URL"),
    basePath: checked("BASE_PATH") ?? DEFAULTS.basePath,
  };
}

const hasScheme = (text: string, schemes: RegExp): boolean => {
  const url = URL.parse(text);
  return url !== null && schemes.test(url.protocol) && url.hostname !== "";
};

/** What the Worker will accept, and how to say it; worker/platform/env.ts checks it again, but only at the first request. */
const FORMS = {
  INGEST: { isGood: (text: string) => /^(queue|direct)$/.test(text), form: "queue or direct" },
  MAIL: {
    isGood: (text: string) => text === "local" || hasScheme(text, /^smtps?:$/),
    form: "local, smtp://host:port or smtps://user:password@host:port",
  },
  ORIGIN_URL: {
    isGood: (text: string) => hasScheme(text, /^https?:$/),
    form: "the website's address, such as http://localhost:3000",
  },
  TURNSTILE_URL: {
    isGood: (text: string) => hasScheme(text, /^https?:$/),
    form: "the address that answers in Turnstile's place, such as http://localhost:3001",
  },
  BASE_PATH: {
    isGood: (text: string) => /^(\/[\w-]+)+$/.test(text),
    form: "a path that starts with a slash and ends without one, such as /_f",
  },
};

function check(name: keyof typeof FORMS, text: string | undefined): string | undefined {
  if (text === undefined || FORMS[name].isGood(text)) return text;
  // An address for mail may hold a password.
  const shown = name === "MAIL" ? "cannot be used" : `is "${text}"`;
  throw new Error(`${name} ${shown}. Set it to ${FORMS[name].form}.`);
}

function portFrom(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`${name} is "${text}". Set it to a port number, or to 0 for any free one.`);
}
