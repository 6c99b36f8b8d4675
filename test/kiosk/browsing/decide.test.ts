import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decide,
  homeAddress,
  homeHost,
  plainHost,
  type BrowsingPolicy,
  type Question,
} from '../../../main/kiosk/browsing/decide.ts';

const openWeb: BrowsingPolicy = {
  browsing: { mode: 'open' },
  refusedSites: ['casino.example'],
  localServices: [{ label: { fr: 'Ville' }, host: 'ville.internal', address: '127.0.0.1', port: 4500 }],
  downloads: 'allow',
  maxTabs: 3,
};
const listed: BrowsingPolicy = { ...openWeb, browsing: { mode: 'only', sites: ['caf.fr', 'impots.gouv.fr'] } };

const answer = (policy: BrowsingPolicy, question: Question): string => {
  const decision = decide(policy, question);
  return decision.allowed ? 'allowed' : decision.reason;
};
const visit = (policy: BrowsingPolicy, address: string): string => answer(policy, { kind: 'navigation', address });

describe('rules about pages of a site', () => {
  const policy: BrowsingPolicy = {
    ...openWeb,
    browsing: { mode: 'only', sites: ['example.org/docs', 'caf.fr'] },
    refusedSites: ['example.org/docs/private', 'caf.fr/jeux'],
  };

  it('hold where whole addresses are seen', () => {
    expect(visit(policy, 'https://example.org/docs/a')).toBe('allowed');
    expect(visit(policy, 'https://example.org/docs/private/b')).toBe('site-refused');
    expect(visit(policy, 'https://example.org/other')).toBe('site-not-in-list');
    expect(visit(policy, 'https://www.caf.fr/jeux')).toBe('site-refused');
    expect(visit({ ...openWeb, refusedSites: ['https://*?autoplay=1'] }, 'https://example.org/?autoplay=1')).toBe(
      'site-refused',
    );
  });

  it('leave the site itself to the guard of pages where only its name is seen', () => {
    const connect = (host: string): string => answer(policy, { kind: 'connection', host, port: 443 });
    expect([connect('example.org'), connect('www.caf.fr'), connect('example.com')]).toEqual([
      'allowed',
      'allowed',
      'site-not-in-list',
    ]);
  });
});

describe('on the open web', () => {
  it.each([
    'https://example.org/',
    'http://example.org/path?query#part',
    'https://example.org:8443/',
    'https://sub.domain.example.org./',
    'https://EXAMPLE.ORG/',
    'https://bücher.example/',
    'about:blank',
    'about:srcdoc',
    '',
    'blob:https://example.org/0f0e6a3c',
    homeAddress,
    'http://ville.internal/formulaire',
  ])('%s opens', (address) => {
    expect(visit(openWeb, address)).toBe('allowed');
  });

  it.each([
    // Not the web.
    ['file:///etc/passwd', 'scheme-refused'],
    ['file://C:\\Windows', 'scheme-refused'],
    ['chrome://settings', 'scheme-refused'],
    ['chrome://policy', 'scheme-refused'],
    ['chrome://net-export', 'scheme-refused'],
    ['chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html', 'scheme-refused'],
    ['chrome-untrusted://terminal/', 'scheme-refused'],
    ['devtools://devtools/bundled/inspector.html', 'scheme-refused'],
    ['view-source:https://example.org/', 'scheme-refused'],
    ['data:text/html,<h1>spoof</h1>', 'scheme-refused'],
    ['ftp://example.org/', 'scheme-refused'],
    ['javascript:alert(1)', 'scheme-refused'],
    ['JaVaScRiPt:alert(1)', 'scheme-refused'],
    ['\tjavascript:alert(1)', 'scheme-refused'],
    ['mailto:somebody@example.org', 'scheme-refused'],
    ['tel:+33123456789', 'scheme-refused'],
    ['foo:bar', 'scheme-refused'],
    ['about:settings', 'scheme-refused'],
    ['filesystem:https://example.org/temporary/x', 'scheme-refused'],
    ['blob:null/0f0e6a3c', 'address-unreadable'],
    ['blob:file:///0f0e6a3c', 'scheme-refused'],
    ['blob:http://127.0.0.1/0f0e6a3c', 'private-network'],
    ['wss://example.org/', 'scheme-refused'],
    // This machine and its network, in every spelling.
    ['http://127.0.0.1/', 'private-network'],
    ['http://127.1/', 'private-network'],
    ['http://2130706433/', 'private-network'],
    ['http://0x7f000001/', 'private-network'],
    ['http://0x7f.1/', 'private-network'],
    ['http://0177.0.0.1/', 'private-network'],
    ['http://0/', 'private-network'],
    ['http://0.0.0.0/', 'private-network'],
    ['http://127.0.0.1./', 'private-network'],
    ['http://①②⑦.0.0.1/', 'private-network'],
    ['http://[::1]/', 'private-network'],
    ['http://[::]/', 'private-network'],
    ['http://[::ffff:127.0.0.1]/', 'private-network'],
    ['http://[fe80::1]/', 'private-network'],
    ['http://192.168.1.1/', 'private-network'],
    ['http://169.254.169.254/latest/meta-data', 'private-network'],
    ['http://localhost/', 'private-network'],
    ['http://localhost./', 'private-network'],
    ['http://LOCALHOST/', 'private-network'],
    ['http://page.localhost/', 'private-network'],
    ['http://printer/', 'private-network'],
    ['http://box.lan/', 'private-network'],
    ['http://nas.local/', 'private-network'],
    ['http://router.home/', 'private-network'],
    ['http://1.0.0.127.in-addr.arpa/', 'private-network'],
    ['http://other.internal/', 'private-network'],
    [`http://x.${homeHost}/`, 'private-network'],
    ['http://example.org@127.0.0.1/', 'private-network'],
    ['http://example.org\\@127.0.0.1/', 'allowed'],
    // Other doors of public machines.
    ['http://example.org:22/', 'port-refused'],
    ['http://example.org:25/', 'port-refused'],
    ['http://example.org:0/', 'port-refused'],
    [`https://${homeHost}/`, 'port-refused'],
    [`http://${homeHost}:8080/`, 'port-refused'],
    ['http://ville.internal:4500/', 'port-refused'],
    // What the profile refuses.
    ['https://casino.example/', 'site-refused'],
    ['https://www.casino.example/', 'site-refused'],
    ['https://CASINO.example./', 'site-refused'],
    ['https://anything@casino.example/', 'site-refused'],
    ['https://casino。example/', 'site-refused'],
    ['https://not-casino.example/', 'allowed'],
    // Not addresses.
    ['http://', 'address-unreadable'],
    ['http://exa mple.org/', 'address-unreadable'],
    ['http://example.org:99999/', 'address-unreadable'],
    ['//example.org/', 'address-unreadable'],
    ['example.org', 'address-unreadable'],
  ])('%s is answered %s', (address, expected) => {
    expect(visit(openWeb, address)).toBe(expected);
  });
});

describe('on a list of sites', () => {
  it.each([
    ['https://caf.fr/', 'allowed'],
    ['https://www.caf.fr/', 'allowed'],
    ['https://WWW.CAF.FR./', 'allowed'],
    ['https://www.impots.gouv.fr/accueil', 'allowed'],
    ['https://gouv.fr/', 'site-not-in-list'],
    ['https://decaf.fr/', 'site-not-in-list'],
    ['https://caf.fr.example.org/', 'site-not-in-list'],
    ['https://caf.fr@example.org/', 'site-not-in-list'],
    ['https://example.org/?caf.fr', 'site-not-in-list'],
    ['https://example.org#caf.fr', 'site-not-in-list'],
    ['https://сaf.fr/', 'site-not-in-list'],
    ['blob:https://example.org/0f0e6a3c', 'site-not-in-list'],
    [homeAddress, 'allowed'],
    ['http://ville.internal/', 'allowed'],
  ])('%s is answered %s', (address, expected) => {
    expect(visit(listed, address)).toBe(expected);
  });
});

describe('other questions', () => {
  it.each([
    [{ kind: 'popup', address: 'https://example.org/', openTabs: 2 }, 'allowed'],
    [{ kind: 'popup', address: 'https://example.org/', openTabs: 3 }, 'too-many-tabs'],
    [{ kind: 'popup', address: 'javascript:alert(1)', openTabs: 1 }, 'scheme-refused'],
    [{ kind: 'download', address: 'https://example.org/form.pdf' }, 'allowed'],
    [{ kind: 'download', address: 'blob:https://example.org/1' }, 'allowed'],
    [{ kind: 'download', address: 'file:///etc/passwd' }, 'scheme-refused'],
    [{ kind: 'permission', name: 'fullscreen' }, 'allowed'],
    [{ kind: 'permission', name: 'geolocation' }, 'permission-refused'],
    [{ kind: 'permission', name: 'clipboard-read' }, 'permission-refused'],
    [{ kind: 'permission', name: 'openExternal' }, 'permission-refused'],
    [{ kind: 'permission', name: 'constructor' }, 'permission-refused'],
    [{ kind: 'external-protocol', address: 'mailto:a@example.org' }, 'scheme-refused'],
    [{ kind: 'connection', host: 'example.org', port: 443 }, 'allowed'],
    [{ kind: 'connection', host: '[::1]', port: 443 }, 'private-network'],
    [{ kind: 'connection', host: 'Casino.Example.', port: 443 }, 'site-refused'],
    [{ kind: 'connection', host: 'example.org', port: 3128 }, 'port-refused'],
  ] satisfies [Question, string][])('%j is answered %s', (question, expected) => {
    expect(answer(openWeb, question)).toBe(expected);
  });

  it('a station that only looks things up downloads nothing', () => {
    const question = { kind: 'download', address: 'https://example.org/form.pdf' } as const;
    expect(answer({ ...openWeb, downloads: 'refuse' }, question)).toBe('downloads-refused');
  });
});

describe('for any address', () => {
  const runs = { numRuns: 3_000 };

  it('there is an answer, and never an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (address) => {
        expect(typeof visit(openWeb, address)).toBe('string');
        expect(typeof visit(listed, `https://${address}`)).toBe('string');
      }),
      runs,
    );
  });

  it('a list opens nothing whose host, as the browser reads it, is not below a listed site', () => {
    const pieces = fc.constantFrom(
      'caf.fr',
      'evil',
      '.',
      '@',
      ':',
      '/',
      '#',
      '?',
      '\\',
      '%2e',
      '%00',
      '-',
      'www.',
      '。',
      '\t',
      '80',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const address = `https://${parts.join('')}`;
        if (visit(listed, address) !== 'allowed') return;
        const host = plainHost(new URL(address).hostname);
        expect(host === 'caf.fr' || host.endsWith('.caf.fr')).toBe(true);
      }),
      runs,
    );
  });

  it('no literal address of a machine opens', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV4(),
          fc.ipV4Extended(),
          fc.ipV6().map((ip) => `[${ip}]`),
        ),
        (host) => {
          expect(visit(openWeb, `http://${host}/`)).not.toBe('allowed');
          expect(answer(openWeb, { kind: 'connection', host, port: 80 })).not.toBe('allowed');
        },
      ),
      runs,
    );
  });

  it('the proxy never opens what the page question refuses for its site', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http', 'https'] }), (address) => {
        const url = new URL(address);
        const port = url.protocol === 'https:' ? 443 : 80;
        expect(answer(listed, { kind: 'connection', host: url.hostname, port })).toBe(visit(listed, address));
      }),
      runs,
    );
  });
});
