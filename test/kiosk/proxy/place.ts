import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { BrowsingPolicy } from '../../../main/kiosk/browsing/decide.ts';
import type { HomePage } from '../../../main/kiosk/proxy/home.ts';
import type { Network, Target } from '../../../main/kiosk/proxy/network.ts';
import { startProxy, type Proxy } from '../../../main/kiosk/proxy/proxy.ts';
import type { Upstream } from '../../../main/kiosk/proxy/upstream.ts';

/** A proxy with real sockets on both sides. Only the distance is made up: public addresses lead to servers of this machine. */

export const openWeb: BrowsingPolicy = {
  browsing: { mode: 'open' },
  refusedSites: [],
  localServices: [],
  downloads: 'allow',
  maxTabs: 10,
};

export const home: HomePage = {
  files: new Map([
    ['/home/index.html', { type: 'text/html; charset=utf-8', bytes: Buffer.from('<h1>tiles</h1>') }],
    ['/assets/home.js', { type: 'text/javascript; charset=utf-8', bytes: Buffer.from('tiles()') }],
  ]),
  profile: { name: { fr: 'Adulte' }, tiles: [], searchAddress: 'https://search.example.org/?q={words}' },
};

/** Names and where they lead: `addresses` as the resolver gives them (one set per call, the last one again and again). */
export interface Name {
  readonly answers: readonly (readonly string[])[];
}

export const publicAddress = '93.184.216.34';
export const at = (...addresses: string[]): Name => ({ answers: [addresses] });

/** For `expect.poll`: a busy machine is slow, not wrong. */
export const patience = { timeout: 15_000 };

export interface Place {
  readonly proxy: Proxy;
  readonly path: string;
  /** Every target that the proxy connected to. */
  readonly reached: readonly Target[];
  /** All that the proxy has logged. */
  logged(): string;
}

export interface PlaceParts {
  readonly names?: Readonly<Record<string, Name>>;
  /** Local port behind the public addresses. */
  readonly origin?: number;
  readonly policy?: BrowsingPolicy | null;
  readonly network?: Network;
  readonly upstream?: Upstream;
}

export async function openPlace({
  names = {},
  origin = 1,
  policy = openWeb,
  network,
  upstream,
}: PlaceParts): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'escale-proxy-'));
  const path = join(folder, 'proxy.sock');
  const reached: Target[] = [];
  const lines: string[] = [];
  const sink = new Writable({
    write: (line, _encoding, done) => {
      lines.push(String(line));
      done();
    },
  });
  const proxy = await startProxy({
    listen: { path },
    log: pino({ level: 'trace' }, sink),
    home: () => home,
    network: network ?? distance({ names, origin, reached }),
    upstream: upstream ?? null,
  });
  proxy.setPolicy(policy);
  onTestFinished(async () => {
    await proxy.close();
    await rm(folder, { recursive: true });
  });
  return { proxy, path, reached, logged: () => lines.join('') };
}

function distance({
  names,
  origin,
  reached,
}: {
  names: Record<string, Name>;
  origin: number;
  reached: Target[];
}): Network {
  const asked = new Map<string, number>();
  return {
    resolve: (host) => {
      const answers = names[host]?.answers ?? [];
      const turn = asked.get(host) ?? 0;
      asked.set(host, turn + 1);
      const answer = answers[Math.min(turn, answers.length - 1)];
      return answer === undefined
        ? Promise.reject(Object.assign(new Error(`unknown ${host}`), { code: 'ENOTFOUND' }))
        : Promise.resolve(answer);
    },
    anyNeighbour: () => false,
    connect: (target, onread) => {
      reached.push(target);
      const local = target.addresses.every((address) => address === '127.0.0.1' || address === '::1');
      const [host, port] = local ? [target.addresses[0], target.port] : ['127.0.0.1', origin];
      return connect({ host, port, ...(onread && { onread }) });
    },
  };
}

/** A real web server; ended, with its connections, when the test is over. Returns its port. */
export const openOrigin = (listener: RequestListener): Promise<number> => openServer(createServer(listener));

export async function openServer(server: Server | NetServer): Promise<number> {
  const clients = new Set<Socket>();
  server.on('connection', (client: Socket) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    client.on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const client of clients) client.destroy();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface AskParts {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** One request as a browser sends it to a proxy. */
export async function ask(place: Place, address: string, parts: AskParts = {}): Promise<Answer> {
  const asking = request({
    socketPath: place.path,
    path: address,
    method: parts.method ?? 'GET',
    headers: { Host: 'whatever.example', ...parts.headers },
    agent: false,
  });
  asking.end(parts.body);
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
}

/** A bare connection to the proxy. */
export async function dial(place: Place): Promise<Socket> {
  const socket = connect(place.path);
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  onTestFinished(() => {
    socket.destroy();
  });
  return socket;
}

/** Everything that comes back on a bare connection until the other side ends it. */
export async function tell(place: Place, bytes: string): Promise<string> {
  const socket = await dial(place);
  socket.write(bytes, 'latin1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

/** The status line of the answer to a CONNECT, and the tunnel behind it. */
export async function tunnelTo(place: Place, authority: string): Promise<{ status: string; socket: Socket }> {
  const socket = await dial(place);
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  let said = Buffer.alloc(0);
  while (!said.includes('\r\n\r\n')) {
    await once(socket, 'readable');
    said = Buffer.concat([said, (socket.read() as Buffer | null) ?? Buffer.alloc(0)]);
  }
  const [head = ''] = said.toString('latin1').split('\r\n\r\n', 1);
  if (said.byteLength > head.length + 4) socket.unshift(said.subarray(head.length + 4));
  return { status: head.split('\r\n')[0] ?? '', socket };
}

export const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
