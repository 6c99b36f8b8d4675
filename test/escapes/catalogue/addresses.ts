import { addresses, page, trial, type Row } from '../row.ts';
import { captivePortal, detoursTaken, passwordAsked, protocols, warningPassed } from '../trials/addresses.ts';

/** Each place as an image, a frame, a script, a beacon and a fetch. */
const askEverything = `
  const ask = async (address) => {
    for (const tag of ['img', 'iframe', 'script']) {
      const one = document.createElement(tag);
      one.src = address;
      document.body.append(one);
    }
    navigator.sendBeacon(address, 'x');
    return fetch(address, { mode: 'no-cors' }).then(() => 'answered', () => 'refused');
  };`;

/** The ways to write an address so that a filter reads another one than the browser does. */
const disguises = `
  const [, port] = canaries[0].split(':');
  const hosts = ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0.0.0.0', '[::1]', '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]', 'localhost', 'localhost.', 'a.localhost', 'LOCALHOST', '127.0.0.1.', '①②⑦.0.0.1', 'ok@127.0.0.1',
    'ville.internal@127.0.0.1', 'ville.internal.', 'sub.ville.internal', '169.254.169.254', '10.0.0.1', '[fe80::1]', '0', '127.0.0.1%00'];
  const list = hosts.flatMap((host) => ['http://' + host + ':' + port + '/', 'http://' + host + ':8080/', 'https://' + host + '/']);`;

/** Rows 33 to 49: addresses and schemes. */
export const addressRows: readonly Row[] = [
  {
    row: 33,
    attack: 'go where the rules forbid: a refused site, this machine, the neighbours',
    states: ['session', 'offline'],
    attempts: [
      addresses('http://refuse.example/', 'http://127.0.0.1:8080/', 'https://192.168.1.1/', 'http://imprimante.local/'),
      page('location.href = "http://" + canaries[0] + "/"; return "left"', null),
    ],
  },
  {
    row: 34,
    attack: 'be sent on by an allowed site to a forbidden place',
    states: ['session'],
    attempts: [
      page(
        'location.href = "/ailleurs?vers=" + encodeURIComponent("http://" + canaries[0] + "/"); return "left"',
        null,
      ),
      page(
        `${askEverything} await Promise.all(canaries.map((one) => ask('/ailleurs?vers=' + encodeURIComponent('http://' + one + '/')))); return 'asked'`,
        /asked/,
      ),
    ],
  },
  {
    row: 35,
    attack: 'put a forbidden site into a frame',
    states: ['session'],
    attempts: [
      page(
        `const frame = document.createElement('iframe'); frame.src = 'http://' + canaries[0] + '/'; document.body.append(frame);
        await new Promise((done) => { frame.onload = done; }); return frame.contentDocument === null ? 'closed' : 'open'`,
        /closed/,
      ),
    ],
  },
  {
    row: 36,
    attack: 'write an address so that the filter misreads it (24 hosts, three ports each)',
    states: ['session'],
    attempts: [
      page(
        `${askEverything} ${disguises} await Promise.race([Promise.allSettled(list.map(ask)), new Promise((done) => setTimeout(done, 4000))]); return 'asked'`,
        /asked/,
      ),
    ],
  },
  {
    row: 37,
    attack: 'read this machine’s files: file:',
    states: ['session'],
    attempts: [addresses('file:///', 'file:///etc/passwd')],
  },
  {
    row: 38,
    attack: 'the browser’s own pages: chrome:',
    states: ['session', 'offline'],
    attempts: [
      addresses(
        ...[
          'settings',
          'policy',
          'net-export',
          'inspect',
          'gpu',
          'history',
          'downloads',
          'extensions',
          'flags',
          'about',
        ].map((name) => `chrome://${name}/`),
      ),
    ],
  },
  {
    row: 39,
    attack: 'pages of extensions: chrome-extension:',
    states: ['session'],
    attempts: [addresses('chrome-extension://nkeimhogjdpnpccoofpliimaahmaaome/background.html')],
  },
  {
    row: 40,
    attack: 'other schemes: data:, ftp:, devtools:, chrome-untrusted:, view-source:',
    states: ['session'],
    attempts: [
      addresses(
        'data:text/html,<h1>Escale</h1>',
        'ftp://127.0.0.1/',
        'devtools://devtools/bundled/inspector.html',
        'chrome-untrusted://print/',
        'view-source:http://ville.internal/',
      ),
    ],
  },
  {
    row: 41,
    attack: 'a page of one’s own making: about:blank, blob:',
    accepted: 'no browser can refuse them; the bar stands outside the page and says where one is',
  },
  {
    row: 42,
    attack: 'a script for an address: javascript:',
    states: ['session'],
    attempts: [addresses('javascript:alert(1)')],
  },
  {
    row: 43,
    attack: 'start another program: mailto:, tel:, a scheme of one’s own',
    states: ['session'],
    attempts: [trial(protocols)],
  },
  {
    row: 44,
    attack: 'take a scheme over: registerProtocolHandler',
    states: ['session'],
    attempts: [
      page('navigator.registerProtocolHandler("web+escale", "/?x=%s"); return "asked"', /./, { gesture: true }),
    ],
  },
  {
    row: 45,
    attack: 'reach a refused site through a translator, a cache or a web proxy',
    states: ['session', 'offline'],
    attempts: [trial(detoursTaken)],
  },
  {
    row: 46,
    attack: 'captive portals and first-run pages',
    states: ['session'],
    attempts: [trial(captivePortal)],
  },
  {
    row: 47,
    attack: 'be asked for this machine’s certificate',
    states: ['session'],
    attempts: [trial(warningPassed)],
  },
  { row: 48, attack: 'click past a false certificate', states: ['session'], attempts: [trial(warningPassed)] },
  { row: 49, attack: 'a password dialog of a site', states: ['session'], attempts: [trial(passwordAsked)] },
];
