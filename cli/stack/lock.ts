import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Takes a data folder for this process, since two servers on one database file would break it. Call the result to let go. */
export async function lock(dataDir: string): Promise<() => Promise<void>> {
  const file = join(dataDir, "running.pid");
  const pid = Number(await readFile(file, "utf8").catch(() => ""));
  if (pid > 0 && pid !== process.pid && isAlive(pid))
    throw new Error(
      `${dataDir} is in use by process ${pid}. Stop that one, or set DATA_DIR to another folder. ` +
        `(If process ${pid} is something else, delete ${file}.)`,
    );
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
