import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import files from '@fastify/static';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
} from 'fastify';
import { join } from 'node:path';
import type { Accounts } from '../accounts/accounts.ts';
import type { FigureChanges } from '../figures/changes.ts';
import { limitDeliveries } from './admission.ts';
import { bindChanges } from './changes.ts';
import { bindRoutes, sendProblem, type Answers } from './binding.ts';

interface ServerParts {
  /** Built screens, `out/renderer`. */
  readonly screens: string;
  readonly log: FastifyBaseLogger;
  readonly answers: Answers;
  readonly accounts: Accounts;
  readonly changes: FigureChanges;
}

/** Our pages need nothing from elsewhere, and no page of elsewhere may frame ours. */
const contentPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'font-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  },
};

/** Central's HTTP: the routes of the contract, the reports' page and the health of the program. Not yet listening. */
export async function buildServer({ screens, log, answers, accounts, changes }: ServerParts): Promise<FastifyInstance> {
  // Requests are not logged: their addresses and callers are nobody's business.
  const server: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
  });
  await server.register(helmet, { contentSecurityPolicy: contentPolicy, referrerPolicy: { policy: 'no-referrer' } });
  await server.register(cookie);
  limitDeliveries(server);
  server.addHook('onRequest', (request, reply, done) => {
    if (isFromElsewhere(request)) {
      sendProblem(reply, { code: 'not-accepted', where: 'Origin', expected: 'a request from our own pages' }, 403);
      return;
    }
    done();
  });
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500)
      return sendProblem(reply, { code: 'malformed', where: 'request', expected: error.message }, status);
    request.log.error({ err: error }, 'a request failed');
    return sendProblem(reply, { code: 'internal', where: 'central', expected: 'a look at its log' });
  });
  server.setNotFoundHandler((request, reply) =>
    sendProblem(reply, { code: 'not-found', where: request.method, expected: 'a route of contract/central-routes.ts' }),
  );
  bindRoutes(server, answers);
  bindChanges(server, accounts, changes);
  server.get('/health', () => ({ program: 'central' }));
  server.get('/', (_request, reply) => reply.redirect('/reports/'));
  await server.register(files, { root: join(screens, 'reports'), prefix: '/reports/', decorateReply: false });
  await server.register(files, {
    root: join(screens, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    // The build names them by their content.
    immutable: true,
    maxAge: '365d',
  });
  return server;
}

/** Browsers name the page's origin with everything but reading; a desk names none. Cookies alone would let any site act for who is signed in. */
function isFromElsewhere({ method, headers: { origin, host } }: FastifyRequest): boolean {
  if (origin === undefined || method === 'GET' || method === 'HEAD') return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
