import { failed, ok } from '../../../contract/problem.ts';
import type { RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';

/** The calendars of the place, for whoever passes their addresses on. */
export const feedHandlers = ({ feeds }: HandlerParts): Pick<RouteHandlers, 'feeds.read' | 'feeds.renew'> => ({
  'feeds.read': () => ok({ feeds: feeds.places() }),
  'feeds.renew': ({ kind, subject }) => {
    const known = feeds.places().some((one) => one.kind === kind && one.subject === subject);
    if (!known) return failed('not-found', 'feeds.renew: subject', 'a calendar of this place');
    feeds.renew(kind, subject);
    return ok({ feeds: feeds.places() });
  },
});
