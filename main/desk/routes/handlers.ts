import { failed, ok } from '../../../contract/problem.ts';
import { showCode } from '../../../contract/ticket-code.ts';
import { instantOf } from '../clock.ts';
import type { KioskLinks } from '../link/kiosk-links.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { SignIn } from '../staff/sign-in.ts';
import type { StaffSessions } from '../staff/staff-sessions.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { RouteHandlers } from './bind-routes.ts';

export interface HandlerParts {
  readonly signIn: SignIn;
  readonly sessions: StaffSessions;
  readonly tickets: TicketBook;
  readonly links: KioskLinks;
  readonly room: LiveRoom;
  /** Staff changed the book. */
  readonly recorded: () => void;
}

const silent = () => failed('not-now', 'workstation', 'a workstation that is on the line');

/** What the desk's screens can ask for. */
export const routeHandlers = (parts: HandlerParts): RouteHandlers => ({
  'session.sign-in': async ({ name, password }, asker) => {
    const signedIn = await parts.signIn.try({ name, password, address: asker.address });
    if (!signedIn.ok) return signedIn;
    asker.remember(signedIn.value.token);
    return ok({ name });
  },
  'session.sign-out': (_input, asker) => {
    if (asker.token !== undefined) parts.sessions.end(asker.token);
    asker.remember(null);
    return ok({});
  },
  'room.read': () => ok(parts.room.read()),
  'ticket.give': ({ minutes }) => {
    const ticket = parts.tickets.give(minutes);
    if (!ticket.ok) return ticket;
    parts.recorded();
    const { code, expiresAt } = ticket.value;
    return ok({ code: showCode(code), minutes, expiresAt: instantOf(expiresAt) });
  },
  'session.end': ({ workstation, session }) => {
    if (parts.room.sessionOn(workstation) !== session)
      return failed('not-now', 'session', 'a session that still runs there');
    return parts.links.send(workstation, { type: 'end-session', session }) ? ok({}) : silent();
  },
  'help.answer': ({ workstation }) => (parts.links.send(workstation, { type: 'help-coming' }) ? ok({}) : silent()),
});
