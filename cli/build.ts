import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build, transform, type BuildOptions, type Plugin } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const MODULES = ["blocks", "forms", "consent"] as const;

/** The snippet's files as text: the core, the lazy modules, and the hashed names the core asks for. */
export interface SnippetBundle {
  core: string;
  modules: Record<(typeof MODULES)[number], string>;
  /** Module name → file name, as `consent.1a2b3c4d5e.js`. */
  manifest: Record<(typeof MODULES)[number], string>;
}

/** Builds the snippet in memory. Throws esbuild's error if a source does not compile. */
export async function bundleSnippet(): Promise<SnippetBundle> {
  // Shared by all builds: what the core lends to the modules must be shortened alike.
  let mangleCache: BuildOptions["mangleCache"] = {};
  const bundle = async (entry: string, options: BuildOptions): Promise<string> => {
    const result = await build({
      entryPoints: [join(ROOT, "snippet", entry)],
      bundle: true,
      write: false,
      minify: true,
      target: "es2020",
      legalComments: "none",
      mangleProps: /^_/,
      mangleCache,
      plugins: [cssText],
      logLevel: "silent",
      ...options,
    });
    mangleCache = result.mangleCache;
    return result.outputFiles![0]!.text;
  };

  const modules = {} as SnippetBundle["modules"];
  const manifest = {} as SnippetBundle["manifest"];
  for (const name of MODULES) {
    modules[name] = await bundle(`${name}/main.ts`, { format: "esm" });
    const hash = createHash("sha256").update(modules[name]).digest("hex").slice(0, 10);
    manifest[name] = `${name}.${hash}.js`;
  }
  const core = await bundle("main.ts", {
    format: "iife",
    define: { MANIFEST: JSON.stringify(manifest) },
  });
  return { core, modules, manifest };
}

/**
 * Builds the snippet into `dist/snippet/`: `s.js.txt`, a `.js.txt` for each lazy module, and
 * `manifest.json`. The Worker imports them as text.
 */
export async function buildSnippet(): Promise<SnippetBundle> {
  const bundle = await bundleSnippet();
  const folder = join(ROOT, "dist", "snippet");
  await mkdir(folder, { recursive: true });
  await keep(join(folder, "s.js.txt"), bundle.core);
  for (const name of MODULES) await keep(join(folder, `${name}.js.txt`), bundle.modules[name]);
  await keep(join(folder, "manifest.json"), JSON.stringify(bundle.manifest, undefined, 2) + "\n");
  return bundle;
}

/** Writes a file whole or not at all, and only if it changes: another stack may be reading it. */
async function keep(file: string, text: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => null)) === text) return;
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, text);
  await rename(fresh, file);
}

/** Bytes of a text as sent: raw, and compressed with brotli at its best. */
export function measure(text: string): { raw: number; brotli: number } {
  return { raw: Buffer.byteLength(text), brotli: brotliCompressSync(text).length };
}

const cssText: Plugin = {
  name: "css-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), {
        loader: "css",
        minify: true,
      });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

if (import.meta.main) {
  const { core, modules } = await buildSnippet();
  console.log("snippet            raw  brotli");
  for (const [name, text] of Object.entries({ core, ...modules })) {
    const { raw, brotli } = measure(text);
    console.log(`${name.padEnd(14)}${String(raw).padStart(8)}${String(brotli).padStart(8)} bytes`);
  }
}
