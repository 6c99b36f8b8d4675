import type { ServerResponse } from 'node:http';
import { homeProfilePath, homeProfileSchema, type HomeProfile } from '../../../contract/home.ts';
import { ok, type Result } from '../../../contract/problem.ts';
import type { Profile } from '../../../contract/profile.ts';
import type { ScreenFile } from '../host.ts';
import { readScreenFiles } from '../screen-files.ts';
import type { Exchange } from './forward.ts';

/** The page of tiles, served by the proxy itself: no server, no port, and no way from it to anything else of the kiosk. */
export interface HomePage {
  /** As `readScreenFiles(screens, 'home')` gives them. */
  readonly files: ReadonlyMap<string, ScreenFile>;
  readonly profile: HomeProfile;
}

/** Reads the built page. `screens` is the folder that the build made. */
export async function readHomePage(screens: string, profile: Profile): Promise<Result<HomePage>> {
  const files = await readScreenFiles(screens, 'home');
  return files.ok ? ok({ files: files.value, profile: homeProfileOf(profile) }) : files;
}

/** What the page shows of a profile. */
export const homeProfileOf = (profile: Profile): HomeProfile => homeProfileSchema.strip().parse(profile);

const firstPage = '/home/index.html';

/** The visitor's browser may show the page, and nobody may frame it, read it from another site or send its forms elsewhere. */
const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Answers a request for `http://accueil.escale.internal{path}`. */
export function serveHome({ incoming, outgoing }: Exchange, path: string, home: HomePage): void {
  const file = incoming.method === 'GET' || incoming.method === 'HEAD' ? fileAt(path.replace(/\?.*$/, ''), home) : null;
  incoming.resume();
  send(outgoing, file);
}

function fileAt(path: string, { files, profile }: HomePage): ScreenFile | null {
  if (path === homeProfilePath) {
    return { type: 'application/json; charset=utf-8', bytes: Buffer.from(JSON.stringify(profile)) };
  }
  return files.get(path === '/' ? firstPage : path) ?? null;
}

function send(outgoing: ServerResponse, file: ScreenFile | null): void {
  if (file === null) {
    outgoing.writeHead(404, { ...headers, 'Content-Length': 0 }).end();
    return;
  }
  outgoing.writeHead(200, { ...headers, 'Content-Type': file.type, 'Content-Length': file.bytes.byteLength });
  outgoing.end(file.bytes);
}
