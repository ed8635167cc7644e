import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

/** A port as somebody asked for it: the variable it came from, and the number, 0 for any. */
interface Wanted {
  name: string;
  port: number;
}

/**
 * The ports to use, in the order asked for. Throws before anything heavy is started, naming the variable to set, when
 * one is taken.
 */
export async function findPorts(wanted: Wanted[]): Promise<number[]> {
  const held: Server[] = [];
  try {
    const ports: number[] = [];
    for (const { name, port } of wanted) {
      const server = await hold(port, "127.0.0.1");
      if (typeof server === "string") throw new Error(explain(name, port, server));
      held.push(server);
      ports.push((server.address() as AddressInfo).port);
      // Browsers try ::1 first for "localhost": whoever listens there would be taken for us.
      const six = port === 0 ? "unasked" : await hold(port, "::1");
      if (six === "EADDRINUSE") throw new Error(explain(name, port, six));
      if (typeof six !== "string") held.push(six);
    }
    return ports;
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

/** A server that has the port, or the system's code for why it cannot have it. */
async function hold(port: number, host: string): Promise<Server | string> {
  const server = createServer();
  server.listen({ port, host, ipv6Only: true });
  try {
    await once(server, "listening");
    return server;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function explain(name: string, port: number, code: string): string {
  const other = port < 9000 ? 9000 : port > 64_000 ? 0 : port + 1000;
  const remedy = `Set ${name} to a free one: ${name}=${other} npm start`;
  if (code === "EADDRINUSE") return `Port ${port} is in use. ${remedy}`;
  if (code === "EACCES") return `Port ${port} needs special rights. ${remedy}`;
  return `Port ${port} cannot be used (${code}). ${remedy}`;
}
