import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Downstream } from './downstream.ts';
import type { Gate } from './gate.ts';
import type { Network } from './network.ts';
import type { OpenSockets } from './open-sockets.ts';
import { passedOn } from './passed-on.ts';
import { readTunnelRequest, readWebRequest } from './request-line.ts';

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

export async function answerConnect(parts: TunnelParts, asking: Asking): Promise<void> {
  const { client, head, request } = asking;
  const upstream = await reach(parts, client, readTunnelRequest(request.url ?? ''));
  if (upstream === null) return;
  client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  upstream.write(head);
  couple(client, upstream);
}

export async function answerWebSocket(parts: TunnelParts, asking: Asking): Promise<void> {
  const { client, head, request } = asking;
  const asked = readWebRequest(request.url ?? '');
  const upstream = await reach(parts, client, asked);
  if (upstream === null || asked === null) return;
  const fields = passedOn(request.rawHeaders, ['host']);
  const lines = fields.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${fields[at + 1] ?? ''}`] : []));
  const opening = [`GET ${asked.path} HTTP/1.1`, `Host: ${asked.authority}`, ...lines];
  upstream.write([...opening, 'Connection: Upgrade', 'Upgrade: websocket', '', ''].join('\r\n'), 'latin1');
  upstream.write(head);
  couple(client, upstream);
}

/** The connection that was asked for, or null when the client has been told no. */
async function reach(
  { gate, network, open }: TunnelParts,
  client: Socket,
  asked: Parameters<Gate['admit']>[0] | null,
): Promise<Socket | null> {
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
  const downstream = new Downstream(client);
  const upstream = open.hold(network.connect(admission.target, downstream.onread));
  downstream.comesFrom(upstream);
  const abandon = (): unknown => upstream.destroy();
  client.once('close', abandon);
  const connected = await once(upstream, 'connect').then(
    () => true,
    () => false,
  );
  client.off('close', abandon);
  if (!connected) turnAway(client, 502);
  return connected ? upstream : null;
}

/** Bytes both ways, each at the pace of its reader. A last word travels on, so that answers to it still come through. */
function couple(client: Socket, upstream: Socket): void {
  client.allowHalfOpen = true;
  upstream.allowHalfOpen = true;
  client.pipe(upstream);
  upstream.once('end', () => client.end()).resume();
  lastWords(client, upstream);
  lastWords(upstream, client);
}

function lastWords(from: Socket, to: Socket): void {
  from.once('end', () => to.setTimeout(halfOpenMs, () => to.destroy()));
  from.once('close', () => {
    const saidAll = from.readableEnded && from.writableFinished;
    if (!saidAll) to.destroy();
  });
}
