import { readdirSync, readFileSync } from "node:fs";
import autocannon from "autocannon";

/** What to ask; at least one request for each of the connections. */
export interface Target {
  url: string;
  requests: { method: "GET" | "POST"; path: string; headers: Record<string, string>; body?: string }[];
}

/** One side of a comparison over one round. */
interface Round {
  /** Answered requests a second. */
  rate: number;
  /** Milliseconds of workerd's processor time a request; NaN where the system does not tell. */
  cpu: number;
}

/** How two targets did, round by round, side by side. */
export interface Compared {
  ours: Round[];
  floor: Round[];
}

/** How long to load. Times in whole seconds. */
export interface Plan {
  rounds: number;
  seconds: number;
  /** Both sides, before anything counts: V8 compiles what is hot. */
  warmUp: number;
}

const CONNECTIONS = 16;

/**
 * Loads the two targets in turn, a round each, so that whatever else the machine does hits both alike; who begins
 * changes from round to round. Throws if an answer is not a good one.
 */
export async function compare(ours: Target, floor: Target, plan: Plan): Promise<Compared> {
  const { rounds, seconds, warmUp } = plan;
  await load(ours, warmUp);
  await load(floor, warmUp);
  const compared: Compared = { ours: [], floor: [] };
  for (let i = 0; i < rounds; i++) {
    if (i % 2 === 0) compared.ours.push(await load(ours, seconds));
    compared.floor.push(await load(floor, seconds));
    if (i % 2 === 1) compared.ours.push(await load(ours, seconds));
  }
  return compared;
}

/** Each connection has its own share of the requests, and sends them over and over. */
async function load({ url, requests }: Target, seconds: number): Promise<Round> {
  let connected = 0;
  const before = workerdTime();
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    setupClient: (client) => {
      const mine = connected++;
      client.setRequests(requests.filter((_, i) => i % CONNECTIONS === mine % CONNECTIONS));
    },
  });
  const answered = result["2xx"];
  if (answered === 0 || result.non2xx + result.errors > 0)
    throw new Error(
      `${url}${requests[0]?.path}: ${answered} good answers, ${result.non2xx} bad ones, ${result.errors} errors`,
    );
  return { rate: answered / result.duration, cpu: (workerdTime() - before) / answered };
}

/** Processor time, in milliseconds, that the workerd processes of this bench have used (Linux only; see proc(5)). */
function workerdTime(): number {
  if (process.platform !== "linux") return Number.NaN;
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (stat.includes("(workerd)") && Number(fields[1]) === process.pid)
        ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      continue;
    }
  }
  return ticks * 10;
}
