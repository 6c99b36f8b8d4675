import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startProxy } from '../../../main/kiosk/proxy/proxy.ts';
import {
  ask,
  at,
  dial,
  digest,
  home,
  openOrigin,
  openPlace,
  openServer,
  patience,
  publicAddress,
  tunnelTo,
} from './place.ts';

const names = { 'site.example.org': at(publicAddress) };
const authority = 'site.example.org:443';
const megabyte = 1024 * 1024;

const openEcho = (): Promise<number> =>
  openServer(createServer({ allowHalfOpen: true }, (client) => client.pipe(client)));

describe('a tunnel', () => {
  test('carries bytes unchanged both ways, those sent right behind the question too', async () => {
    const place = await openPlace({ names, origin: await openEcho() });
    const sent = randomBytes(3 * megabyte);
    const socket = await dial(place);
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
    socket.end(sent);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const all = Buffer.concat(chunks);
    const body = all.subarray(all.indexOf('\r\n\r\n') + 4);
    expect(digest(body)).toBe(digest(sent));
  });

  test('a last word travels on, and the answer to it still comes back', async () => {
    const origin = await openServer(
      createServer({ allowHalfOpen: true }, (client) => {
        client.resume().once('end', () => client.end('farewell'));
      }),
    );
    const place = await openPlace({ names, origin });
    const { socket } = await tunnelTo(place, authority);
    socket.end('that is all');
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(String(bytes)).toBe('farewell');
    await once(socket, 'close');
  });

  test('what a site said before it left arrives whole at a slow reader', async () => {
    const sent = randomBytes(4 * megabyte);
    const origin = await openServer(createServer((client) => client.end(sent)));
    const place = await openPlace({ names, origin });
    const { socket } = await tunnelTo(place, authority);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).byteLength).toBe(sent.byteLength);
  });

  test('a site that breaks off breaks the tunnel, and the other way round', async () => {
    const clients: Socket[] = [];
    const origin = await openServer(createServer((client) => clients.push(client.resume())));
    const place = await openPlace({ names, origin });
    const first = await tunnelTo(place, authority);
    await expect.poll(() => clients.length, patience).toBe(1);
    clients[0]?.resetAndDestroy();
    await once(first.socket, 'close');
    const second = await tunnelTo(place, authority);
    await expect.poll(() => clients.length, patience).toBe(2);
    second.socket.destroy();
    await expect.poll(() => clients[1]?.destroyed, patience).toBe(true);
  });

  test('two hundred at once each get their own bytes', async () => {
    const place = await openPlace({ names, origin: await openEcho() });
    const results = await Promise.all(
      Array.from({ length: 200 }, async (_, number) => {
        const { socket } = await tunnelTo(place, authority);
        const words = `${number}:`.padEnd(20_000, String(number));
        socket.end(words);
        const chunks: Buffer[] = [];
        for await (const chunk of socket) chunks.push(chunk as Buffer);
        return Buffer.concat(chunks).toString() === words;
      }),
    );
    expect(results.filter(Boolean)).toHaveLength(200);
  });
});

describe('a large stream', () => {
  const size = 200 * megabyte;

  /** Reads at leisure: nothing for a while, then everything. Returns the most memory seen and the digest. */
  async function readSlowly(bytes: AsyncIterable<unknown>): Promise<{ total: number; sha: string; heldBytes: number }> {
    const before = process.memoryUsage().rss;
    const hash = createHash('sha256');
    let heldBytes = 0;
    let total = 0;
    for await (const chunk of bytes) {
      hash.update(chunk as Buffer);
      total += (chunk as Buffer).byteLength;
      heldBytes = Math.max(heldBytes, process.memoryUsage.rss() - before);
    }
    return { total, sha: hash.digest('hex'), heldBytes };
  }

  /** A site that sends as fast as it is read, and counts what it got rid of. */
  async function openFountain(): Promise<{ port: number; sent: () => number; sha: () => string }> {
    const block = randomBytes(megabyte);
    const hash = createHash('sha256');
    let sent = 0;
    const port = await openOrigin((_request, response) => {
      const flow = (): void => {
        while (sent < size) {
          sent += block.byteLength;
          hash.update(block);
          if (!response.write(block)) {
            response.once('drain', flow);
            return;
          }
        }
        response.end();
      };
      flow();
    });
    return { port, sent: () => sent, sha: () => hash.digest('hex') };
  }

  test.each(['request', 'tunnel'] as const)('through a %s waits for its reader', async (way) => {
    const fountain = await openFountain();
    const place = await openPlace({ names, origin: fountain.port });
    const through = way === 'tunnel' ? (await tunnelTo(place, 'site.example.org:80')).socket : await dial(place);
    const target = way === 'tunnel' ? '/' : 'http://site.example.org/';
    through.write(`GET ${target} HTTP/1.1\r\nHost: site.example.org\r\nConnection: close\r\n\r\n`);
    // Nobody reads: what left the site is what the buffers on the way hold, and it stays so.
    let last = -1;
    await expect
      .poll(
        () => {
          const settled = fountain.sent() > 0 && fountain.sent() === last;
          last = fountain.sent();
          return settled;
        },
        { interval: 300, ...patience },
      )
      .toBe(true);
    expect(fountain.sent()).toBeLessThan(32 * megabyte);
    const { total, heldBytes } = await readSlowly(through);
    expect(total).toBeGreaterThan(size);
    expect(fountain.sent()).toBe(size);
    expect(heldBytes).toBeLessThan(100 * megabyte);
  });
});

describe('a WebSocket over plain http', () => {
  test('opens, talks and closes through the proxy', async () => {
    const server = createHttpServer();
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket, request) => {
      socket.on('message', (words) => {
        socket.send(`${request.headers.host ?? ''} ${request.url ?? ''} ${(words as Buffer).toString()}`);
      });
    });
    const place = await openPlace({ names, origin: await openServer(server) });
    const socket = new WebSocket('ws://site.example.org/live', {
      createConnection: () => connect(place.path),
      // As a client of a proxy asks: with the whole address.
      finishRequest: (request) => {
        request.path = 'http://site.example.org/live';
        request.end();
      },
    });
    await once(socket, 'open');
    socket.send('bonjour');
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(String(answer)).toBe('site.example.org /live bonjour');
    socket.close();
    await once(socket, 'close');
  });
});

describe('the end of a session', () => {
  test('cuts tunnels, requests and idle connections at once, on both sides', async () => {
    const clients: Socket[] = [];
    const server = createServer((client) => clients.push(client.resume()));
    const place = await openPlace({ names, origin: await openServer(server) });
    const { socket: tunnel } = await tunnelTo(place, authority);
    const slow = await dial(place);
    slow.write('GET http://site.example.org/ HTTP/1.1\r\nHost: x\r\n\r\n');
    const idle = await dial(place);
    await expect.poll(() => clients.length, patience).toBe(2);
    const closed = [tunnel, slow, idle].map((one) => once(one, 'close'));
    place.proxy.setPolicy(null);
    await Promise.all(closed);
    await expect.poll(() => clients.every((client) => client.destroyed), patience).toBe(true);
    expect((await ask(place, 'http://site.example.org/')).status).toBe(403);
  });

  test('a name still being looked up then is not connected to any more', async () => {
    const { promise: found, resolve: answer } = Promise.withResolvers<readonly string[]>();
    let lookedUp = false;
    const place = await openPlace({
      network: {
        resolve: () => {
          lookedUp = true;
          return found;
        },
        anyNeighbour: () => false,
        connect: () => {
          throw new Error('connected after the end');
        },
      },
    });
    const socket = await dial(place);
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await expect.poll(() => lookedUp, patience).toBe(true);
    place.proxy.setPolicy(null);
    answer([publicAddress]);
    await once(socket, 'close');
    expect((await ask(place, 'http://accueil.escale.internal/')).status).toBe(403);
    expect(place.logged()).toBe('');
  });
});

describe('where it listens', () => {
  const parts = { log: pino({ level: 'silent' }), home: () => home };

  test('its socket is for its owner and group, and is gone when it closes', async () => {
    const place = await openPlace({});
    expect(statSync(place.path).mode & 0o777).toBe(0o660);
    await place.proxy.close();
    expect(statSync(place.path, { throwIfNoEntry: false })).toBeUndefined();
    await expect(dial(place)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a loopback port does as well, where there is no jail', async () => {
    const proxy = await startProxy({ ...parts, listen: { host: '127.0.0.1', port: 0 } });
    expect(proxy.address).toMatch(/^127\.0\.0\.1:\d+$/);
    await proxy.close();
  });

  test('a taken path stops the start', async () => {
    const { path } = await openPlace({});
    await expect(startProxy({ ...parts, listen: { path } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
