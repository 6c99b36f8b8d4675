import { readFile, readdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';

/** The name by which the kiosk's visitors reach the town's site; the kiosk's profile names it as a local service. */
export const townHost = 'ville.demonstration.internal';

/** A site that the demonstration's profile refuses; `.example` belongs to nobody. */
export const refusedSite = 'site-refuse.example';

const folder = fileURLToPath(new URL('town', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.pdf': 'application/pdf',
};

const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

export interface Town {
  close(): Promise<void>;
}

/** Serves the town's few pages on loopback. A form that is sent is thanked for and thrown away. */
export async function openTown(port: number): Promise<Outcome<Town>> {
  const pages = await readPages();
  const server = createServer((request, response) => answer(pages, request, response));
  const fault = await listen(server, port);
  if (fault !== null)
    return stopped(`the town site cannot have port ${port} (${fault}): choose another one in ESCALE_TOWN_PORT`);
  return done({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function readPages(): Promise<ReadonlyMap<string, Buffer>> {
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name))] as const)),
  );
}

function answer(pages: ReadonlyMap<string, Buffer>, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const asked = (request.url ?? '/').split('?')[0]?.slice(1) ?? '';
  const sent = request.method === 'POST' && asked === 'inscription.html';
  const name = sent ? 'merci.html' : asked === '' ? 'accueil.html' : asked;
  const page = pages.get(name);
  const extension = path.extname(name);
  const download = extension === '.pdf' ? { 'content-disposition': `attachment; filename="${name}"` } : {};
  if (page === undefined)
    response.writeHead(404, { ...headers, 'content-type': types['.html'] }).end(pages.get('introuvable.html'));
  else response.writeHead(200, { ...headers, ...download, 'content-type': types[extension] }).end(page);
}

const listen = (server: Server, port: number): Promise<string | null> =>
  new Promise((resolve) => {
    server.once('error', (error) => resolve(error.message));
    server.listen(port, '127.0.0.1', () => resolve(null));
  });
