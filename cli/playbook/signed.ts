import { execFile } from "node:child_process";
import { userInfo } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Who publishes and why: as given, else as git or the system knows them. */
export async function signed({
  by,
  note,
}: {
  by?: string | undefined;
  note?: string | undefined;
}): Promise<{ by?: string; note?: string }> {
  const who = by ?? (await gitUser()) ?? process.env["USER"] ?? loginName();
  const [signer, reason] = [line(who, 120), line(note, 500)];
  return { ...(signer ? { by: signer } : {}), ...(reason ? { note: reason } : {}) };
}

async function gitUser(): Promise<string | undefined> {
  const ask = (key: string): Promise<string> =>
    run("git", ["config", key]).then(
      ({ stdout }) => stdout.trim(),
      () => "",
    );
  const [name, email] = await Promise.all([ask("user.name"), ask("user.email")]);
  return [name, email && `<${email}>`].filter(Boolean).join(" ") || undefined;
}

function loginName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

const line = (text: string | undefined, most: number): string =>
  (text ?? "")
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, most)
    .toWellFormed();
