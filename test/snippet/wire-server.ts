import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { bundleSnippet } from "../../cli/build.ts";
import type { WireEvent } from "../../snippet/core/wire.ts";

interface Recorded {
  method: string;
  path: string;
  query: URLSearchParams;
  cookie: string | undefined;
  contentType: string | undefined;
  /** From a page of another site: answered with a token instead of the cookie. */
  crossSite: boolean;
  /** The parsed JSON body of a POST. */
  body: { events?: WireEvent[]; [key: string]: unknown };
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | object;
}

type Responder = (request: Recorded) => Reply | Promise<Reply>;

type Arrived = WireEvent & { consent: unknown; cookie: string | undefined };

/** A website and the Worker's side of the wire on one port: answers as the contract says, and remembers. */
export interface WireServer {
  url: string;
  /** The same website for the browser, but another site than `url`: there the Worker's cookies are blocked. */
  otherSite: string;
  requests: Recorded[];
  /** Answers that differ from the usual ones, by `METHOD /path`. */
  replies: Record<string, Responder>;
  /** HTML of the website's pages by path; others get a plain page. */
  pages: Record<string, string>;
  /** Extra headers of the website's pages. */
  pageHeaders: Record<string, string>;
  to(method: string, path: string): Recorded[];
  /** All events that arrived, each id once as the server keeps it, with the consent of its (first) request. */
  events(): Arrived[];
  /** The same, as often as they were sent. */
  sent(): Arrived[];
  reset(): void;
  close(): Promise<void>;
}

export const TAG = '<script src="/_f/s.js" defer></script>';

/** Any page of the website. */
export function html(body = "", head = TAG): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">${head}</head>
<body><main><h1>A page</h1>${body}</main></body></html>`;
}

export const TEXTS = {
  version: "2026-11",
  locale: "en",
  policyUrl: "https://example.com/privacy",
  texts: {
    title: "May we remember your visit?",
    body: "We would like to see which pages are useful, and show what fits you. You can change your mind at any time.",
    accept: "Accept all",
    decline: "Decline all",
    choose: "Choose purposes",
    save: "Save my choice",
    close: "Close",
    settings: "What you allow",
    purposes: {
      analytics: { title: "Statistics", text: "Which pages are read, and for how long." },
      personalization: { title: "Personal content", text: "Content that fits your interests." },
      marketing: { title: "Marketing", text: "Measuring which campaigns bring visitors." },
    },
  },
};

const COOKIE = "fodspor=sealed; Path=/; HttpOnly; SameSite=Lax";
const GONE = "fodspor=; Path=/; HttpOnly; Max-Age=0";

const usual: Record<string, Responder> = {
  "POST /_f/e": (request) => {
    const { body } = request;
    const answer = { ok: true, accepted: body.events?.length, refused: [] };
    return body["consent"] ? identify(request, true, answer) : { body: answer };
  },
  "GET /_f/consent": () => ({ body: TEXTS }),
  "POST /_f/consent": (request) => {
    const allowed = Object.values(request.body["consent"] as object).some(Boolean);
    return identify(request, allowed, { ok: true });
  },
};

/** The visitor's cookie (or, on another site, their token) given or taken away. */
function identify({ crossSite, body }: Recorded, allowed: boolean, answer: object): Reply {
  if (crossSite || body["token"]) return { body: { ...answer, token: allowed ? "sealed-token" : null } };
  return { headers: { "set-cookie": allowed ? COOKIE : GONE }, body: answer };
}

export async function startWireServer(): Promise<WireServer> {
  const { core, modules, manifest } = await bundleSnippet();
  const files: Record<string, string> = { "/_f/s.js": core };
  for (const [name, file] of Object.entries(manifest)) {
    files[`/_f/m/${file}`] = modules[name as keyof typeof modules];
  }
  const requests: Recorded[] = [];
  const wire: WireServer = {
    url: "",
    otherSite: "",
    requests,
    replies: {},
    pages: {},
    pageHeaders: {},
    to: (method, path) => requests.filter((r) => r.method === method && r.path === path),
    events: () =>
      [
        ...new Map(
          wire
            .sent()
            .toReversed()
            .map((event) => [event.id, event]),
        ).values(),
      ].toReversed(),
    sent: () =>
      wire.to("POST", "/_f/e").flatMap(({ body, cookie }) => {
        const consent = body["consent"];
        return (body.events ?? []).map((event) => ({ ...event, consent, cookie }));
      }),
    reset: () => {
      requests.length = 0;
      wire.replies = {};
      wire.pages = {};
      wire.pageHeaders = {};
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url!, "http://localhost");
    const send = (status: number, type: string, body: string, headers = {}) => {
      const { origin } = request.headers;
      const cors = origin && {
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
      };
      response.writeHead(status, { "content-type": `${type}; charset=utf-8`, ...cors, ...headers });
      response.end(body);
    };
    const file = files[pathname];
    if (file !== undefined) return send(200, "text/javascript", file);
    if (!pathname.startsWith("/_f/")) {
      return send(200, "text/html", wire.pages[pathname] ?? html(), wire.pageHeaders);
    }
    const recorded: Recorded = {
      method: request.method!,
      path: pathname,
      query: searchParams,
      cookie: request.headers.cookie,
      contentType: request.headers["content-type"],
      crossSite: request.headers["sec-fetch-site"] === "cross-site",
      body: JSON.parse((await text(request)) || "{}"),
    };
    requests.push(recorded);
    const key = `${recorded.method} ${pathname}`;
    const responder = wire.replies[key] ?? usual[key];
    const { status = 200, headers, body = "" } = responder ? await responder(recorded) : { status: 404 };
    if (typeof body === "string") send(status, "text/html", body, headers);
    else send(status, "application/json", JSON.stringify(body), headers);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  wire.url = `http://localhost:${port}`;
  wire.otherSite = `http://127.0.0.1:${port}`;
  return wire;
}
