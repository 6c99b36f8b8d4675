import { once } from 'node:events';
import { chmod, chown } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Logger } from 'pino';
import type { BrowsingPolicy } from '../browsing/decide.ts';
import { askFor, askPath } from '../browsing/ask-address.ts';
import { plainPageHeaders } from '../browsing/plain-page.ts';
import { refusalPage, type PageReason } from '../browsing/refusal-page.ts';
import { mostOpen } from '../walls/way-out.ts';
import { CheckedAgent, forward, maxHeaderBytes, type Exchange } from './forward.ts';
import { Gate } from './gate.ts';
import { serveHome, type HomePage } from './home.ts';
import { machineNetwork, type Network } from './network.ts';
import { OpenSockets } from './open-sockets.ts';
import type { RefusalCategory } from './refusals.ts';
import { readWebRequest } from './request-line.ts';
import { answerConnect, answerWebSocket } from './tunnel.ts';
import type { Upstream } from './upstream.ts';
import type { Planting } from './witness.ts';

/**
 * The kiosk's own proxy: the visitor's only way out, and the judge that a broken browser cannot talk to.
 * No address, host or header is ever logged or stored: refusals are counted by category, faults are logged by their place in this code.
 */
export interface Proxy {
  /** Where it listens: the socket's path, or `host:port`. */
  readonly address: string;
  /** Rules of the session that starts; null refuses everything. Each change destroys every open connection at once. */
  setPolicy(policy: BrowsingPolicy | null): void;
  /** Serves the page that plants a token, until the planting's end; no rule is needed for it. */
  plant(token: string): Planting;
  /** While the work goes on and no session has begun, the rules are `mostOpen` and nothing is counted; what was not taken before is lost. Rejects when a session has. */
  tryOut<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Refusals by category since the last call. */
  takeRefusals(): ReadonlyMap<RefusalCategory, number>;
  /** Resolves when nothing listens any more and every connection is gone; safe to call again. */
  close(): Promise<void>;
}

export interface ProxyParts {
  /** A Unix socket is open to its owner and group; `group` is the browser's, when it runs under an account of its own. */
  readonly listen:
    { readonly path: string; readonly group?: number } | { readonly host: string; readonly port: number };
  readonly log: Logger;
  /** Asked at each request, so that a changed profile shows at the next page. */
  readonly home: () => HomePage;
  /** The page at `askPath` of the kiosk's own site: what became of a visitor's wish to have a site opened. Left out: nobody can be asked. */
  readonly asked?: (path: string, policy: BrowsingPolicy) => string;
  /** Null, or left out: sites are reached without one. */
  readonly upstream?: Upstream | null;
  /** The machine's own, unless a test puts another one in its place. */
  readonly network?: Network;
}

interface Service {
  readonly gate: Gate;
  readonly network: Network;
  readonly open: OpenSockets;
  readonly agent: CheckedAgent;
  readonly home: () => HomePage;
  readonly asked: ProxyParts['asked'];
}

/** A browser opens some dozens; the rest is an attack on the kiosk's file descriptors. */
const maxClients = 1_000;
const headersTimeoutMs = 15_000;

/** Rejects when it cannot listen. Refuses everything until the first `setPolicy`. */
export async function startProxy(parts: ProxyParts): Promise<Proxy> {
  const { listen, log, home, asked, network = machineNetwork, upstream = null } = parts;
  const open = new OpenSockets();
  const gate = new Gate(network, upstream);
  const service: Service = { gate, network, open, agent: new CheckedAgent(network, open), home, asked };
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: headersTimeoutMs,
    // An upload takes as long as the line needs.
    requestTimeout: 0,
    shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
  });
  server.maxConnections = maxClients;
  server.on('connection', (client: Socket) => open.hold(client));
  server.on('request', (incoming, outgoing) => {
    answer(service, { incoming, outgoing }).catch(settle(log, outgoing));
  });
  // The type says Duplex; a server without TLS hands over the connection's own socket.
  server.on('connect', (request, client: Socket, head) => {
    answerConnect(service, { request, client, head }).catch(settle(log, client));
  });
  server.on('upgrade', (request, client: Socket, head) => {
    answerWebSocket(service, { request, client, head }).catch(settle(log, client));
  });
  const address = await startListening(server, listen);

  const setPolicy = (policy: BrowsingPolicy | null): void => {
    gate.policy = policy;
    open.cut();
  };
  let closed: Promise<unknown> | undefined;
  const close = async (): Promise<void> => {
    closed ??= once(server.close(), 'close');
    setPolicy(null);
    await closed;
  };
  const plant = (token: string): Planting => gate.witness.plant(token);
  const isTrying = (): boolean => gate.policy === mostOpen;
  const tryOut = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (gate.policy !== null) throw new Error('a session has begun');
    setPolicy(mostOpen);
    try {
      return await work();
    } finally {
      // Else a session has begun meanwhile, and it is the one that counts.
      if (isTrying()) {
        setPolicy(null);
        gate.refusals.take();
      }
    }
  };
  return { address, setPolicy, plant, tryOut, takeRefusals: () => gate.refusals.take(), close };
}

async function startListening(server: Server, listen: ProxyParts['listen']): Promise<string> {
  server.listen(listen);
  await once(server, 'listening');
  if ('path' in listen) {
    await chmod(listen.path, 0o660);
    if (listen.group !== undefined) await chown(listen.path, process.getuid?.() ?? 0, listen.group);
    return listen.path;
  }
  const { address, port } = server.address() as AddressInfo;
  return `${address}:${port}`;
}

async function answer(service: Service, exchange: Exchange): Promise<void> {
  const asked = readWebRequest(exchange.incoming.url ?? '');
  if (asked === null) {
    turnAway(service, exchange, { status: 400, reason: 'address-unreadable' });
    return;
  }
  const admission = await service.gate.admit(asked);
  if (exchange.outgoing.destroyed) return;
  if (admission.kind === 'refused') {
    turnAway(service, exchange, { status: admission.reason === 'site-not-found' ? 502 : 403, ...admission });
  } else if (admission.kind === 'home') {
    if (!answerAsk(service, exchange, asked.path)) serveHome(exchange, asked.path, service.home());
  } else if (admission.kind === 'witness') {
    await service.gate.witness.serve(exchange, asked.path);
  } else if (!(await forward(exchange, { agent: service.agent, asked, target: admission.target }))) {
    turnAway(service, exchange, { status: 502, reason: 'site-silent' });
  }
}

/** To look at the page is to ask; a browser that only looks ahead does not. */
function answerAsk({ gate, asked }: Service, { incoming, outgoing }: Exchange, path: string): boolean {
  const { policy } = gate;
  if (asked === undefined || policy === null || incoming.method !== 'GET' || path.replace(/\?.*$/, '') !== askPath)
    return false;
  sendPage(outgoing, 200, asked(path, policy));
  return true;
}

interface Refusal {
  readonly status: 400 | 403 | 502;
  readonly reason: PageReason;
  readonly category?: string;
}

function turnAway({ gate }: Service, { incoming, outgoing }: Exchange, { status, ...refusal }: Refusal): void {
  incoming.resume();
  const { policy } = gate;
  const ask = policy === null ? {} : askFor(policy, refusal.reason, incoming.url ?? '');
  sendPage(outgoing, status, refusalPage({ ...refusal, ...ask, language: policy?.language ?? 'fr' }));
}

function sendPage(outgoing: Exchange['outgoing'], status: number, page: string): void {
  outgoing.writeHead(status, { ...plainPageHeaders, 'Content-Length': Buffer.byteLength(page) }).end(page);
}

/**
 * The edge: a broken exchange is closed. What breaks on the line is ordinary; the rest is a fault of ours and is logged, without its
 * message, since Node puts hosts and addresses into those.
 */
function settle(log: Logger, broken: { destroy(): unknown }): (error: unknown) => void {
  return (error) => {
    broken.destroy();
    if (isWeather(error)) return;
    const trace = error instanceof Error ? error.stack?.split('\n').filter((line) => line.startsWith('    at ')) : [];
    log.error({ trace }, 'the proxy failed on a request');
  };
}

/** Faults of the line or of the other side: system codes (`ECONNRESET`), the parser's, a stream cut short. */
const isWeather = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(E(?!RR_)|HPE_|ERR_STREAM_)/.test(String(error.code));
