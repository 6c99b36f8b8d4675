import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A local web server that plants a secret in everything a page can write to, and remembers which of its pages were asked for. */
export interface Town {
  readonly port: number;
  /** Paths asked for, in order. */
  readonly asked: readonly string[];
  /** The cookies that came with each of them; empty = a browser that was never here. */
  readonly cookies: readonly string[];
  close(): Promise<void>;
}

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${title}</title><style>body{font:28px sans-serif;padding:60px}a{font-size:32px;color:#000;text-decoration:none;outline:none}</style><h1>${title}</h1>${body}</html>`;

/** Every store that a page reaches by itself; the title tells when all of them hold the secret. */
const planting = (secret: string): string => `
  const secret = ${JSON.stringify(secret)};
  const planted = async () => {
    document.cookie = 'secret=' + secret + '; max-age=86400';
    localStorage.setItem('secret', secret);
    sessionStorage.setItem('secret', secret);
    await new Promise((done, fail) => {
      const open = indexedDB.open('secrets', 1);
      open.onupgradeneeded = () => open.result.createObjectStore('secrets').put(secret, 'secret');
      open.onsuccess = done;
      open.onerror = fail;
    });
  };
  planted().then(() => { document.querySelector('p').textContent = 'Tout est en place'; });
`;

export async function openTown(secret: string): Promise<Town> {
  const asked: string[] = [];
  const cookies: string[] = [];
  const answers: Record<string, (response: ServerResponse) => void> = {
    '/': (response) => {
      response.setHeader('set-cookie', `visit=${secret}; Max-Age=86400; Path=/`);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        page(
          'Le grand marché',
          `<p>Un instant</p><a href="/suite" autofocus>Lire la suite</a><script>${planting(secret)}</script>`,
        ),
      );
    },
    '/suite': (response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        page(
          'La page suivante',
          '<p>Vous avez avancé.</p><p><a href="/liste.txt" download>Télécharger la liste</a></p><p><a href="http://interdit.example.org/">Vers un site refusé</a></p>',
        ),
      );
    },
    '/liste.txt': (response) => {
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.setHeader('content-disposition', 'attachment; filename="liste.txt"');
      response.end(`Pommes, poires, ${secret}\n`);
    },
  };
  const server: Server = createServer((request: IncomingMessage, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    cookies.push(request.headers.cookie ?? '');
    const answer = answers[path];
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    cookies,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
