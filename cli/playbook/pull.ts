import { lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Target } from "../target.ts";
import { revisionOf, revisions } from "./api.ts";
import { filesOf } from "./files.ts";
import { isPart } from "./read.ts";

/** What pulling does to a file: writes a new one, another text, or removes a part that the revision does not have. */
export interface Overwritten {
  name: string;
  is: "new" | "other" | "extra";
}

/**
 * What writing `files` into a folder would change there. Throws for a name that no part of a playbook has, which a server that is
 * not ours may answer with, and for one that leads out of the folder by a link.
 */
export async function overwritten(folder: string, files: Record<string, string>): Promise<Overwritten[]> {
  for (const name of Object.keys(files)) {
    if (!isPart(name))
      throw new Error(
        `The revision has a file ${JSON.stringify(name)}, which is no part of a playbook. Nothing was written.`,
      );
    await refuseLinks(folder, name);
  }
  const there = new Map((await present(folder)).map((file) => [file.name, "text" in file ? file.text : undefined]));
  const written = Object.keys(files).filter((name) => !there.has(name) || there.get(name) !== files[name]);
  const extra = [...there.keys()].filter((name) => isPart(name) && !Object.hasOwn(files, name));
  return [
    ...written.map((name) => ({ name, is: there.has(name) ? ("other" as const) : ("new" as const) })),
    ...extra.map((name) => ({ name, is: "extra" as const })),
  ];
}

async function present(folder: string): Promise<Awaited<ReturnType<typeof filesOf>>> {
  const found = await lstat(folder).catch(() => undefined);
  return found === undefined ? [] : filesOf(folder);
}

async function refuseLinks(folder: string, name: string): Promise<void> {
  const parts = name.split("/");
  for (let length = 1; length <= parts.length; length++) {
    const path = join(folder, ...parts.slice(0, length));
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink()) throw new Error(`${path} is a link, which is not followed; remove it first.`);
  }
}

/** Revisions searched for what a folder holds. */
const MOST_SEARCHED = 50;

/** Those files whose text would be lost: no revision has it. */
export async function unpublished(target: Target, folder: string, changes: Overwritten[]): Promise<string[]> {
  const losing = new Set(changes.filter(({ is }) => is !== "new").map(({ name }) => name));
  const texts = new Map((await present(folder)).map((file) => [file.name, "text" in file ? file.text : undefined]));
  if (losing.size === 0) return [];
  for await (const { revision, hasFiles } of revisions(target, MOST_SEARCHED)) {
    if (!hasFiles) continue;
    const { files } = await revisionOf(target, revision);
    for (const name of losing) if (files?.[name] !== undefined && files[name] === texts.get(name)) losing.delete(name);
    if (losing.size === 0) break;
  }
  return [...losing];
}

/** Writes what {@link overwritten} told. */
export async function writeFiles(folder: string, files: Record<string, string>, changes: Overwritten[]): Promise<void> {
  for (const { name, is } of changes) {
    const path = join(folder, name);
    if (is === "extra") await rm(path);
    else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, files[name]!);
    }
  }
}
