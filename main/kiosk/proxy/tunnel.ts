import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Downstream } from './downstream.ts';
import type { Gate } from './gate.ts';
import type { Network, Target } from './network.ts';
import type { OpenSockets } from './open-sockets.ts';
import { passedOn } from './passed-on.ts';
import { type Asked, readTunnelRequest, readWebRequest } from './request-line.ts';

/** Connections that become a plain pipe of bytes once they are let through: CONNECT (all of https) and WebSocket over http. */

export interface TunnelParts {
  readonly gate: Gate;
  readonly network: Network;
  readonly open: OpenSockets;
}

/** A client that asked for a tunnel, with the bytes that came right behind the question. */
export interface Asking {
  readonly request: IncomingMessage;
  readonly client: Socket;
  readonly head: Buffer;
}

/** How long one side may stay silent after the other has said its last word. */
const halfOpenMs = 30_000;

const statusLines = {
  400: 'HTTP/1.1 400 Bad Request',
  403: 'HTTP/1.1 403 Forbidden',
  502: 'HTTP/1.1 502 Bad Gateway',
} as const;

/** A browser shows none of this: the host explains the refusal in the tab's place. */
function turnAway(client: Socket, status: keyof typeof statusLines): void {
  client.setTimeout(halfOpenMs, () => client.destroy());
  client.end(`${statusLines[status]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  // What the client still sends is of no interest, but unread it would keep the connection from closing.
  client.resume();
}

/** The far end, once it is there. */
interface Reached {
  readonly socket: Socket;
  /** Lets what it sends go to the client. */
  readonly flow: () => void;
}

export async function answerConnect(parts: TunnelParts, asking: Asking): Promise<void> {
  const { client, head, request } = asking;
  const reached = await reach(parts, client, readTunnelRequest(request.url ?? ''));
  if (reached === null) return;
  client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  reached.socket.write(head);
  couple(client, reached);
}

export async function answerWebSocket(parts: TunnelParts, asking: Asking): Promise<void> {
  const { client, head, request } = asking;
  const asked = readWebRequest(request.url ?? '');
  const reached = await reach(parts, client, asked);
  if (reached === null || asked === null) return;
  const fields = passedOn(request.rawHeaders, ['host']);
  const lines = fields.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${fields[at + 1] ?? ''}`] : []));
  const opening = [`GET ${asked.path} HTTP/1.1`, `Host: ${asked.authority}`, ...lines];
  reached.socket.write([...opening, 'Connection: Upgrade', 'Upgrade: websocket', '', ''].join('\r\n'), 'latin1');
  reached.socket.write(head);
  couple(client, reached);
}

/** The connection that was asked for, or null when the client has been told no. */
async function reach(
  { gate, network, open }: TunnelParts,
  client: Socket,
  asked: Asked | null,
): Promise<Reached | null> {
  if (asked === null) {
    turnAway(client, 400);
    return null;
  }
  const admission = await gate.admit(asked);
  // The page of tiles is plain pages only.
  if (admission.kind !== 'target') {
    turnAway(client, admission.kind === 'refused' && admission.reason === 'site-not-found' ? 502 : 403);
    return null;
  }
  if (client.destroyed) return null;
  const { dialled, reached } = dial({ network, open }, client, admission.target);
  const abandon = (): unknown => dialled.destroy();
  client.once('close', abandon);
  const found = await reached;
  client.off('close', abandon);
  if (found === null) turnAway(client, 502);
  return found;
}

interface Dialling {
  readonly dialled: Socket;
  /** Null: it could not be reached. */
  readonly reached: Promise<Reached | null>;
}

function dial({ network, open }: Omit<TunnelParts, 'gate'>, client: Socket, target: Target): Dialling {
  const { beyond } = target;
  if (beyond === undefined) {
    const downstream = new Downstream(client);
    const dialled = open.hold(network.connect(target, downstream.onread));
    downstream.comesFrom(dialled);
    const flow = (): void => void dialled.once('end', () => client.end()).resume();
    const reached = once(dialled, 'connect').then(
      () => ({ socket: dialled, flow }),
      () => null,
    );
    return { dialled, reached };
  }
  const dialled = open.hold(network.connect(target));
  const tunnel = beyond.upstream.tunnel(dialled, beyond);
  const reached = tunnel.then((socket) => (socket === null ? null : { socket, flow: () => void socket.pipe(client) }));
  return { dialled, reached };
}

/** Bytes both ways, each at the pace of its reader. A last word travels on, so that answers to it still come through. */
function couple(client: Socket, { socket, flow }: Reached): void {
  client.allowHalfOpen = true;
  socket.allowHalfOpen = true;
  client.pipe(socket);
  flow();
  lastWords(client, socket);
  lastWords(socket, client);
}

function lastWords(from: Socket, to: Socket): void {
  from.once('end', () => to.setTimeout(halfOpenMs, () => to.destroy()));
  from.once('close', () => {
    const saidAll = from.readableEnded && from.writableFinished;
    if (!saidAll) to.destroy();
  });
}
