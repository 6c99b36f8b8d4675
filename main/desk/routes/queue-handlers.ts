import { ok } from '../../../contract/problem.ts';
import type { RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';

type QueueRoute = 'queue.read' | 'queue.join' | 'queue.leave' | 'queue.place';

/** Who waits, as facilitators see and change it. */
export const queueHandlers = ({ queue }: HandlerParts): Pick<RouteHandlers, QueueRoute> => ({
  'queue.read': () => ok(queue.read()),
  'queue.join': (wish) => {
    const joined = queue.join(wish);
    return joined.ok ? ok({ id: joined.value.id, number: joined.value.number }) : joined;
  },
  'queue.leave': ({ id }) => {
    const left = queue.leave(id);
    return left.ok ? ok({}) : left;
  },
  'queue.place': ({ id }) => queue.place(id),
});
