import type { FastifyInstance } from 'fastify';
import { join } from 'node:path';
import { displayPath } from '../../../contract/book/book-routes.ts';
import type { Display } from '../display/display.ts';

export interface DisplayRouteParts {
  readonly display: Display;
  /** The folder of the built screens. */
  readonly screens: string;
}

/** The screen on the wall, and what it shows: open to anybody on the place's network. */
export function bindDisplay(server: FastifyInstance, { display, screens }: DisplayRouteParts): void {
  server.get(displayPath, (_request, reply) =>
    reply.header('cache-control', 'no-store').type('application/json').send(display.text()),
  );
  server.get('/display', (_request, reply) =>
    reply.sendFile('index.html', join(screens, 'display'), { immutable: false, maxAge: 0, cacheControl: false }),
  );
}
