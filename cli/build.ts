import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build, transform, type BuildOptions, type Plugin } from "esbuild";
import { buildDomains } from "./data/domains.ts";
import { keep } from "./keep.ts";

const ROOT = join(import.meta.dirname, "..");
const MODULES = ["blocks", "forms", "consent", "bridge", "check", "page", "place", "proof", "spell"] as const;
/** In place of the version while that is not known yet. */
const NO_VERSION = "00000000";

/** The snippet's files as text: the core, the lazy modules, and the hashed names the core asks for. */
export interface SnippetBundle {
  core: string;
  modules: Record<(typeof MODULES)[number], string>;
  /** Module name → file name, as `consent.1a2b3c4d.js`. */
  manifest: Record<(typeof MODULES)[number], string>;
}

/** Parts of the core, each with what stands in for its file where it is left out to see what it costs. */
const PARTS: Record<string, { file: string; without: string }> = {
  "Engaged time and scroll depth": {
    file: "engagement",
    without: `export const engage = () => {}, leave = engage, measure = engage;
export const isVisible = () => document.visibilityState == "visible";`,
  },
  "Views of single-page apps": { file: "navigation", without: "export const watchNavigation = () => {};" },
  "Topics from meta tags and JSON-LD": { file: "topics", without: "export const topics = () => {};" },
  "Outbound links and downloads": { file: "links", without: "export const followed = () => {};" },
  "Submits of the site's forms": { file: "site-forms", without: "export const submitted = () => {};" },
  "Events declared in the page": { file: "declared", without: "export const declared = () => {};" },
  "Outbox in localStorage, taken over between pages": {
    file: "outbox",
    without: `let waiting = [];
export const keep = (event) => waiting.push(event), adopt = () => {}, save = adopt, settle = adopt;
export const wipe = () => { waiting = []; };
export const nextBatch = () => waiting.splice(0, 50);`,
  },
  "Token where the Worker is on another site": {
    file: "token",
    without: "export const token = () => {}, keepToken = token, dropToken = token;",
  },
  "Elements for blocks and forms": { file: "elements", without: "export const defineElements = () => {};" },
};

/** Builds the snippet in memory (`without` one of its PARTS). Throws esbuild's error if a source does not compile. */
export async function bundleSnippet(without?: string): Promise<SnippetBundle> {
  // Shared by all builds: what the core lends to the modules must be shortened alike.
  let mangleCache: BuildOptions["mangleCache"] = {};
  const bundle = async (entry: string, options: BuildOptions): Promise<string> => {
    const result = await build({
      entryPoints: [join(ROOT, "snippet", entry)],
      bundle: true,
      write: false,
      minify: true,
      target: "es2021",
      legalComments: "none",
      mangleProps: /^_[^_]/,
      mangleCache,
      plugins: [leaveOut(without), cssText, numbers],
      // The source is strict as modules are; saying so again would only cost bytes.
      tsconfigRaw: {},
      logLevel: "silent",
      ...options,
    });
    mangleCache = result.mangleCache;
    return result.outputFiles![0]!.text;
  };

  const modules = {} as SnippetBundle["modules"];
  for (const name of MODULES)
    modules[name] = await bundle(`${name}/main.ts`, { format: "esm", define: { VERSION: JSON.stringify(NO_VERSION) } });
  // One hash for all of them: the core need not carry a table.
  const all = createHash("sha256").update(Object.values(modules).join("\n"));
  const version = all.digest("hex").slice(0, 8);
  for (const name of MODULES) modules[name] = modules[name].replaceAll(NO_VERSION, version);
  const manifest = {} as SnippetBundle["manifest"];
  for (const name of MODULES) manifest[name] = `${name}.${version}.js`;
  const core = await bundle("main.ts", { format: "iife", define: { VERSION: JSON.stringify(version) } });
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

/** Bytes of a text as sent: raw, and compressed with brotli at its best. */
export function measure(text: string): { raw: number; brotli: number } {
  return { raw: Buffer.byteLength(text), brotli: brotliCompressSync(text).length };
}

/** What each part of the snippet costs, as the Markdown table in docs/snippet.md: all files, then parts of the core. */
export async function costTable(): Promise<string> {
  const whole = await bundleSnippet();
  const row = (name: string, raw: number | string, brotli: number | string) => `| ${name} | ${raw} | ${brotli} |`;
  const file = (name: string, text: string) => row(name, measure(text).raw, measure(text).brotli);
  const rows = [file("**Core, `s.js`**", whole.core)];
  for (const name of Object.keys(PARTS)) {
    const { raw, brotli } = measure((await bundleSnippet(name)).core);
    rows.push(row(`– ${name}`, measure(whole.core).raw - raw, measure(whole.core).brotli - brotli));
  }
  for (const name of MODULES) rows.push(file(`**Module \`${name}\`**`, whole.modules[name]));
  return [row("what", "raw bytes", "brotli bytes"), "| --- | ---: | ---: |", ...rows].join("\n");
}

function leaveOut(part?: string): Plugin {
  return {
    name: "leave-out",
    setup(build) {
      const left = part && PARTS[part];
      if (!left) return;
      build.onLoad({ filter: new RegExp(`core/${left.file}\\.ts$`) }, () => ({ contents: left.without }));
    },
  };
}

/** Puts numbers that have a name (`const MOST = 5;`) where they are used; esbuild does so with the smallest only. */
const numbers: Plugin = {
  name: "numbers",
  setup(build) {
    build.onLoad({ filter: /snippet.*\.ts$/ }, async ({ path }) => {
      let source = await readFile(path, "utf8");
      for (const [line, name, value] of source.matchAll(/^const ([A-Z_]+) = ([\de]+);$/gm)) {
        source = source.replace(line, "").replaceAll(new RegExp(`\\b${name}\\b`, "g"), value!);
      }
      return { contents: source, loader: "ts" };
    });
  },
};

const cssText: Plugin = {
  name: "css-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), {
        loader: "css",
        minify: true,
      });
      // esbuild leaves the spaces in custom properties.
      return { contents: code.trim().replace(/([:,]) /g, "$1"), loader: "text" };
    });
  },
};

if (import.meta.main && process.argv.includes("--costs")) {
  console.log(await costTable());
} else if (import.meta.main) {
  await buildDomains();
  const { core, modules } = await buildSnippet();
  console.log("snippet            raw  brotli");
  for (const [name, text] of Object.entries({ core, ...modules })) {
    const { raw, brotli } = measure(text);
    console.log(`${name.padEnd(14)}${String(raw).padStart(8)}${String(brotli).padStart(8)} bytes`);
  }
}
