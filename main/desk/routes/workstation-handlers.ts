import type { DeskMessage } from '../../../contract/desk-link.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import { instantOf } from '../clock.ts';
import type { RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';

type WorkstationRoute =
  | 'session.start'
  | 'session.end'
  | 'extension.preview'
  | 'session.extend'
  | 'pause.release'
  | 'maintenance.set'
  | 'traces.seen'
  | 'walls.check'
  | 'help.answer';

/** Nothing to interrupt, and nobody on the way in. */
const quiet: ReadonlySet<string> = new Set(['free', 'closed', 'out-of-service']);

const noSession = () => failed('not-now', 'session', 'a session that still runs there');

/** What facilitators do to one workstation. The kiosk decides and says how it stands then; the desk only passes on what can still be meant. */
export function workstationHandlers(parts: HandlerParts): Pick<RouteHandlers, WorkstationRoute> {
  const { room, links, dryRun } = parts;

  const tell = (workstation: string, message: DeskMessage): Result<Record<string, never>> =>
    links.send(workstation, message) ? ok({}) : failed('not-now', 'workstation', 'a workstation that is on the line');

  const isQuiet = (workstation: string): boolean => quiet.has(room.phaseOf(workstation));

  return {
    'session.start': ({ workstation, minutes, label }) => {
      if (!room.isFree(workstation)) return failed('not-now', 'workstation', 'a workstation that is free');
      const answer = dryRun.explain({ workstation, code: null, minutes, at: parts.clock() });
      if (!answer.ok) return answer;
      if (!answer.value.granted)
        return failed('not-now', answer.value.reason, 'a time and a length that the rules allow');
      const ticket = parts.tickets.giveAt(workstation, minutes);
      // Told the whole length, the kiosk shortens it by the same rules and gives the visitor the reason.
      const told = tell(workstation, { type: 'start-session', ticket, minutes, label });
      if (!told.ok) return told;
      room.placed(workstation);
      parts.recorded();
      return ok({ minutes: answer.value.minutes, reason: answer.value.reason });
    },
    'session.end': ({ workstation, session }) =>
      room.sessionOn(workstation) === session ? tell(workstation, { type: 'end-session', session }) : noSession(),
    'extension.preview': (asked) => {
      const preview = dryRun.extension(asked);
      return preview.ok ? ok({ endsAt: instantOf(preview.value.endsAt), breaks: preview.value.breaks }) : preview;
    },
    'session.extend': ({ workstation, session, minutes }) =>
      room.endOf(workstation, session) === null
        ? noSession()
        : tell(workstation, { type: 'extend-session', session, minutes }),
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
