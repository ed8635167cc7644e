import { randomBytes } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const Secrets = z.object({
  ADMIN_TOKEN: z.string().optional(),
  WRITE_KEY: z.string().optional(),
  SEAL_KEYS: z.string().optional(),
  CONTENT_KEY: z.string().optional(),
});
/** What must stay the same from one start to the next: cookies and tokens are sealed with it. */
export type Secrets = Required<z.infer<typeof Secrets>>;

/**
 * The secrets of this data folder: what was given, else what was kept, else new ones. They are written down, for the
 * owner's eyes only, so that a second start understands the cookies of the first and the playbook CLI finds its token.
 */
export async function keepSecrets(dataDir: string, given: z.infer<typeof Secrets>): Promise<Secrets> {
  const file = join(dataDir, "secrets.json");
  const kept = await read(file);
  const secrets: Secrets = {
    ADMIN_TOKEN: given.ADMIN_TOKEN ?? kept.ADMIN_TOKEN ?? random(),
    WRITE_KEY: given.WRITE_KEY ?? kept.WRITE_KEY ?? random(),
    SEAL_KEYS: given.SEAL_KEYS ?? kept.SEAL_KEYS ?? random(),
    CONTENT_KEY: given.CONTENT_KEY ?? kept.CONTENT_KEY ?? random(),
  };
  await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  return secrets;
}

async function read(file: string): Promise<z.infer<typeof Secrets>> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw error;
  });
  try {
    return Secrets.parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} is damaged. Mend it, or delete it to begin with new secrets; visitors are then new, too.`);
  }
}

/** 32 characters that survive a shell, a URL and a header. */
export const random = (): string => randomBytes(24).toString("base64url");
