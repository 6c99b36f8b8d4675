import { Agent, request, type ClientRequestArgs, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Network, Target } from './network.ts';
import type { OpenSockets } from './open-sockets.ts';
import { passedOn } from './passed-on.ts';
import type { WebRequest } from './request-line.ts';
import { loginWanted } from './upstream.ts';

/** One plain http request, handed on and answered at the pace of whoever reads. */

/** Longest header block read from either side, in bytes: cookies of public services outgrow Node's 16 KB. */
export const maxHeaderBytes = 64 * 1024;

type CheckedRequest = ClientRequestArgs & { readonly target: Target };

/** Keeps connections for the next request to the same host and port, and opens none but to addresses that the gate let through. */
export class CheckedAgent extends Agent {
  readonly #network: Network;
  readonly #open: OpenSockets;

  constructor(network: Network, open: OpenSockets) {
    super({ keepAlive: true, maxFreeSockets: 64, timeout: 15_000 });
    this.#network = network;
    this.#open = open;
  }

  override createConnection({ target }: CheckedRequest): Socket {
    return this.#open.hold(this.#network.connect(target));
  }
}

export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

export interface Way {
  readonly agent: CheckedAgent;
  readonly asked: WebRequest;
  readonly target: Target;
}

/** Resolves to false, with nothing answered yet, when the site could not be reached. What breaks after its answer began ends the exchange. */
export async function forward(exchange: Exchange, way: Way): Promise<boolean> {
  const answer = await ask(exchange, way);
  const beyond = way.target.beyond;
  if (answer === null) return false;
  if (beyond !== undefined && answer.statusCode === loginWanted) {
    answer.resume();
    beyond.upstream.refusesUs();
    return false;
  }
  const { outgoing } = exchange;
  outgoing.sendDate = false;
  outgoing.writeHead(answer.statusCode ?? 502, passedOn(answer.rawHeaders));
  answer.once('error', () => outgoing.destroy());
  answer.pipe(outgoing);
  return true;
}

interface Line {
  readonly path: string;
  readonly authority: string;
  readonly fields: readonly string[];
  /** Connections are kept by these: what goes to a proxy never takes one to a site, or the site would see our login. */
  readonly kept: { readonly host: string; readonly port: number };
}

/** What is asked of whoever is connected to: a site, or a proxy before it. */
function lineOf({ asked, target: { beyond } }: Way): Line {
  const { authority, host, path, port } = asked;
  if (beyond === undefined) return { path, authority, fields: [], kept: { host, port } };
  const { upstream } = beyond;
  const named = beyond.port === 80 ? beyond.host : `${beyond.host}:${beyond.port}`;
  return { path: `http://${named}${path}`, authority: named, fields: upstream.fields, kept: upstream };
}

async function ask(exchange: Exchange, way: Way): Promise<IncomingMessage | null> {
  const { incoming, outgoing } = exchange;
  const { agent, target } = way;
  const framing = incoming.headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked'];
  const line = lineOf(way);
  const options: CheckedRequest = {
    agent,
    target,
    host: line.kept.host,
    port: line.kept.port,
    method: incoming.method,
    path: line.path,
    // Framing is said outright: left to Node, a GET with a chunked body would go out without any, and be read as two requests.
    headers: ['Host', line.authority, ...passedOn(incoming.rawHeaders, ['host']), ...framing, ...line.fields],
    maxHeaderSize: maxHeaderBytes,
  };
  const upstream = request(options);
  const { promise: answered, resolve } = Promise.withResolvers<IncomingMessage | null>();
  upstream.once('response', resolve);
  // Stays on after the first answer: a site that stops reading an upload breaks the request, not the proxy.
  upstream.on('error', () => {
    upstream.destroy();
    resolve(null);
  });
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) upstream.destroy();
  });
  const bodiless = framing.length === 0 && (incoming.headers['content-length'] ?? '0') === '0';
  if (bodiless) upstream.end();
  else incoming.pipe(upstream);
  const answer = await answered;
  // A kept connection may have been closed by the site just as it was taken up again: not a sign that the site is away.
  const wasStale = answer === null && upstream.reusedSocket && bodiless && !outgoing.destroyed;
  return wasStale ? await ask(exchange, way) : answer;
}
