import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openOrigin, openPlace, openWeb, publicAddress, ask, at, tunnelTo, home, type Place } from './place.ts';

const secret = 'planted-host.example.org';
const refusedStatus = 'HTTP/1.1 403 Forbidden';

const countsOf = (place: Place): Record<string, number> => Object.fromEntries(place.proxy.takeRefusals());

describe('without a session', () => {
  test('nothing passes, not even the page of tiles', async () => {
    const place = await openPlace({ names: { [secret]: at(publicAddress) }, policy: null });
    expect((await ask(place, `http://${secret}/`)).status).toBe(403);
    expect((await ask(place, 'http://accueil.escale.internal/')).status).toBe(403);
    expect((await tunnelTo(place, `${secret}:443`)).status).toBe(refusedStatus);
    expect(place.reached).toEqual([]);
  });

  test('what a spare browser tries is not counted as a visitor’s', async () => {
    const place = await openPlace({ policy: null });
    await tunnelTo(place, 'update.googleapis.com:443');
    expect(countsOf(place)).toEqual({});
  });
});

describe('the rules of the profile', () => {
  test('a refused site is explained in French, with the way home', async () => {
    const place = await openPlace({ policy: { ...openWeb, refusedSites: ['example.org'] } });
    const answer = await ask(place, `http://${secret}/search?q=private`);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('Ce site n’est pas ouvert ici');
    expect(answer.body).toContain('http://accueil.escale.internal/');
    expect(answer.body).not.toContain(secret);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('a list of sites is the whole web of its profile', async () => {
    const port = await openOrigin((_request, response) => response.end('service'));
    const names = { 'www.caf.fr': at(publicAddress), 'caf.fr.evil.example': at(publicAddress) };
    const policy = { ...openWeb, browsing: { mode: 'only' as const, sites: ['caf.fr'] } };
    const place = await openPlace({ names, origin: port, policy });
    expect((await ask(place, 'http://www.caf.fr/')).body).toBe('service');
    expect((await ask(place, 'http://caf.fr.evil.example/')).status).toBe(403);
    expect((await ask(place, 'http://notcaf.fr/')).status).toBe(403);
    expect(countsOf(place)).toEqual({ 'site-not-in-list': 2 });
  });

  test('a site of the filter list is explained by its category, counted under it, and never reached', async () => {
    const categoryOf = (host: string): string | null => (host.endsWith('example.org') ? 'gambling' : null);
    const place = await openPlace({ names: { [secret]: at(publicAddress) }, policy: { ...openWeb, categoryOf } });
    expect((await ask(place, `http://${secret}/`)).body).toContain('jeux d’argent');
    expect((await tunnelTo(place, `${secret}:443`)).status).toBe(refusedStatus);
    expect(countsOf(place)).toEqual({ gambling: 2 });
    expect(place.reached).toEqual([]);
  });

  test.each([22, 25, 445, 631, 5432, 6000, 9100])('port %i is no web page', async (port) => {
    const place = await openPlace({ names: { [secret]: at(publicAddress) } });
    expect((await ask(place, `http://${secret}:${port}/`)).status).toBe(403);
    expect((await tunnelTo(place, `${secret}:${port}`)).status).toBe(refusedStatus);
    expect(countsOf(place)).toEqual({ 'port-refused': 2 });
    expect(place.reached).toEqual([]);
  });

  test.each([80, 443, 8080, 8443])('port %i is one', async (port) => {
    const origin = await openOrigin((_request, response) => response.end());
    const place = await openPlace({ names: { [secret]: at(publicAddress) }, origin });
    expect((await tunnelTo(place, `${secret}:${port}`)).status).toBe('HTTP/1.1 200 Connection Established');
    expect(place.reached).toEqual([{ addresses: [publicAddress], port }]);
  });

  test('refusals are counted once each, by reason, and forgotten when taken', async () => {
    const place = await openPlace({ policy: { ...openWeb, refusedSites: ['example.org'] } });
    await ask(place, `http://${secret}/`);
    await tunnelTo(place, `${secret}:443`);
    await ask(place, 'http://192.168.1.1/');
    expect(countsOf(place)).toEqual({ 'site-refused': 2, 'private-network': 1 });
    expect(countsOf(place)).toEqual({});
  });

  test('the browser’s own calls are refused and in nobody’s count', async () => {
    const origin = await openOrigin((_request, response) => response.end('page'));
    const names = { 'update.googleapis.com': at(publicAddress), 'www.gstatic.com': at(publicAddress) };
    const place = await openPlace({ names, origin });
    const called = ['update.googleapis.com:443', 'Clients2.Google.com.:443', 'beacons.gcp.gvt2.com:443'];
    for (const authority of [...called, 'alt3-mtalk.google.com:5228']) {
      expect((await tunnelTo(place, authority)).status).toBe(refusedStatus);
    }
    expect((await ask(place, 'http://www.gstatic.com/generate_204')).status).toBe(403);
    expect(place.reached).toEqual([]);
    expect(countsOf(place)).toEqual({});
    // The same host, as pages need it.
    expect((await ask(place, 'http://www.gstatic.com/images/logo.png')).body).toBe('page');
  });

  test('a visitor can sign in to mail, though browsers call that host unasked', async () => {
    const origin = await openOrigin((_request, response) => response.end());
    const names = { 'accounts.google.com': at(publicAddress) };
    const open = await openPlace({ names, origin });
    expect((await tunnelTo(open, 'accounts.google.com:443')).status).toContain('200');
    const listed = await openPlace({ names, policy: { ...openWeb, browsing: { mode: 'only', sites: ['caf.fr'] } } });
    await tunnelTo(listed, 'accounts.google.com:443');
    expect(countsOf(listed)).toEqual({});
  });
});

describe('private addresses', () => {
  test.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f.0.0.1/',
    'http://0x7f000001/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://0.0.0.0/',
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://printer/',
    'http://router.lan/',
    'http://printer.local/',
    'http://desk.internal/',
    'http://user@127.0.0.1/',
    'http://１２７.０.０.１/',
    'http://8.8.8.8/',
  ])('%s is refused', async (address) => {
    const place = await openPlace({});
    const url = new URL(address);
    // As a browser would send it, and as it stands.
    for (const spelling of new Set([address, url.href])) {
      if (/^[\x21-\x7e]+$/.test(spelling)) expect((await ask(place, spelling)).status).toBe(403);
    }
    expect((await tunnelTo(place, `${url.hostname}:443`)).status).toBe(refusedStatus);
    expect(place.reached).toEqual([]);
  });

  test.each(['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '0x7f.1'])(
    'a tunnel to %s, as no browser spells it, is refused',
    async (spelling) => {
      // The system resolver reads these spellings as 127.0.0.1.
      const place = await openPlace({ names: { [spelling]: at('127.0.0.1') } });
      expect((await tunnelTo(place, `${spelling}:443`)).status).toBe(refusedStatus);
      expect(place.reached).toEqual([]);
    },
  );

  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
  ])('a public name that stands for %s is refused', async (address) => {
    const place = await openPlace({ names: { [secret]: at(address) } });
    expect((await ask(place, `http://${secret}/`)).status).toBe(403);
    expect(countsOf(place)).toEqual({ 'private-network': 1 });
    expect(place.reached).toEqual([]);
  });

  test('one private address among public ones spoils the name', async () => {
    const place = await openPlace({ names: { [secret]: at(publicAddress, '192.168.0.1') } });
    expect((await tunnelTo(place, `${secret}:443`)).status).toBe(refusedStatus);
    expect(place.reached).toEqual([]);
  });

  test('a name that stands for a neighbour is refused, though the address is public', async () => {
    const place = await openPlace({
      network: {
        resolve: () => Promise.resolve([publicAddress]),
        anyNeighbour: (addresses) => addresses.includes(publicAddress),
        connect: () => {
          throw new Error('connected to a neighbour');
        },
      },
    });
    expect((await tunnelTo(place, `${secret}:443`)).status).toBe(refusedStatus);
    expect(countsOf(place)).toEqual({ 'private-network': 1 });
  });

  test('a rebinding name is reached at the address that was checked, and never at the next one', async () => {
    const origin = await openOrigin((_request, response) => response.end('public'));
    const place = await openPlace({ names: { [secret]: { answers: [[publicAddress], ['127.0.0.1']] } }, origin });
    expect((await ask(place, `http://${secret}/`)).body).toBe('public');
    // The next session looks it up again.
    place.proxy.setPolicy(openWeb);
    expect((await ask(place, `http://${secret}/`)).status).toBe(403);
    expect(place.reached).toEqual([{ addresses: [publicAddress], port: 80 }]);
  });

  test('a service that the profile names is reached, at its address and port only', async () => {
    const port = await openOrigin((request, response) => response.end(`${request.headers.host} ${request.url}`));
    const localServices = [{ label: { fr: 'Ville' }, host: 'ville.internal', address: '127.0.0.1', port }];
    const place = await openPlace({ policy: { ...openWeb, localServices } });
    expect((await ask(place, 'http://ville.internal/form?a=1')).body).toBe('ville.internal /form?a=1');
    expect((await ask(place, `http://ville.internal:${port}/`)).status).toBe(403);
    expect((await ask(place, `http://127.0.0.1:${port}/`)).status).toBe(403);
    expect((await ask(place, 'http://other.ville.internal/')).status).toBe(403);
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some((one) => one?.some(({ address }) => address === '::1'));

test.runIf(hasIpv6)('a service with an IPv6 address is reached like any other, in plain and by a tunnel', async () => {
  const server = createServer((request, response) => response.end(request.headers.host)).listen(0, '::1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const localServices = [{ label: { fr: 'Ville' }, host: 'ville.internal', address: '::1', port }];
  const place = await openPlace({ policy: { ...openWeb, localServices } });
  expect((await ask(place, 'http://ville.internal/')).body).toBe('ville.internal');
  expect((await tunnelTo(place, 'ville.internal:80')).status).toContain('200');
});

describe('the page of tiles', () => {
  test('is served with its files and what it may know of the profile', async () => {
    const place = await openPlace({});
    const page = await ask(place, 'http://accueil.escale.internal/?lang=ar');
    expect(page).toMatchObject({ status: 200, body: '<h1>tiles</h1>' });
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect((await ask(place, 'http://accueil.escale.internal/assets/home.js')).body).toBe('tiles()');
    expect(JSON.parse((await ask(place, 'http://accueil.escale.internal/profile.json')).body)).toEqual(home.profile);
  });

  test.each(['/assets/../../etc/passwd', '/home', '/kiosk/index.html', '/profile', '//', '/%2e%2e/'])(
    '%s does not exist there',
    async (path) => {
      const place = await openPlace({});
      expect((await ask(place, `http://accueil.escale.internal${path}`)).status).toBe(404);
    },
  );

  test('takes no form, no tunnel and no other port', async () => {
    const place = await openPlace({});
    const posted = await ask(place, 'http://accueil.escale.internal/', { method: 'POST', body: 'x=1' });
    expect(posted.status).toBe(404);
    expect((await tunnelTo(place, 'accueil.escale.internal:80')).status).toBe(refusedStatus);
    expect((await ask(place, 'http://accueil.escale.internal:8080/')).status).toBe(403);
  });
});

test('no log line holds a host, an address or a search', async () => {
  const place = await openPlace({ names: { [secret]: at(publicAddress) }, origin: 1 });
  expect((await ask(place, `http://${secret}/search?q=private-words`)).status).toBe(502);
  expect((await tunnelTo(place, `${secret}:443`)).status).toContain('502');
  expect((await ask(place, 'http://unknown-planted.example/')).body).toContain('introuvable');
  await ask(place, `http://${secret}:22/`);
  expect(place.logged()).not.toMatch(/planted|private-words|93\.184/);
});

test('a fault of the proxy’s own is logged by its place in the code, without the words of the error', async () => {
  const place = await openPlace({
    network: {
      resolve: () => Promise.reject(new Error(`broke on ${secret}`)),
      anyNeighbour: () => false,
      connect: () => {
        throw new Error('unreachable');
      },
    },
  });
  await expect(ask(place, `http://${secret}/`)).rejects.toThrow();
  expect(place.logged()).toContain('gate.ts');
  expect(place.logged()).not.toContain('planted');
});
