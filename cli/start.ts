import { fork } from "node:child_process";
import { join } from "node:path";

const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(`This is Node ${process.version}; Fodspor brings its own. Run: npm install && npm start`);
  process.exit(1);
}

/** npm passes on a Ctrl-C that the terminal has sent here already; only what comes later is meant as a second one. */
const SAME_SIGNAL = 500;

/**
 * `npm start`. The local run is a process with a group of its own: a terminal's Ctrl-C goes to every process of the
 * foreground group at once, and would end workerd before its queues are empty. So this one hears it and passes it on.
 */
const child = fork(join(import.meta.dirname, "stack", "main.ts"), {
  detached: true,
  stdio: ["ignore", "inherit", "inherit", "ipc"],
});

let askedAt = 0;
function stop(): void {
  if (askedAt === 0) {
    askedAt = Date.now();
    console.log("\n· stopping, once everything in the queues is in the database (again to stop at once)");
    if (child.connected) child.send("stop");
  } else if (Date.now() - askedAt > SAME_SIGNAL) {
    killGroup();
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
// Whoever read our output may be gone before us.
process.stdout.on("error", () => undefined);

// npm's shell dies of a signal that npm passes on, without passing it on itself.
const parent = process.ppid;
if (process.env["npm_lifecycle_event"])
  setInterval(() => {
    if (process.ppid !== parent && askedAt === 0) stop();
  }, 500).unref();

child.on("exit", (code) => {
  killGroup();
  process.exitCode = code ?? 1;
});

/** Nobody of the group may stay behind, however its head ended. */
function killGroup(): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // All of them are gone already.
  }
}
