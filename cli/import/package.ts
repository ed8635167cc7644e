import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What npm calls packages; a version may follow. */
export const PACKAGE = /^(@[a-z\d][\w.-]*\/)?[a-z\d][\w.-]*(@[\w.-]+)?$/;

/** Lists with addresses as people write them; beside each is one with addresses as numbers. */
const LIST = /(?<!-num)-ipv[46](?!-num)\.csv(\.gz)?$/;

/** What ends a command in the middle. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

interface Lists {
  paths: string[];
  remove(): Promise<void>;
}

/** Fetches an npm package of lists of ranges. `remove` takes it away again. Throws when there is none, or nothing in it. */
export const fetchLists = (name: string): Promise<Lists> => unpackLists(name, (folder) => pack(name, folder));

/** Unpacks the archive that `fetch` puts into a folder, as {@link fetchLists} does. */
export async function unpackLists(name: string, fetch: (folder: string) => Promise<void>): Promise<Lists> {
  const folder = await mkdtemp(join(tmpdir(), "fodspor-ranges-"));
  const stop = (signal: NodeJS.Signals): void => {
    rmSync(folder, { recursive: true, force: true });
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  const remove = async (): Promise<void> => {
    for (const signal of SIGNALS) process.off(signal, stop);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await fetch(folder);
    const [archive] = await readdir(folder);
    await run("tar", ["-xzf", archive!], { cwd: folder });
    // Links, which may lead anywhere, are not followed.
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && LIST.test(entry.name));
    const paths = files.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
    if (paths.length === 0)
      throw new Error(`The package ${name} has no list of ranges (…-ipv4.csv, …-ipv6.csv). Try @ip-location-db/asn.`);
    return { paths, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function pack(name: string, folder: string): Promise<void> {
  // `npm run` says where npm is; only a shell would find it on Windows.
  const npm = process.env["npm_execpath"];
  const args = ["pack", name, "--ignore-scripts", "--pack-destination", folder];
  const isScript = npm !== undefined && /\.c?js$/.test(npm);
  await (isScript ? run(process.execPath, [npm, ...args]) : run("npm", args)).catch((error: { stderr?: string }) => {
    const reason = /E404/.test(error.stderr ?? "")
      ? "there is no such file and no such package"
      : lastLine(error.stderr ?? "");
    throw new Error(`${name} cannot be fetched with npm: ${reason}`);
  });
}

const lastLine = (text: string): string => {
  const told = text.split("\n").filter((line) => line.startsWith("npm error") && !line.includes("complete log"));
  return told[0]?.replace(/^npm error\s*/, "") ?? "npm is not there, or the network is not";
};
