import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** What came through, told apart by what the statements say. */
export interface Counted {
  /** Requests to the database. */
  requests: number;
  /** Those of them that only looked whether a newer playbook was published: behind an answer, never before it. */
  revisionChecks: number;
}

/** An HTTP server in front of a database that counts what passes. */
export interface CountingProxy {
  url: string;
  /** What passed since the last time this was asked. */
  take(): Counted;
  close(): Promise<void>;
}

const REVISION_CHECK = "SELECT max(revision) AS revision FROM playbook_revisions";

/** Counts every HTTP request to the database at `target`; one request is one round trip. */
export async function countRequests(target: string): Promise<CountingProxy> {
  const agent = new Agent({ keepAlive: true });
  let counted: Counted = { requests: 0, revisionChecks: 0 };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      counted.requests++;
      if (body.includes(REVISION_CHECK)) counted.revisionChecks++;
      const { method, headers } = incoming;
      const passed = request(new URL(incoming.url!, target), { method, headers, agent }, (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on("error", () => outgoing.writeHead(502).end());
      passed.end(body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = counted;
      counted = { requests: 0, revisionChecks: 0 };
      return taken;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}
