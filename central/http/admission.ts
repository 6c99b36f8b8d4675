import type { FastifyInstance, FastifyRequest } from 'fastify';
import { centralRoutes } from '../../contract/central-routes.ts';
import type { Problem } from '../../contract/problem.ts';
import { deliveryLimit, sendProblem } from './binding.ts';

const MiB = 1024 * 1024;

/** Bodies of deliveries that are under way at one time: what is read, written and waited for takes about six times as much memory. */
const mostUnderWay = 24 * MiB;
/** Whoever is sent away comes back within this time, not all at once. */
const longestPauseSeconds = 8;

/**
 * When every desk of a country comes back at once, as many deliveries are taken as memory is for; the others are asked to come again. They are
 * sent away before their bodies are read.
 */
export function limitDeliveries(server: FastifyInstance): void {
  let underWay = 0;
  server.addHook('onRequest', (request, reply, done) => {
    if (!isDelivery(request)) {
      done();
      return;
    }
    const size = Number(request.headers['content-length'] ?? deliveryLimit);
    if (underWay > 0 && underWay + size > mostUnderWay) {
      sendProblem(reply, busy());
      return;
    }
    underWay += size;
    // However it ends, also when the desk goes away.
    reply.raw.once('close', () => (underWay -= size));
    done();
  });
}

const { method, path } = centralRoutes['sheets.send'];

const isDelivery = (request: FastifyRequest): boolean => request.method === method && request.routeOptions.url === path;

const busy = (): Problem => ({
  code: 'busy',
  where: 'sheets',
  expected: 'the same delivery again, later: many desks are sending',
  retryInSeconds: 1 + Math.floor(Math.random() * longestPauseSeconds),
});
