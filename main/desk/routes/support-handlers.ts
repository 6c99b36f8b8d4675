import { failed, ok } from '../../../contract/problem.ts';
import type { RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';

/** What help was given. */
export const supportHandlers = (parts: HandlerParts): Pick<RouteHandlers, 'support.describe'> => ({
  'support.describe': (support) => {
    const { commune } = support;
    const isListed = parts.rules.read().communes.some(({ code }) => code === commune);
    if (commune !== null && commune !== 'elsewhere' && !isListed) {
      return failed('malformed', 'support.describe: commune', 'a commune that the place lists, or "elsewhere"');
    }
    const described = parts.supports.describe(support);
    parts.room.changed();
    return described.ok ? ok({}) : described;
  },
});
