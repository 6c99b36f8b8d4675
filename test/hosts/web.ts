import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Network } from '../../main/kiosk/proxy/network.ts';

/** Sites of the tests' own web, by what becomes of a request to them. */
export const sites = {
  /** From here everything is tried. */
  start: 'depart.example',
  open: 'ouvert.example',
  refused: 'ferme.example',
  listed: 'jeux.example',
  /** A public name that somebody has pointed at this machine. */
  rebound: 'rebond.example',
} as const;

const publicAddress = '93.184.216.34';

/** A page that tries something, and says in its title how it went. */
const page = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>…</title><body><script>
  const to = new URLSearchParams(location.search).get('to');
  const say = (word) => () => { document.title = word; };
  ${script}</script>`;

const pages: Readonly<Record<string, string>> = {
  '/form': page(`const form = document.createElement('form');
    form.method = 'post'; form.action = 'http://' + to + '/arrivee'; document.body.append(form); form.submit();`),
  '/frame': page(`const frame = document.createElement('iframe');
    frame.onload = say('fini'); frame.src = 'http://' + to + '/arrivee'; document.body.append(frame);`),
  '/image': page(`const image = new Image();
    image.onload = image.onerror = say('fini'); image.src = 'http://' + to + '/arrivee';`),
  '/websocket': page(`const socket = new WebSocket('ws://' + to + '/arrivee');
    socket.onopen = socket.onerror = say('fini');`),
  '/service-worker': page(`navigator.serviceWorker.onmessage = say('fini');
    navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)
      .then(({ active }) => active.postMessage(to));`),
  '/arrivee': '<!doctype html><title>Arrivée</title>',
};

const worker = `addEventListener('message', async ({ data: to, source }) => {
  await fetch('http://' + to + '/arrivee', { mode: 'no-cors' }).catch(() => undefined);
  source.postMessage('fini');
});`;

/** Every site of the tests' web on one real server. Only the distance is made up: a public address leads here. */
export class Web {
  /** Sites that were asked for the page of arrival. */
  #arrived: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
      if (url.pathname === '/arrivee') this.#note(request);
      if (url.pathname === '/redirect') {
        response.writeHead(302, { location: `http://${url.searchParams.get('to') ?? ''}/arrivee` }).end();
        return;
      }
      const isWorker = url.pathname === '/worker.js';
      response.setHeader('content-type', isWorker ? 'text/javascript' : 'text/html; charset=utf-8');
      response.end(isWorker ? worker : (pages[url.pathname] ?? ''));
    });
    new WebSocketServer({ server: this.#server }).on('connection', (socket, request) => {
      this.#note(request);
      socket.close();
    });
  }

  static async open(): Promise<Web> {
    const web = new Web();
    await new Promise<void>((resolve) => web.#server.listen(0, '127.0.0.1', resolve));
    return web;
  }

  get network(): Network {
    return {
      resolve: (host) => Promise.resolve([host === sites.rebound ? '127.0.0.1' : publicAddress]),
      anyNeighbour: () => false,
      connect: (_, onread) => connect({ host: '127.0.0.1', port: this.#port, ...(onread && { onread }) }),
    };
  }

  get #port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  #note({ headers }: IncomingMessage): void {
    this.#arrived.push(headers.host ?? '');
  }

  /** Since the last call, in order. */
  takeArrivals(): readonly string[] {
    const arrived = this.#arrived;
    this.#arrived = [];
    return arrived;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
