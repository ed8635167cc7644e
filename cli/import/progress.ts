import { MultiBar, Presets } from "cli-progress";

/** How far an import has come: a bar on a terminal, else a line every few seconds. */
export interface Progress {
  at(done: number): void;
  /** Says something beside it. */
  say(text: string): void;
  stop(): void;
}

const EVERY = 3_000;

const number = (n: number): string => n.toLocaleString("en");

/** Begins to show progress on standard error, from `done` on. */
export function startProgress(noun: string, total: number, done: number): Progress {
  return process.stderr.isTTY ? bar(noun, total, done) : plain(noun, total, done);
}

/** Nothing of the terminal's own settings is changed, so whoever is stopped leaves it as it was. */
function bar(noun: string, total: number, done: number): Progress {
  const format = `{bar} {percentage}%  {value} of {total} ${noun}, {eta_formatted} to go`;
  const bars = new MultiBar({ format, barsize: 24, etaBuffer: 50, linewrap: true }, Presets.shades_classic);
  const shown = bars.create(total, done);
  return {
    at: (now) => shown.update(Math.min(now, total)),
    say: (text) => bars.log(`${text}\n`),
    stop() {
      bars.update();
      bars.stop();
    },
  };
}

function plain(noun: string, total: number, before: number): Progress {
  const began = Date.now();
  let told = began;
  return {
    at(done) {
      const now = Date.now();
      if (now - told < EVERY || done >= total) return;
      told = now;
      const seconds = Math.ceil(((total - done) * (now - began)) / 1000 / Math.max(1, done - before));
      const percent = Math.floor((100 * done) / total);
      console.error(`${number(done)} of ${number(total)} ${noun} (${percent}%), about ${seconds} s to go`);
    },
    say: (text) => console.error(text),
    stop: () => undefined,
  };
}
