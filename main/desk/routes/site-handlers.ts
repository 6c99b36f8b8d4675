import { failed, ok, type Result } from '../../../contract/problem.ts';
import { mostOpen } from '../sites/opened-sites.ts';
import type { Asker, RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';

type SiteRoute = 'site.answer' | 'sites.read' | 'sites.close';

const noWish = () => failed('not-now', 'wish', 'a wish of a session that still runs there');

/** What facilitators say to visitors who would like a site opened. */
export function siteHandlers(parts: HandlerParts): Pick<RouteHandlers, SiteRoute> {
  const { links, openedSites, room, wishes } = parts;
  // Whoever gets here is signed in; a session that ends in this very moment leaves no name.
  const nameOf = (asker: Asker): string => asker.account ?? '';

  const answer = (workstation: string, id: string, opened: boolean): Result<Record<string, never>> => {
    if (!links.send(workstation, { type: 'site-answered', id, opened }))
      return failed('not-now', 'workstation', 'a workstation that is on the line');
    wishes.answered(workstation, id);
    room.changed();
    return ok({});
  };

  return {
    'site.answer': ({ workstation, wish: id, answer: said, reason }, asker) => {
      const wish = wishes.find(workstation, id);
      if (wish === null) return noWish();
      if (said !== 'place') return answer(workstation, id, said === 'session');
      if (reason === null) return failed('malformed', 'site.answer: reason', 'a reason, of three letters at least');
      const { site } = wish;
      if (!openedSites.open({ site, reason, by: nameOf(asker) }) && !openedSites.names().includes(site))
        return failed('not-now', 'site.answer: site', `fewer than ${mostOpen} sites that are open to all`);
      parts.recorded();
      // Others wait for the slice; whoever asked reads at once that it is open.
      return answer(workstation, id, true);
    },
    'sites.read': () => ok({ sites: openedSites.read() }),
    'sites.close': ({ site }, asker) => {
      if (!openedSites.close(site, nameOf(asker)))
        return failed('not-found', 'sites.close: site', 'a site that is open');
      parts.recorded();
      return ok({});
    },
  };
}
