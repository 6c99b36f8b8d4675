import type { Session } from 'electron';
import type { ScreenFile } from '../kiosk/host.ts';
import { ownScheme } from './before-ready.ts';

const host = 'kiosk';

/** Origin of our own pages, as Electron spells it. */
export const ownOrigin = `${ownScheme}://${host}`;

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const nothing = (): Response => new Response(null, { status: 404 });

/** From a table made at start: no path is joined, so none can lead out. */
export function answerOwnFile(files: ReadonlyMap<string, ScreenFile>, request: Request): Response {
  const url = new URL(request.url);
  const file = request.method === 'GET' && url.host === host ? files.get(url.pathname) : undefined;
  if (file === undefined) return nothing();
  return new Response(Buffer.from(file.bytes), {
    headers: {
      'content-type': file.type,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    },
  });
}

/**
 * Serves our pages in this session alone: in the visitors' the scheme does not exist, so their pages can neither frame nor fetch ours.
 * https://www.electronjs.org/docs/latest/api/protocol#protocolhandlescheme-handler
 */
export function serveOwnFiles(session: Session, files: ReadonlyMap<string, ScreenFile>): void {
  if (session.protocol.isProtocolHandled(ownScheme)) session.protocol.unhandle(ownScheme);
  session.protocol.handle(ownScheme, (request) => answerOwnFile(files, request));
}
