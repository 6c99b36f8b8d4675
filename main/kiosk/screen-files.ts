import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { ScreenFile } from './host.ts';

/** The built pages, read into memory once: neither the screens nor the page of tiles need a file server. */

const typesByEnding: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
};

/**
 * One page's folder (`kiosk`, `home`) and the assets that the pages share, by path below the origin: `/kiosk/index.html`, `/assets/…`.
 * A file of a kind that a page has no use for (a source map) is left out. `screens` is the folder that the build made.
 */
export async function readScreenFiles(screens: string, page: string): Promise<Result<ReadonlyMap<string, ScreenFile>>> {
  const files = new Map<string, ScreenFile>();
  for (const folder of [page, 'assets']) {
    for (const path of await filesBelow(screens, folder)) {
      const type = typesByEnding[extname(path)];
      if (type !== undefined) files.set(`/${path}`, { type, bytes: await readFile(join(screens, path)) });
    }
  }
  return files.has(`/${page}/index.html`)
    ? ok(files)
    : failed('not-found', join(screens, page, 'index.html'), 'the built screens; run "npm run build" first');
}

async function filesBelow(screens: string, folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(join(screens, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(screens, '/').length));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
