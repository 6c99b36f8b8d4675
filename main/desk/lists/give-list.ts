import type { FastifyInstance, FastifyRequest } from 'fastify';
import { listPath } from '../../../contract/filter-list/standing.ts';
import { failed } from '../../../contract/problem.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { provenWorkstation } from '../link/hello.ts';
import { answerProblem } from '../routes/bind-routes.ts';
import type { ListShelf } from './list-shelf.ts';

export interface GiveListParts {
  readonly shelf: ListShelf;
  readonly workstations: DeskSettings['workstations'];
}

const notAccepted = failed('not-accepted', 'authorization', 'a workstation of this place and its own key').problem;
const noList = failed('not-found', 'filter list', 'a desk with a filter list').problem;

/** Gives the filter list to the place's workstations, a piece at a time: a desk on an old machine holds none of it in its memory. */
export function bindListRoute(server: FastifyInstance, { shelf, workstations }: GiveListParts): void {
  server.get(listPath, async (request, reply) => {
    if (provenWorkstation(credentialsOf(request), workstations) === null) return answerProblem(reply, notAccepted);
    const list = await shelf.openList();
    if (list === null) return answerProblem(reply, noList);
    const { size } = await list.stat();
    return reply.type('application/octet-stream').header('content-length', size).send(list.createReadStream());
  });
}

function credentialsOf({ headers }: FastifyRequest): { id: string; key: string } {
  const basic = /^Basic ([\w+/=]+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
  const [id = '', ...key] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id, key: key.join(':') };
}
