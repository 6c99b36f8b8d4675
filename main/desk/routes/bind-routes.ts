import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { deskRoutes, onceHeader, onceRoutes } from '../../../contract/desk-routes.ts';
import { failed, parse, type Problem, type Result } from '../../../contract/problem.ts';
import type { StaffSessions } from '../staff/staff-sessions.ts';
import { DoneOnce } from './done-once.ts';
import { staffCookie } from './staff-cookie.ts';
import { statusOf } from './status.ts';

type Routes = typeof deskRoutes;
export type RouteName = keyof Routes;

/** Who asks, beside the input. */
export interface Asker {
  /** Looked up when somebody wants to know. */
  readonly address: string;
  /** Null for somebody who is not signed in, whom one route answers. */
  readonly account: string | null;
  readonly token: string | undefined;
  /** Gives the browser a new token, or takes it away. */
  remember(token: string | null): void;
}

type Answer<Name extends RouteName> = Result<z.input<Routes[Name]['output']>>;

/** One function per route of the table; each gets parsed input. */
export type RouteHandlers = {
  readonly [Name in RouteName]: (
    input: z.output<Routes[Name]['input']>,
    asker: Asker,
  ) => Answer<Name> | Promise<Answer<Name>>;
};

export interface BindParts {
  readonly handlers: RouteHandlers;
  readonly sessions: StaffSessions;
}

/** The only route that answers someone who is not signed in. */
const openRoute: RouteName = 'session.sign-in';

/** Puts the whole table on the server: who may ask, what may be asked and what may be answered are checked here and nowhere else. */
export function bindRoutes(server: FastifyInstance, parts: BindParts): void {
  const once = new DoneOnce();
  for (const name of Object.keys(deskRoutes) as RouteName[]) bindRoute(server, name, { ...parts, once });
}

function bindRoute(server: FastifyInstance, name: RouteName, parts: BindParts & { readonly once: DoneOnce }): void {
  const route = deskRoutes[name];
  // The table pairs each name with its own input and output; across all names at once that is more than the type can follow.
  const handle = parts.handlers[name] as (
    input: unknown,
    asker: Asker,
  ) => Answer<RouteName> | Promise<Answer<RouteName>>;
  server.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const token = request.cookies[staffCookie.name];
      const account = parts.sessions.account(token);
      if (name !== openRoute && account === null) return answerProblem(reply, signInFirst);
      const given = route.method === 'GET' ? request.query : (request.body ?? {});
      const input = parse<z.ZodType>(route.input, given, name);
      if (!input.ok) return answerProblem(reply, input.problem);
      const act = async () => handle(input.value, askerOf(request, reply, { account, token }));
      const key = request.headers[onceHeader];
      const isKept = account !== null && typeof key === 'string' && onceRoutes.has(name);
      const answer = isKept ? await parts.once.do({ account, route: name, key, input: input.value }, act) : await act();
      return answer.ok ? reply.send(route.output.parse(answer.value)) : answerProblem(reply, answer.problem);
    },
  });
}

export const signInFirst: Problem = failed('sign-in-first', 'session', 'a signed-in facilitator').problem;

export function answerProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryInSeconds !== undefined) reply.header('retry-after', problem.retryInSeconds);
  return reply.code(statusOf[problem.code]).send({ problem });
}

const askerOf = (request: FastifyRequest, reply: FastifyReply, who: Pick<Asker, 'account' | 'token'>): Asker => ({
  get address() {
    return request.ip;
  },
  ...who,
  remember: (fresh) => {
    if (fresh === null) reply.clearCookie(staffCookie.name, staffCookie.options);
    else reply.setCookie(staffCookie.name, fresh, staffCookie.options);
  },
});
