import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  ask,
  at,
  dial,
  openOrigin,
  openPlace,
  openServer,
  patience,
  publicAddress,
  tell,
  type Place,
} from './place.ts';

const names = { 'site.example.org': at(publicAddress) };
const address = 'http://site.example.org';
const stillServes = async (place: Place): Promise<void> => {
  expect((await ask(place, 'http://accueil.escale.internal/')).status).toBe(200);
};

describe('a plain request', () => {
  test('keeps its method, path, query and body; the host is the one of its address', async () => {
    const origin = await openOrigin((request, response) => {
      void text(request).then((body) => {
        response.end([request.method, request.url, request.headers.host, body].join(' '));
      });
    });
    const place = await openPlace({ names, origin });
    const answer = await ask(place, `${address}/a%2Fb//c?d=é`.replace('é', '%C3%A9'), { method: 'PUT', body: 'text' });
    expect(answer.body).toBe('PUT /a%2Fb//c?d=%C3%A9 site.example.org text');
    expect((await ask(place, `${address}?q=1`)).body).toBe('GET /?q=1 site.example.org ');
  });

  test('carries cookies both ways, in their order, and nothing that belongs to one connection', async () => {
    const origin = await openOrigin((request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.setHeader('Connection', 'X-Mine');
      response.setHeader('X-Mine', 'yes');
      response.end(JSON.stringify(request.headers));
    });
    const place = await openPlace({ names, origin });
    const headers = {
      Cookie: 'c=3',
      'Proxy-Authorization': 'secret',
      'Proxy-Connection': 'keep-alive',
      TE: 'trailers',
    };
    const answer = await ask(place, address, { headers });
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers).not.toHaveProperty('x-mine');
    const seen = JSON.parse(answer.body) as Record<string, string>;
    expect(seen).toEqual({ host: 'site.example.org', cookie: 'c=3', connection: 'keep-alive' });
  });

  test('tells the site nothing of the kiosk', async () => {
    const origin = await openOrigin((request, response) => response.end(request.rawHeaders.join(' ')));
    const place = await openPlace({ names, origin });
    expect((await ask(place, address)).body).not.toMatch(/via|forwarded|escale/i);
  });

  test('answers without a body stay without one', async () => {
    const origin = await openOrigin((request, response) => {
      response.writeHead(
        request.method === 'HEAD' ? 200 : 304,
        request.method === 'HEAD' ? { 'Content-Length': 9 } : {},
      );
      response.end();
    });
    const place = await openPlace({ names, origin });
    expect(await ask(place, address, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await ask(place, address)).toMatchObject({ status: 304, body: '' });
  });

  test('one request after the other uses one connection to the site', async () => {
    let connections = 0;
    const server = createHttpServer((_request, response) => response.end('ok'));
    server.on('connection', () => (connections += 1));
    const place = await openPlace({ names, origin: await openServer(server) });
    for (let turns = 0; turns < 3; turns += 1) expect((await ask(place, address)).body).toBe('ok');
    expect(connections).toBe(1);
  });

  test('is asked again when a kept connection turns out to be dead', async () => {
    // A site that answers once per connection, says that it stays, and breaks at the next word.
    const server = createServer((client) => {
      client.once('data', () => {
        client.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        client.once('data', () => client.resetAndDestroy());
      });
    });
    const place = await openPlace({ names, origin: await openServer(server) });
    expect((await ask(place, address)).body).toBe('ok');
    expect((await ask(place, address)).body).toBe('ok');
    expect(place.reached).toHaveLength(2);
  });

  test('a site that breaks half-way is not taken for a whole page', async () => {
    const origin = await openOrigin((_request, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('half', () => response.destroy());
    });
    const place = await openPlace({ names, origin });
    await expect(ask(place, address)).rejects.toThrow();
    await stillServes(place);
  });

  test('a site that cannot be reached, or speaks something else, is explained', async () => {
    const nobody = await openPlace({ names, origin: 1 });
    expect(await ask(nobody, address)).toMatchObject({
      status: 502,
      body: expect.stringContaining('ne répond pas') as string,
    });
    const babble = await openServer(createServer((client) => client.end('SSH-2.0-none\r\n')));
    const strange = await openPlace({ names, origin: babble });
    expect((await ask(strange, address)).status).toBe(502);
    expect(strange.logged()).toBe('');
  });

  test('a visitor who leaves a slow page leaves the site too', async () => {
    let left = false;
    const origin = await openOrigin((request) => {
      request.once('close', () => (left = true));
    });
    const place = await openPlace({ names, origin });
    const socket = await dial(place);
    socket.write(`GET ${address}/ HTTP/1.1\r\nHost: x\r\n\r\n`);
    await expect.poll(() => place.reached.length, patience).toBe(1);
    socket.destroy();
    await expect.poll(() => left, patience).toBe(true);
  });
});

describe('malformed and hostile requests', () => {
  const post = `POST ${address}/ HTTP/1.1\r\nHost: site.example.org\r\n`;
  test.each([
    ['garbage', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello'],
    ['two lengths', `${post}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`],
    ['a length and chunks', `${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['an unknown framing', `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['a bare line feed in the head', `GET ${address}/ HTTP/1.1\nHost: a\nX: b\n\n`],
    ['a folded header', `${post}X: a\r\n b\r\nContent-Length: 0\r\n\r\n`],
    ['a space before the colon', `${post}Content-Length : 3\r\n\r\nabc`],
    ['a negative chunk', `${post}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n`],
    ['a head without end', `${post}X: ${'a'.repeat(80_000)}`],
    ['no host', `GET ${address}/ HTTP/1.1\r\n\r\n`],
  ])('%s is answered with an error and closed', async (_what, bytes) => {
    const origin = await openOrigin((_request, response) => response.end('reached'));
    const place = await openPlace({ names, origin });
    const answer = await tell(place, bytes);
    expect(answer.split('\r\n')[0]).toMatch(/^HTTP\/1\.1 (400|431|502) /);
    expect(answer).not.toContain('reached');
    await stillServes(place);
  });

  test.each([
    '/',
    '*',
    'ftp://site.example.org/',
    'https://site.example.org/',
    'http://',
    'http://a b/',
    'http:///x',
    'http://a%zz/',
  ])('the address %j is no address for a proxy', async (target) => {
    const place = await openPlace({ names });
    const answer = await tell(place, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(place.reached).toEqual([]);
  });

  test.each([
    'site.example.org',
    'site.example.org:',
    ':443',
    'http://site.example.org:443',
    'a@b.example:443',
    'a.example:99999999',
    '[::1:443',
  ])('a tunnel to %j is not understood', async (authority) => {
    const place = await openPlace({ names });
    expect(await tell(place, `CONNECT ${authority} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    expect(place.reached).toEqual([]);
  });

  test('a GET with chunks reaches the site as one request, not as two', async () => {
    const seen: string[] = [];
    const origin = await openOrigin((request, response) => {
      void text(request).then((body) => {
        seen.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
        response.end();
      });
    });
    const place = await openPlace({ names, origin });
    const inner = 'GET /smuggled HTTP/1.1\r\nHost: site.example.org\r\n\r\n';
    const chunks = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;
    const head = `GET ${address}/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;
    await tell(place, head + chunks);
    expect(seen).toEqual([`GET /a ${inner}`]);
  });

  test('a client that says half a request and leaves troubles nobody', async () => {
    const place = await openPlace({ names });
    for (const words of ['', 'GET', `GET ${address}/ HTTP/1.1\r\nHost:`, `${post}Content-Length: 10\r\n\r\nabc`]) {
      const socket = await dial(place);
      socket.write(words);
      await turn();
      socket.destroy();
    }
    await stillServes(place);
    expect(place.logged()).toBe('');
  });

  test('a site that answers with two lengths is not passed on', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    const origin = await openServer(createServer((client: Socket) => client.once('data', () => client.end(answer))));
    const place = await openPlace({ names, origin });
    expect((await ask(place, address)).status).toBe(502);
  });
});
