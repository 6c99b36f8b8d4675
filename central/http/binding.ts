import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import { centralRoutes } from '../../contract/central-routes.ts';
import { parse, type Problem, type ProblemCode, type Result } from '../../contract/problem.ts';
import { visitOf, type Visit } from './visit.ts';

type Routes = typeof centralRoutes;
type RouteName = keyof Routes;

type Input<Name extends RouteName> = z.output<Routes[Name]['input']>;

/** One answer for each route of the contract; its input has been parsed. */
export type Answers = {
  readonly [Name in RouteName]: (input: Input<Name>, visit: Visit) => Promise<Result<z.output<Routes[Name]['output']>>>;
};

/** The contract's table in the form in which one route's name ties its input to its answer. */
const routes: {
  readonly [Name in RouteName]: { method: 'GET' | 'POST' | 'DELETE'; path: string; input: z.ZodType<Input<Name>> };
} = centralRoutes;

const KiB = 1024;

/** Largest body of one delivery. */
export const deliveryLimit = 4 * KiB * KiB;

/** Largest body in bytes, 16 KiB unless named. A desk with more sheets than fit sends them in several deliveries. */
const bodyLimits: Partial<Record<RouteName, number>> = { 'sheets.send': deliveryLimit };

const statuses: Partial<Record<ProblemCode, number>> = {
  malformed: 400,
  'version-unknown': 400,
  'not-accepted': 401,
  'sign-in-first': 401,
  'signature-wrong': 403,
  stale: 409,
  'not-found': 404,
  'code-delayed': 429,
  busy: 503,
  internal: 500,
};

/** Serves every route of the contract's table. Input is read here, once, and nowhere else. */
export function bindRoutes(server: FastifyInstance, answers: Answers): void {
  for (const name of Object.keys(routes) as RouteName[]) bindRoute(server, name, answers[name]);
}

function bindRoute<Name extends RouteName>(server: FastifyInstance, name: Name, answer: Answers[Name]): void {
  const { method, path, input: schema } = routes[name];
  server.route({
    method,
    url: path,
    bodyLimit: bodyLimits[name] ?? 16 * KiB,
    handler: async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const input = parse(schema, (method === 'GET' ? request.query : request.body) ?? {}, name);
      if (!input.ok) return sendProblem(reply, input.problem);
      const result = await answer(input.value, visitOf(request, reply));
      return result.ok ? reply.send(result.value) : sendProblem(reply, result.problem);
    },
  });
}

/** `{ problem }` under the status that fits its code, or under `status`. */
export function sendProblem(reply: FastifyReply, problem: Problem, status?: number): FastifyReply {
  if (problem.retryInSeconds !== undefined) void reply.header('retry-after', problem.retryInSeconds);
  return reply.code(status ?? statuses[problem.code] ?? 409).send({ problem });
}
