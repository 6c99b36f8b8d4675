import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Names of the one site that the visitor may reach; two of them, so that one can be a stranger in the other's frame. */
export const town = 'ville.internal';
export const otherTown = 'autre.internal';

export const townPage = (path: string): string => `http://${town}${path}`;

/** Where every page has its big button: the middle of what lies below the bar. */
export const middle: readonly [number, number] = [640, 436];

export const colour = '#20a040';

const style = `<style>html,body{margin:0;height:100%;background:${colour}}
a,button,input{position:fixed;left:340px;top:264px;width:600px;height:200px;font-size:40px;background:${colour};border:0}</style>`;

const html = (title: string, body: string): string =>
  `<!doctype html><meta charset="utf-8"><title>${title}</title>${style}${body}`;

/** A page with a field that has the keyboard: what is typed is told, so that everyone knows who gets the keys. */
const typing = html(
  'Tapez',
  `<input id="i" autofocus><script>
i.oninput = () => fetch('/dit/tape', { method: 'POST', body: i.value });
</script>`,
);

const link = (address: string, more = ''): string => html('Lien', `<a href="${address}" ${more}>Suivre</a>`);

const linkPage = (asked: URLSearchParams): string => link(asked.get('vers') ?? '/', asked.get('avec') ?? '');

const smallest = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj
trailer<</Root 1 0 R>>`;

const htmlHeaders = { 'content-type': 'text/html; charset=utf-8' };
const nothing = (): string => '';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (asked: URLSearchParams) => string;
}

/** What is no page of tricks. */
const fixed: Readonly<Record<string, Answer>> = {
  '/ailleurs': { status: 302, headers: {}, body: nothing },
  '/piece-jointe': {
    status: 200,
    headers: { 'content-disposition': 'attachment; filename="outil.sh"' },
    body: () => '#!/bin/sh\n',
  },
  '/mot-de-passe': { status: 401, headers: { 'www-authenticate': 'Basic realm="Escale"' }, body: nothing },
  '/papier.pdf': { status: 200, headers: { 'content-type': 'application/pdf' }, body: () => smallest },
  '/ouvrier.js': {
    status: 200,
    headers: { 'content-type': 'text/javascript' },
    body: (asked) => asked.get('code') ?? '',
  },
};

const redirection = (asked: URLSearchParams, status: number): Readonly<Record<string, string>> =>
  status === 302 ? { location: asked.get('vers') ?? '/' } : {};

const ownNames = new Set([town, otherTown]);
const portal = 'portail.example';

/** To whoever asked for some other site: the town's machine also plays the network that wants to be signed in to. */
function answerAsPortal({ headers }: IncomingMessage, response: ServerResponse): void {
  if (headers.host === portal)
    response.writeHead(200, htmlHeaders).end(html('Portail', '<a href="/">Se connecter</a>'));
  else response.writeHead(302, { location: `http://${portal}/` }).end();
}

interface Said {
  readonly word: string;
  readonly value: string;
}

/** A site that an attacker wrote: it serves scripts that try something, and is told what came of them. */
export class Town {
  readonly port: number;
  /** What its pages told, oldest first. */
  readonly said: Said[] = [];
  /** How many requests of any kind came. */
  requests = 0;
  readonly #server: Server;
  readonly #scripts = new Map<string, string>();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
    server.on('request', (request, response) => this.#answer(request, response));
  }

  static async open(): Promise<Town> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Town(server, (server.address() as AddressInfo).port);
  }

  /** The address of a page that runs the script once, by itself or at a click, and tells `ready`, `touched` and `outcome` under its name. */
  pageFor(name: string, script: string, { gesture = false } = {}): string {
    const run = `const attempt = async () => { ${script} };
      const tell = (word, value) => fetch('/dit/${name}-' + word, { method: 'POST', body: String(value), keepalive: true });
      const run = () => attempt().then((value) => tell('outcome', value), (error) => tell('outcome', error?.name ?? error));
      addEventListener('load', () => { tell('ready', innerHeight)${gesture ? '' : '; run()'} });
      ${gesture ? "addEventListener('click', () => { tell('touched', 1); run(); }, { once: true });" : ''}`;
    this.#scripts.set(`/essai/${name}`, html('Essai', `<button>Essayer</button><script>${run}</script>`));
    return townPage(`/essai/${name}`);
  }

  heard(word: string): readonly string[] {
    return this.said.filter((one) => one.word === word).map(({ value }) => value);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests += 1;
    const { pathname, searchParams } = new URL(request.url ?? '/', townPage('/'));
    request.on('error', () => undefined);
    if (!ownNames.has((request.headers.host ?? '').replace(/:\d+$/, ''))) {
      answerAsPortal(request, response);
      return;
    }
    if (pathname.startsWith('/dit/')) {
      this.#hear(pathname.slice('/dit/'.length), request, response);
      return;
    }
    const page = pathname === '/lien' ? linkPage(searchParams) : this.#pageAt(pathname);
    const answer = fixed[pathname] ?? { status: 200, headers: htmlHeaders, body: () => page };
    response.writeHead(answer.status, { ...answer.headers, ...redirection(searchParams, answer.status) });
    response.end(answer.body(searchParams));
  }

  #pageAt(path: string): string {
    return path === '/' ? typing : (this.#scripts.get(path) ?? html('Rien', ''));
  }

  #hear(word: string, request: IncomingMessage, response: ServerResponse): void {
    let value = '';
    request.setEncoding('utf8').on('data', (text: string) => (value += text));
    request.on('end', () => {
      this.said.push({ word, value });
      response.end();
    });
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
