import { spanOf } from '../../../contract/book/cells.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';

type WorkshopRoute =
  | 'workshops.read'
  | 'workshop.write'
  | 'workshop.add-session'
  | 'workshop.remove'
  | 'workshop.register'
  | 'workshop.unregister'
  | 'workshop.attend'
  | 'workshop.start';

/** Workshops, as facilitators plan and hold them. */
export function workshopHandlers(parts: HandlerParts): Pick<RouteHandlers, WorkshopRoute> {
  const { workshops, workshopStart, settings, book } = parts;

  /** Every screen that shows the book reads it again. */
  const told = <Value>(result: Result<Value>): Result<Value> => {
    if (result.ok) parts.recorded();
    return result;
  };
  const nothing = (result: Result<null>): Result<Record<string, never>> => {
    const heard = told(result);
    return heard.ok ? ok({}) : heard;
  };

  return {
    'workshops.read': () => ok({ workshops: workshops.read() }),
    'workshop.write': ({ workshop, version, ...changes }) => {
      if (workshop === null) return told(workshops.write({ ...changes, seen: null }));
      if (version === null) return failed('malformed', 'workshop.write: version', 'the version that was changed');
      return told(workshops.write({ ...changes, seen: { workshop, version } }));
    },
    'workshop.add-session': async ({ workshop, startsAt, endsAt, workstations }, { account }) => {
      const span = spanOf(Date.parse(startsAt), Date.parse(endsAt));
      if (span.from >= span.to)
        return failed('malformed', 'workshop.add-session: endsAt', 'an end after the beginning');
      const isKnown = (workstation: string): boolean => settings.workstations.some(({ id }) => id === workstation);
      if (!workstations.every(isKnown)) return failed('not-found', 'workstations', 'workstations of this place');
      const added = await workshops.addSession({ ...span, workshop, workstations, by: account ?? '' });
      if (!added.ok) return added;
      const made = added.value;
      return ok(
        made.made
          ? { made: true, entry: book.view(made.entry) }
          : { made: false, broken: [...made.broken], inTheWay: made.inTheWay.map((row) => book.view(row)) },
      );
    },
    'workshop.remove': (seen) => nothing(workshops.remove(seen)),
    'workshop.register': ({ workshop, person }) => told(workshops.register(workshop, person)),
    'workshop.unregister': ({ registration }) => nothing(workshops.unregister(registration)),
    'workshop.attend': (said) => nothing(workshops.attend(said)),
    'workshop.start': ({ entry }) => told(workshopStart.start(entry)),
  };
}
