import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * A page of the kiosk's own that leaves a random token in every store that a page can reach, before anybody sits down. Whatever of a browser
 * outlives its session then holds a word that can be looked for. Reached only while it plants; a visitor's page never meets it.
 */
export const witnessHost = 'temoin.escale.internal';

/** Browsers give some stores to secure pages only; this one origin is to count as such. */
export const witnessOrigin = `http://${witnessHost}`;

/** Stores that a page can reach. `history`: the address of the page itself. */
export const plantedStores = [
  'cookie',
  'local-storage',
  'session-storage',
  'indexed-db',
  'cache-storage',
  'private-files',
  'service-worker',
  'http-cache',
  'history',
] as const;

export type PlantedStore = (typeof plantedStores)[number];

const isStore = (name: string): name is PlantedStore => plantedStores.some((store) => store === name);

/** Long enough that a store puts it into a file of its own where it does so with large things. */
const bulk = 200;

/** Each store on its own: one that refuses does not keep the others from their part. Told is what took it and gives it back. */
const script = (token: string): string => `
const token = '${token}', much = (token + ' ').repeat(${bulk});
const asked = (request) => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = request.onblocked = fail;
});
const stores = {
  'cookie': () => {
    document.cookie = 'temoin=' + token + '; max-age=86400';
    return document.cookie.includes(token);
  },
  'local-storage': () => { localStorage.temoin = much; return localStorage.temoin === much; },
  'session-storage': () => { sessionStorage.temoin = much; return sessionStorage.temoin === much; },
  'indexed-db': async () => {
    const opening = indexedDB.open('temoin');
    opening.onupgradeneeded = () => opening.result.createObjectStore('temoin');
    const database = await asked(opening);
    const store = () => database.transaction('temoin', 'readwrite').objectStore('temoin');
    await asked(store().put(much, 'temoin'));
    return await asked(store().get('temoin')) === much;
  },
  'cache-storage': async () => {
    const cache = await caches.open('temoin');
    await cache.put('/garde', new Response(much));
    return await (await cache.match('/garde')).text() === much;
  },
  'private-files': async () => {
    const file = await (await navigator.storage.getDirectory()).getFileHandle('temoin', { create: true });
    const stream = await file.createWritable();
    await stream.write(much);
    await stream.close();
    return await (await file.getFile()).text() === much;
  },
  'service-worker': async () => {
    await navigator.serviceWorker.register('/ouvrier.js');
    return (await navigator.serviceWorker.ready).active !== null;
  },
  'http-cache': async () => {
    await (await fetch('/cache')).text();
    return await (await fetch('/cache', { cache: 'only-if-cached', mode: 'same-origin' })).text() === much;
  },
  'history': () => { history.pushState({ token }, '', '/' + token); return history.state.token === token; },
};
const taken = await Promise.all(Object.entries(stores).map(async ([name, plant]) => {
  try { return await plant() ? [name] : []; } catch { return []; }
}));
await fetch('/pris', { method: 'POST', body: taken.flat().join(' ') });`;

const page = '<!doctype html><meta charset="utf-8"><title></title><script type="module" src="/planter.js"></script>';

interface Answer {
  readonly type: string;
  readonly body: string;
  /** Kept by the browser's cache of its network. */
  readonly kept?: true;
}

const answers: Readonly<Record<string, (token: string) => Answer>> = {
  '/': () => ({ type: 'text/html; charset=utf-8', body: page }),
  '/planter.js': (token) => ({ type: 'text/javascript; charset=utf-8', body: script(token) }),
  '/ouvrier.js': (token) => ({ type: 'text/javascript; charset=utf-8', body: `self.temoin = '${token}';` }),
  '/cache': (token) => ({ type: 'text/plain; charset=utf-8', body: `${token} `.repeat(bulk), kept: true }),
};

/** One planting: open from its start to its end. */
export interface Planting {
  /** The page to open. */
  readonly address: string;
  /** Stores that took the token and gave it back; settles when the page has told. */
  readonly taken: Promise<readonly PlantedStore[]>;
  /** From now on nothing is answered any more. */
  end(): void;
}

interface Asking {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** Serves the page of one planting at a time. */
export class Witness {
  #planting: { readonly token: string; readonly taken: PromiseWithResolvers<readonly PlantedStore[]> } | null = null;

  get isPlanting(): boolean {
    return this.#planting !== null;
  }

  plant(token: string): Planting {
    const planting = { token, taken: Promise.withResolvers<readonly PlantedStore[]>() };
    this.#planting = planting;
    return {
      address: `${witnessOrigin}/`,
      taken: planting.taken.promise,
      end: () => {
        if (this.#planting === planting) this.#planting = null;
      },
    };
  }

  /** Answers a request for `http://temoin.escale.internal{path}`. */
  async serve({ incoming, outgoing }: Asking, path: string): Promise<void> {
    const planting = this.#planting;
    if (planting !== null && incoming.method === 'POST' && path === '/pris') {
      const names = (await text(incoming)).split(' ');
      planting.taken.resolve(plantedStores.filter((store) => names.filter(isStore).includes(store)));
      outgoing.writeHead(204).end();
      return;
    }
    incoming.resume();
    send(outgoing, planting === null ? undefined : answers[path]?.(planting.token));
  }
}

function send(outgoing: ServerResponse, answer: Answer | undefined): void {
  if (answer === undefined) {
    outgoing.writeHead(404, { 'Content-Length': 0 }).end();
    return;
  }
  outgoing.writeHead(200, {
    'Cache-Control': answer.kept === true ? 'max-age=86400' : 'no-store',
    'Content-Type': answer.type,
    'Content-Length': Buffer.byteLength(answer.body),
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  outgoing.end(answer.body);
}
