import type { FastifyInstance } from 'fastify';
import { failed } from '../../../contract/problem.ts';
import { answerProblem } from '../routes/bind-routes.ts';
import type { Feeds } from './feeds.ts';

/** Calendars at their addresses, for programs that cannot sign in. */
export function bindCalendars(server: FastifyInstance, feeds: Feeds): void {
  server.get<{ Params: { file: string } }>('/calendars/:file', (request, reply) => {
    const token = /^([\w-]{32})\.ics$/.exec(request.params.file)?.[1];
    const text = token === undefined ? null : feeds.read(token);
    if (text === null)
      return answerProblem(reply, failed('not-found', 'calendar', 'the address of a calendar').problem);
    return reply.type('text/calendar; charset=utf-8').header('cache-control', 'private, max-age=300').send(text);
  });
}
