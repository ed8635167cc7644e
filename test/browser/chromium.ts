import { mkdtempSync } from "node:fs";
import { access, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium as playwright, type Browser } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * Starts a headless Chromium: the one in the npm package `@sparticuz/chromium` on Linux x64, elsewhere
 * an installed Chrome. Whoever calls closes it.
 */
export async function launchChromium(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return playwright.launch({ channel: "chrome", args: FLAGS });
  }
  const folder = await unpack();
  return playwright.launch({
    executablePath: join(folder, "chromium"),
    args: FLAGS,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [join(folder, "al2023", "lib"), process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(":"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  });
}

/**
 * Unpacks the browser once a machine and version, and gives its folder. Each process unpacks beside it and
 * renames the whole into place, so that test processes starting at once never see half a browser.
 */
async function unpack(): Promise<string> {
  const { version, bin } = locate();
  const folder = join(tmpdir(), `fodspor-chromium-${version}`);
  if (await exists(folder)) return folder;

  const { default: packed, inflate } = await import("@sparticuz/chromium");
  const stage = mkdtempSync(`${folder}-`);
  // The package unpacks into the system's temporary folder, which it looks up when called.
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = stage;
  const unpacking = [packed.executablePath(), inflate(join(bin, "al2023.tar.br"))];
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  await Promise.all(unpacking);

  await mkdir(join(stage, "fonts"), { recursive: true });
  await writeFile(join(stage, "fonts.conf"), fontsConf(folder));
  await rename(stage, folder).catch(async (error: unknown) => {
    await rm(stage, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  });
  return folder;
}

function locate(): { version: string; bin: string } {
  const require = createRequire(import.meta.url);
  const root = dirname(dirname(require.resolve("@sparticuz/chromium")));
  const { version } = require(join(root, "package.json")) as { version: string };
  return { version, bin: join(root, "bin") };
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
