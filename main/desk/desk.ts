import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Slice } from '../../contract/desk-link.ts';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { DeskSettings } from '../../contract/settings.ts';
import { CentralLink, retryPausesMs as retryPauses } from './central-link/central-link.ts';
import type { Clock } from './clock.ts';
import { FiguresClock } from './figures/figures-clock.ts';
import { SheetBook } from './figures/sheet-book.ts';
import { FactStore } from './link/fact-store.ts';
import { KioskLinks } from './link/kiosk-links.ts';
import type { Workstation } from './link/link-parts.ts';
import { LiveRoom } from './room/live-room.ts';
import { routeHandlers } from './routes/handlers.ts';
import { openServer } from './server.ts';
import type { DeskStart } from './settings.ts';
import { Accounts } from './staff/accounts.ts';
import { SignIn } from './staff/sign-in.ts';
import { StaffSessions } from './staff/staff-sessions.ts';
import { openStore, type Store } from './store/open-store.ts';
import { TicketBook } from './tickets/ticket-book.ts';

export interface Desk {
  /** Where it listens. */
  readonly address: string;
  stop(): Promise<void>;
}

export interface DeskParts extends DeskStart {
  readonly log: Logger;
  readonly clock?: Clock;
  /** Pauses between tries while central is away. */
  readonly retryPausesMs?: readonly number[];
}

/** Builds the desk from its parts and opens it. Problems: a data folder, a port or screens that cannot be had. */
export async function startDesk(parts: DeskParts): Promise<Result<Desk>> {
  const { settings } = parts;
  const page = join(settings.screens, 'desk', 'index.html');
  if (!(await exists(page))) return failed('not-found', page, 'the built screens; run "npm run build"');
  const store = openStore(settings.data);
  if (!store.ok) return store;
  const desk = await assemble(parts, store.value);
  try {
    const address = await desk.server.listen({ host: settings.host, port: settings.port });
    return ok({ address, stop: () => desk.stop() });
  } catch (error) {
    await desk.stop();
    const reason = error instanceof Error ? error.message : String(error);
    return failed('not-now', `${settings.host}:${settings.port}`, `an address that is free to listen on (${reason})`);
  }
}

/** What the place holds on its disk. */
function openBook(store: Store, settings: DeskSettings, clock: Clock) {
  const tickets = new TicketBook(store, settings, clock);
  const facts = new FactStore({ store, tickets, zone: settings.place.zone, clock });
  const sheets = new SheetBook({ store, facts, tickets, settings, clock });
  const sessions = new StaffSessions(store, clock);
  return { tickets, facts, sheets, sessions, accounts: new Accounts(store) };
}

async function assemble(parts: DeskParts, store: Store) {
  const { settings, log, clock = Date.now } = parts;
  const { tickets, facts, sheets, sessions, accounts } = openBook(store, settings, clock);
  const room = new LiveRoom({
    settings,
    clock,
    startOf: (session) => facts.startOf(session),
    countOpenTickets: () => tickets.countOpen(),
    sheetsWaitingSince: () => (settings.central === null ? null : sheets.waitingSince()),
  });
  const central = linkToCentral(parts, sheets, () => room.changed());
  const figures = new FiguresClock({ tickets, sheets, central, room, log });
  const recorded = (): void => {
    links.pushSlices();
    room.changed();
    figures.soon();
  };
  const slice = sliceFor(settings, tickets);
  const { workstations } = settings;
  const links: KioskLinks = new KioskLinks({ workstations, room, tickets, facts, slice, recorded, log, clock });
  const signIn = new SignIn(accounts, sessions, clock);
  const handlers = routeHandlers({ signIn, sessions, tickets, links, room, recorded });
  const server = await openServer({ screens: settings.screens, handlers, sessions, room, links, log });
  figures.start();
  const stop = async (): Promise<void> => {
    await figures.stop();
    await server.close();
    await central?.stop();
    store.close();
  };
  return { server, stop };
}

function linkToCentral(parts: DeskParts, sheets: SheetBook, delivered: () => void): CentralLink | null {
  const { central, place } = parts.settings;
  if (central === null) return null;
  const { placeKey, log, retryPausesMs: pausesMs = retryPauses } = parts;
  return new CentralLink({ central, place: place.id, placeKey, sheets, log, pausesMs, delivered });
}

/** The part of the book that each kiosk holds. */
const sliceFor =
  ({ place }: DeskSettings, tickets: TicketBook) =>
  ({ id, name }: Workstation): Slice => ({
    placeName: place.name,
    workstationName: name,
    zone: place.zone,
    tickets: tickets.openFor(id),
  });

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
