import type { DeskMessage } from '../../../contract/desk-link.ts';
import { failed } from '../../../contract/problem.ts';
import type { RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';
import { tellKiosk } from './tell-kiosk.ts';

type WorkstationRoute = 'pause.release' | 'maintenance.set' | 'traces.seen' | 'walls.check' | 'help.answer';

/** Nothing to interrupt, and nobody on the way in. */
const quiet: ReadonlySet<string> = new Set(['free', 'closed', 'out-of-service']);

/** What facilitators do to one workstation. The kiosk decides and says how it stands then; the desk only passes on what can still be meant. */
export function workstationHandlers(parts: HandlerParts): Pick<RouteHandlers, WorkstationRoute> {
  const { room, links } = parts;

  const tell = (workstation: string, message: DeskMessage) => tellKiosk(links, workstation, message);

  const isQuiet = (workstation: string): boolean => quiet.has(room.phaseOf(workstation));

  return {
    'pause.release': ({ workstation, session }) =>
      room.phaseOf(workstation) === 'paused' && room.sessionOn(workstation) === session
        ? tell(workstation, { type: 'release-pause', session })
        : failed('not-now', 'session', 'a session that is paused there'),
    'maintenance.set': ({ workstation, on }) => {
      const possible = on ? isQuiet(workstation) : room.phaseOf(workstation) === 'maintenance';
      const expected = on ? 'a workstation without a visitor' : 'a workstation in maintenance';
      return possible ? tell(workstation, { type: 'maintenance', on }) : failed('not-now', 'workstation', expected);
    },
    'traces.seen': ({ workstation }) =>
      room.hasTraces(workstation)
        ? // In words that kiosks of any age know; to an older one it means nothing, and it stays out of service.
          tell(workstation, { type: 'maintenance', on: false })
        : failed('not-now', 'workstation', 'a workstation on which a wipe left something'),
    'walls.check': ({ workstation }) =>
      isQuiet(workstation) && room.hasSelfTest(workstation)
        ? tell(workstation, { type: 'check-walls' })
        : failed('not-now', 'workstation', 'a workstation without a visitor'),
    'help.answer': ({ workstation }) => tell(workstation, { type: 'help-coming' }),
  };
}
