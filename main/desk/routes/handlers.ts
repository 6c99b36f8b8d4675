import { failed, ok } from '../../../contract/problem.ts';
import { showCode } from '../../../contract/ticket-code.ts';
import { instantOf } from '../clock.ts';
import type { RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';
import { bookHandlers } from './book-handlers.ts';
import { feedHandlers } from './feed-handlers.ts';
import { paperHandlers } from './paper-handlers.ts';
import { peopleHandlers } from './people-handlers.ts';
import { queueHandlers } from './queue-handlers.ts';
import { sessionHandlers } from './session-handlers.ts';
import { siteHandlers } from './site-handlers.ts';
import { workshopHandlers } from './workshop-handlers.ts';
import { supportHandlers } from './support-handlers.ts';
import { workstationHandlers } from './workstation-handlers.ts';

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
  'explain.read': ({ workstation, code, minutes, at }) =>
    parts.room.has(workstation)
      ? parts.dryRun.explain({ workstation, code, minutes, at: Date.parse(at) })
      : failed('not-found', 'explain.read: workstation', 'a workstation of this place'),
  'rules.read': () => ok(parts.rules.read()),
  'rules.write': async (settings) => {
    await parts.rules.write(settings);
    parts.book.hours.forget();
    parts.recorded();
    return ok({});
  },
  ...supportHandlers(parts),
  ...sessionHandlers(parts),
  ...workstationHandlers(parts),
  ...siteHandlers(parts),
  ...bookHandlers(parts),
  ...peopleHandlers(parts),
  ...feedHandlers(parts),
  ...paperHandlers(parts),
  ...queueHandlers(parts),
  ...workshopHandlers(parts),
});
