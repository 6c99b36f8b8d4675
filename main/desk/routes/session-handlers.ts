import { cellAt, cellFrom, instantOfCell } from '../../../contract/book/cells.ts';
import { failed, ok } from '../../../contract/problem.ts';
import { MakingRoom } from '../book/making-room.ts';
import { instantOf } from '../clock.ts';
import { timeOf } from '../place-days.ts';
import type { OpenOffer } from '../queue/queue.ts';
import { ExtensionsUnderway, isSameEnd } from '../room/extensions-underway.ts';
import type { RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';
import { tellKiosk } from './tell-kiosk.ts';

type SessionRoute = 'session.start' | 'session.end' | 'extension.preview' | 'session.extend';

/** What begins within this may be why nobody is let in. */
const nearMs = 2 * 60 * 60_000;

const noSession = () => failed('not-now', 'session', 'a session that still runs there');

/** What facilitators do for one visitor: begin, end, go on. */
export function sessionHandlers(parts: HandlerParts): Pick<RouteHandlers, SessionRoute> {
  const { room, links, dryRun, queue, ticketSessions } = parts;
  const makingRoom = new MakingRoom(parts);
  const underway = new ExtensionsUnderway(parts.clock);
  return {
    'session.start': ({ workstation, minutes, label }) => {
      if (!room.isFree(workstation)) return failed('not-now', 'workstation', 'a workstation that is free');
      const called = queue.offerOn(workstation);
      if (called !== null) return heldFor(called, parts);
      const answer = dryRun.explain({ workstation, code: null, minutes, at: parts.clock() });
      if (!answer.ok) return answer;
      if (!answer.value.granted) return refusedStart(workstation, answer.value.reason, parts);
      const ticket = parts.tickets.giveAt(workstation, minutes);
      // Told the whole length, the kiosk shortens it by the same rules and gives the visitor the reason.
      const told = tellKiosk(links, workstation, { type: 'start-session', ticket, minutes, label });
      if (!told.ok) return told;
      room.placed(workstation);
      parts.recorded();
      return ok({ minutes: answer.value.minutes, reason: answer.value.reason });
    },
    'session.end': ({ workstation, session }) =>
      room.sessionOn(workstation) === session
        ? tellKiosk(links, workstation, { type: 'end-session', session })
        : noSession(),
    'extension.preview': (asked) => {
      const preview = dryRun.extension(asked);
      return preview.ok ? ok({ endsAt: instantOf(preview.value.endsAt), breaks: preview.value.breaks }) : preview;
    },
    'session.extend': async ({ workstation, session, minutes, endsAt: told }, asker) => {
      const endsAt = room.endOf(workstation, session);
      if (endsAt === null) return noSession();
      const until = endsAt + minutes * 60_000;
      if (!isSameEnd(until, Date.parse(told)) || !underway.begin(session, endsAt)) return goesOnAlready();
      const ticket = ticketSessions.find(session)?.ticket ?? null;
      const cleared = await makingRoom.clear({ workstation, ticket, endsAt, until, by: asker.account });
      // What stands in the book now goes before: the kiosk gives nothing of what its slice books.
      if (cleared.ok) links.handOut(workstation);
      const passedOn = cleared.ok
        ? tellKiosk(links, workstation, { type: 'extend-session', session, minutes })
        : cleared;
      if (!passedOn.ok) underway.giveUp(session);
      return passedOn;
    },
  };
}

const goesOnAlready = () => failed('stale', 'endsAt', 'the end that the session has now: look again, then extend it');

/** Somebody is called there: they come first, or their number is taken out of the queue. */
const heldFor = ({ number, until }: OpenOffer, { settings }: HandlerParts) =>
  failed(
    'not-now',
    'queue',
    `a workstation that is not held for number ${number}, as this one is until ${timeOf(until, settings.place.zone)}`,
  );

/** Why nobody can begin there now, with what stands in the way. */
function refusedStart(workstation: string, reason: string, { book, settings, clock }: HandlerParts) {
  const span = { from: cellAt(clock()), to: cellFrom(clock() + nearMs) };
  const next = reason === 'refused-booked' ? book.board.within(workstation, span)[0] : undefined;
  const entry = next === undefined ? null : book.entries.find(next.entry);
  if (entry === null) return failed('not-now', reason, 'a time and a length that the rules allow');
  const at = timeOf(instantOfCell(entry.from), settings.place.zone);
  return failed('not-now', reason, `a workstation without the ${entry.kind} at ${at}`);
}
