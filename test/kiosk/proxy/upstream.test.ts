import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, createServer as createNetServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Network } from '../../../main/kiosk/proxy/network.ts';
import { Upstream, type UpstreamSettings } from '../../../main/kiosk/proxy/upstream.ts';
import { isInstalled, otherProxies, startOther } from '../../other-proxies.ts';
import { ask, openPlace, openServer, openWeb, type Place, type PlaceParts, tunnelTo } from './place.ts';

const login = { user: 'escale', password: 'mot-de-passe' };
const townProxy = 'proxy.ville.example';
const townAddress = '10.1.2.3';
const publicAddress = '93.184.216.34';
const elsewhere = '198.51.99.7';

const settings = (changes: Partial<UpstreamSettings> = {}): UpstreamSettings => ({
  ...{ host: townProxy, port: 3128, login: null, exceptions: [], names: 'here' },
  ...changes,
});

interface Town extends Omit<PlaceParts, 'network' | 'upstream'> {
  readonly changes?: Partial<UpstreamSettings>;
  readonly password?: string | null;
  /** Port of this machine where the town hall's proxy is. */
  readonly port: number;
  /** Of names that the resolver here knows, besides the proxy's. */
  readonly known?: Readonly<Record<string, string>>;
}

interface TownPlace extends Place {
  /** Addresses that were connected to without the proxy. */
  readonly direct: readonly string[];
  /** What was told of the proxy. */
  readonly warned: () => string;
}

/** A place behind a proxy: its address leads to a port of this machine; whatever else is connected to is told, and leads nowhere. */
async function openTown({
  changes,
  password = login.password,
  port,
  known = {},
  ...parts
}: Town): Promise<Place & { readonly direct: readonly string[]; readonly warned: () => string }> {
  const direct: string[] = [];
  const lines: string[] = [];
  const network: Network = {
    resolve: (host) => {
      const address = host === townProxy ? townAddress : known[host];
      return address === undefined
        ? Promise.reject(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }))
        : Promise.resolve([address]);
    },
    anyNeighbour: () => false,
    connect: ({ addresses }, onread) => {
      if (addresses[0] === townAddress) return connect({ port, host: '127.0.0.1', ...(onread && { onread }) });
      direct.push(...addresses);
      return connect({ port: 1, host: '127.0.0.1' });
    },
  };
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const upstream = new Upstream(settings(changes), password === null ? null : `${login.user}:${password}`, log);
  const place = await openPlace({ ...parts, network, upstream });
  return { ...place, direct, warned: () => lines.join('') };
}

interface Heard {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
}

/** A proxy that says what it was asked and reaches nothing but `origin`. */
async function openFake(origin: number): Promise<{ port: number; heard: readonly Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    heard.push({ line: `${request.method ?? ''} ${request.url ?? ''}`, headers: request.headers });
    response.end('carried');
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    heard.push({ line: `CONNECT ${request.url ?? ''}`, headers: request.headers });
    const toSite = connect(origin, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      toSite.write(head);
      client.on('error', () => toSite.destroy()).pipe(toSite);
      toSite.on('error', () => client.destroy()).pipe(client);
    });
  });
  return { port: await openServer(server), heard };
}

const openEcho = (): Promise<number> =>
  openServer(createNetServer({ allowHalfOpen: true }, (client) => client.pipe(client)));

describe('behind the proxy of a town hall', () => {
  const site = { 'site.example.org': publicAddress };

  test('plain requests go to it with the whole address, a tunnel is asked for by name, both with our login', async () => {
    const fake = await openFake(await openEcho());
    const place = await openTown({ port: fake.port, known: site });
    expect((await ask(place, 'http://site.example.org/page?q=1')).body).toBe('carried');
    const { status, socket } = await tunnelTo(place, 'site.example.org:443');
    expect(status).toContain('200');
    socket.write('through');
    expect(String((await once(socket, 'data'))[0])).toBe('through');
    expect(fake.heard.map(({ line }) => line)).toEqual([
      'GET http://site.example.org/page?q=1',
      'CONNECT site.example.org:443',
    ]);
    const basic = `Basic ${Buffer.from('escale:mot-de-passe').toString('base64')}`;
    expect(fake.heard.map(({ headers }) => headers['proxy-authorization'])).toEqual([basic, basic]);
    expect(fake.heard[0]?.headers.host).toBe('site.example.org');
    expect(place.direct).toEqual([]);
  });

  test('what is refused here is refused before it hears of it', async () => {
    const fake = await openFake(1);
    const known = { ...site, 'interne.example.org': '192.168.3.4' };
    const policy = { ...openWeb, refusedSites: ['refused.example'] };
    const place = await openTown({ port: fake.port, known, policy });
    for (const host of ['refused.example', 'interne.example.org', '10.0.0.1', townAddress, townProxy, 'localhost']) {
      expect((await tunnelTo(place, `${host}:443`)).status).toContain('403');
      expect((await ask(place, `http://${host}/`)).status).toBe(403);
    }
    expect((await tunnelTo(place, 'site.example.org:22')).status).toContain('403');
    expect((await tunnelTo(place, 'unknown.example:443')).status).toContain('502');
    expect(fake.heard).toEqual([]);
    expect(place.direct).toEqual([]);
  });

  test('a name that is not known here is left to it only where the settings say so', async () => {
    const fake = await openFake(await openEcho());
    const place = await openTown({ port: fake.port, changes: { names: 'upstream' } });
    expect((await tunnelTo(place, 'site.example.org:443')).status).toContain('200');
    expect((await ask(place, 'http://127.0.0.1/')).status).toBe(403);
    expect((await ask(place, 'http://intranet.lan/')).status).toBe(403);
    expect(fake.heard.map(({ line }) => line)).toEqual(['CONNECT site.example.org:443']);
  });

  test('safe search is asked of it by the safe name', async () => {
    const fake = await openFake(await openEcho());
    const policy = { ...openWeb, safeSearch: 'strict' as const };
    const place = await openTown({ port: fake.port, policy, changes: { names: 'upstream' } });
    await tunnelTo(place, 'www.google.com:443');
    await ask(place, 'http://www.google.com/search?q=a');
    expect(fake.heard.map(({ line }) => line)).toEqual([
      'CONNECT forcesafesearch.google.com:443',
      'GET http://forcesafesearch.google.com/search?q=a',
    ]);
  });

  test('exceptions are reached without it, by name, by what is below a name, and by address', async () => {
    const fake = await openFake(1);
    const known = {
      ...site,
      'www.ville.example': publicAddress,
      'ville.example': publicAddress,
      'other.example': elsewhere,
    };
    const exceptions = ['.ville.example', 'site.example.org', '198.51.99.0/24'];
    const place = await openTown({ port: fake.port, known, changes: { exceptions } });
    for (const host of ['www.ville.example', 'ville.example', 'site.example.org', 'other.example']) {
      await tunnelTo(place, `${host}:443`);
    }
    expect(place.direct).toEqual([publicAddress, publicAddress, publicAddress, elsewhere]);
    expect(fake.heard).toEqual([]);
  });

  test('an exception opens nothing private', async () => {
    const place = await openTown({
      port: 1,
      known: { 'rh.ville.example': '10.9.8.7' },
      changes: { exceptions: ['.ville.example'] },
    });
    expect((await tunnelTo(place, 'rh.ville.example:443')).status).toContain('403');
    expect(place.direct).toEqual([]);
  });

  test('a service of the place is reached without it', async () => {
    const place = await openTown({
      port: 1,
      policy: {
        ...openWeb,
        localServices: [{ label: { fr: 'Ville' }, host: 'ville.internal', address: elsewhere, port: 80 }],
      },
    });
    await ask(place, 'http://ville.internal/');
    expect(place.direct).toEqual([elsewhere]);
  });

  test('one that is away, hangs up or refuses is a site that does not answer', async () => {
    const away = await openTown({ port: 1, known: site });
    expect((await tunnelTo(away, 'site.example.org:443')).status).toContain('502');
    expect((await ask(away, 'http://site.example.org/')).status).toBe(502);
    const rude = await openServer(createNetServer((client) => client.destroy()));
    const hungUp = await openTown({ port: rude, known: site });
    expect((await tunnelTo(hungUp, 'site.example.org:443')).status).toContain('502');
  });

  test('the end of the session ends what goes through it', async () => {
    const fake = await openFake(await openEcho());
    const place = await openTown({ port: fake.port, known: site });
    const { socket } = await tunnelTo(place, 'site.example.org:443');
    const closed = once(socket, 'close');
    place.proxy.setPolicy(null);
    await closed;
  });
});

describe.each(otherProxies)('%s with a login, as the proxy of a town hall', (name) => {
  test.skipIf(!isInstalled(name))('carries pages and tunnels', async () => {
    const { place, heard } = await openOther(login.password);
    expect((await ask(place, 'http://site.example.org/page')).body).toBe('carried');
    const { status, socket } = await tunnelTo(place, 'site.example.org:443');
    expect(status).toContain('200');
    socket.write('through');
    expect(String((await once(socket, 'data'))[0])).toBe('through');
    expect(heard.map(({ line }) => line.split(' ')[0])).toEqual(['GET', 'CONNECT']);
    // The login was for the first proxy alone.
    expect(heard.map(({ headers }) => headers['proxy-authorization'])).toEqual([undefined, undefined]);
    expect(place.logged()).toBe('');
  });

  test.skipIf(!isInstalled(name))(
    'that we do not have is told to the technician once, and nothing else of it',
    async () => {
      const { place, heard } = await openOther(null);
      const page = await ask(place, 'http://site.example.org/page');
      expect(page).toMatchObject({ status: 502, body: expect.not.stringContaining(name) as string });
      expect(page.headers['proxy-authenticate']).toBeUndefined();
      expect((await tunnelTo(place, 'site.example.org:443')).status).toContain('502');
      expect(heard).toEqual([]);
      expect(place.warned().match(/does not accept the login/g)).toHaveLength(1);
      expect(place.warned()).not.toContain('site.example');
    },
  );

  test.skipIf(!isInstalled(name))('that is another one opens no tunnel, and is told without what it is', async () => {
    const { place, heard } = await openOther('faux');
    expect((await tunnelTo(place, 'site.example.org:443')).status).toContain('502');
    expect(heard).toEqual([]);
    expect(place.warned()).toContain('does not accept the login');
    expect(place.warned()).not.toMatch(/site\.example|faux/);
  });

  async function openOther(password: string | null): Promise<{ place: TownPlace; heard: readonly Heard[] }> {
    const fake = await openFake(await openEcho());
    const other = await startOther(name, { login, parent: fake.port });
    onTestFinished(() => other.stop());
    const place = await openTown({ port: other.port, password, known: { 'site.example.org': publicAddress } });
    return { place, heard: fake.heard };
  }
});
