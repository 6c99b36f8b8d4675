import type { FastifyInstance } from 'fastify';
import { figuresChangesPath } from '../../contract/central-routes.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { FigureChanges } from '../figures/changes.ts';
import { sendProblem } from './binding.ts';
import { visitOf } from './visit.ts';

/** Proxies close what is silent for a minute. */
const heartbeatMs = 25_000;

/** Server-sent events for whoever is signed in: that figures have changed, and nothing else. A session that ends ends its streams by the next beat. */
export function bindChanges(server: FastifyInstance, accounts: Accounts, changes: FigureChanges): void {
  const open = new Set<() => void>();
  server.addHook('preClose', (done) => {
    for (const end of open) end();
    done();
  });
  server.get(figuresChangesPath, async (request, reply) => {
    const { token } = visitOf(request, reply);
    const isSignedIn = async (): Promise<boolean> => token !== null && (await accounts.nameOf(token)) !== null;
    if (!(await isSignedIn()))
      return sendProblem(reply, {
        code: 'sign-in-first',
        where: 'session',
        expected: 'an account that is signed in',
      });
    reply.hijack();
    const stream = reply.raw;
    const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
    stream.writeHead(200, headers);
    stream.write(': open\n\n');
    const unfollow = changes.follow(() => stream.write('event: figures\ndata:\n\n'));
    const end = (): void => void stream.end();
    const heartbeat = setInterval(() => {
      isSignedIn().then((still) => (still ? stream.write(': \n\n') : end()), end);
    }, heartbeatMs).unref();
    open.add(end);
    stream.once('close', () => {
      open.delete(end);
      clearInterval(heartbeat);
      unfollow();
    });
    return reply;
  });
}
