import type { FastifyRequest } from 'fastify';
import { failed, type Problem } from '../../../contract/problem.ts';

/**
 * Writes come from the desk's own pages: a browser names the origin of each one. Who names none is no browser, and has no cookie that another
 * page could ride on.
 */
export function foreignWrite(request: FastifyRequest): Problem | null {
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const own = origin === undefined || hostOf(origin) === request.headers.host;
  const sameSite = site === undefined || site === 'same-origin';
  return own && sameSite ? null : failed('not-accepted', 'Origin', 'a request from the desk’s own page').problem;
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
