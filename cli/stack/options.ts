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
  /** The website shown in edge mode; by default the demo website. */
  originUrl?: string | undefined;
  basePath: string;
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
    ingest: given("INGEST") ?? DEFAULTS.ingest,
    mail: given("MAIL") ?? DEFAULTS.mail,
    originUrl: given("ORIGIN_URL"),
    basePath: given("BASE_PATH") ?? DEFAULTS.basePath,
  };
}

function portFrom(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`${name} is "${text}". Set it to a port number, or to 0 for any free one.`);
}
