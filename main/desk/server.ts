import cookie from '@fastify/cookie';
import files from '@fastify/static';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { deskLinkMaxBytes } from '../../contract/desk-link.ts';
import { failed, type Problem } from '../../contract/problem.ts';
import { bindCalendars } from './feeds/give-calendar.ts';
import type { Feeds } from './feeds/feeds.ts';
import type { Display } from './display/display.ts';
import type { Presence } from './figures/presence.ts';
import type { KioskLinks } from './link/kiosk-links.ts';
import { bindListRoute, type GiveListParts } from './lists/give-list.ts';
import type { LiveRoom } from './room/live-room.ts';
import { answerProblem, bindRoutes, type RouteHandlers } from './routes/bind-routes.ts';
import { bindDisplay } from './routes/display-route.ts';
import { pageHeaders } from './routes/page-headers.ts';
import { bindRoomEvents } from './routes/room-events.ts';
import { foreignWrite } from './routes/same-origin.ts';
import type { StaffSessions } from './staff/staff-sessions.ts';

export interface ServerParts {
  readonly screens: string;
  readonly handlers: RouteHandlers;
  readonly sessions: StaffSessions;
  readonly room: LiveRoom;
  readonly links: KioskLinks;
  readonly lists: GiveListParts;
  readonly feeds: Feeds;
  readonly display: Display;
  readonly presence: Pick<Presence, 'seen'>;
  readonly log: Logger;
}

/** The desk's one server: screens, their calls and events, the kiosks' link and their filter list. */
export async function openServer(parts: ServerParts): Promise<FastifyInstance> {
  const server: FastifyInstance = Fastify({
    // Request logs would hold addresses; what goes wrong is logged below.
    logger: false,
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
  });
  await server.register(cookie);
  await server.register(websocket, {
    options: { maxPayload: deskLinkMaxBytes, perMessageDeflate: false },
    preClose: (done) => {
      parts.links.close();
      server.websocketServer.close(() => undefined);
      done();
    },
  });
  server.addHook('onRequest', (request, reply, next) => {
    reply.headers(pageHeaders);
    const problem = foreignWrite(request);
    if (problem === null) next();
    else answerProblem(reply, problem);
  });
  server.setErrorHandler<FastifyError>((error, _request, reply) => answerProblem(reply, problemOf(error, parts.log)));
  server.setNotFoundHandler((_request, reply) =>
    answerProblem(reply, failed('not-found', 'address', 'an address of the desk').problem),
  );
  server.get('/health', () => ({ program: 'desk' }));
  bindRoutes(server, parts);
  bindRoomEvents(server, parts);
  bindListRoute(server, parts.lists);
  bindCalendars(server, parts.feeds);
  await serveScreens(server, parts.screens);
  bindDisplay(server, parts);
  server.get('/link', { websocket: true }, (socket) => parts.links.accept(socket));
  return server;
}

/** The page at `/`; its scripts, styles and fonts have names made from their content, and may be kept for good. */
async function serveScreens(server: FastifyInstance, screens: string): Promise<void> {
  await server.register(files, {
    root: join(screens, 'assets'),
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
  });
  server.get('/', (_request, reply) =>
    reply.sendFile('index.html', join(screens, 'desk'), { immutable: false, maxAge: 0, cacheControl: false }),
  );
}

/** What Fastify itself refuses (a body too long, JSON that is none) is the sender's; the rest is ours, and is logged here once. */
function problemOf(error: FastifyError, log: Logger): Problem {
  if (error.statusCode !== undefined && error.statusCode < 500)
    return failed('malformed', 'request', error.message).problem;
  log.error({ error }, 'a request could not be answered');
  return failed('internal', 'desk', 'another try later; the cause is in the log').problem;
}
