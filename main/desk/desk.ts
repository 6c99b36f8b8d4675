import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { BookQuestion } from '../../contract/book/self-service.ts';
import { failed, ok, type Result } from '../../contract/problem.ts';
import { CentralLink, retryPausesMs as retryPauses } from './central-link/central-link.ts';
import { SelfService, type SelfServiceParts } from './book/self-service.ts';
import { type Clock } from './clock.ts';
import { Feeds } from './feeds/feeds.ts';
import { Display } from './display/display.ts';
import { ImportTables } from './imports/import-tables.ts';
import { FiguresClock } from './figures/figures-clock.ts';
import type { Outages } from './figures/outages.ts';
import type { SheetBook } from './figures/sheet-book.ts';
import { KioskLinks } from './link/kiosk-links.ts';
import { ListShelf } from './lists/list-shelf.ts';
import { Queue, type QueueParts } from './queue/queue.ts';
import { LiveRoom, type LiveRoomParts } from './room/live-room.ts';
import { routeHandlers } from './routes/handlers.ts';
import { DryRun } from './rules/dry-run.ts';
import { openServer } from './server.ts';
import type { DeskStart } from './settings.ts';
import { Accounts } from './staff/accounts.ts';
import { SignIn } from './staff/sign-in.ts';
import { StaffSessions } from './staff/staff-sessions.ts';
import { SiteWishes } from './sites/site-wishes.ts';
import { openStore, type Store } from './store/open-store.ts';
import { WorkshopStart, type WorkshopStartParts } from './workshops/workshop-start.ts';
import { Workshops, type WorkshopsParts } from './workshops/workshops.ts';
import { openRecords, type Records, slicesOf } from './records.ts';

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
  /** How often kiosks are given what time alone has changed of their slices. */
  readonly sliceEveryMs?: number;
  /** How often the filter list is looked at. */
  readonly listEveryMs?: number;
}

const sliceEvery = 60_000;

/** Connections that wait to be taken up. Beyond them the system drops some of a crowd that comes at once, and resets others. */
const backlog = 4096;

/** Builds the desk from its parts and opens it. Problems: a data folder, a port or screens that cannot be had. */
export async function startDesk(parts: DeskParts): Promise<Result<Desk>> {
  const { settings } = parts;
  const page = join(settings.screens, 'desk', 'index.html');
  if (!(await exists(page))) return failed('not-found', page, 'the built screens; run "npm run build"');
  const store = openStore(settings.data);
  if (!store.ok) return store;
  const shelf = await openShelf(parts);
  if (!shelf.ok) {
    store.value.close();
    return shelf;
  }
  const desk = await assemble(parts, store.value, shelf.value);
  try {
    const address = await desk.server.listen({ host: settings.host, port: settings.port, backlog });
    return ok({ address, stop: () => desk.stop() });
  } catch (error) {
    await desk.stop();
    const reason = error instanceof Error ? error.message : String(error);
    return failed('not-now', `${settings.host}:${settings.port}`, `an address that is free to listen on (${reason})`);
  }
}

const openShelf = ({ settings, log, clock = Date.now, listEveryMs }: DeskParts): Promise<Result<ListShelf>> =>
  ListShelf.open({ settings, log, clock, ...(listEveryMs !== undefined && { lookEveryMs: listEveryMs }) });

async function assemble(parts: DeskParts, store: Store, shelf: ListShelf) {
  const { settings, log, clock = Date.now } = parts;
  const records = openRecords({
    ...{ store, settings, clock },
    room: {
      seat: (workstation) => ({ onLine: links.isOnLine(workstation), endsAt: room.seatedUntil(workstation) }),
      handOut: (workstation) => links.handOut(workstation),
      changed: () => recorded(),
    },
  });
  const { tickets, facts, sheets, outages } = records;
  const wishes = new SiteWishes(clock);
  const read = { queue: () => front.queue.read(), list: () => shelf.standing };
  const room = openRoom({ ...records, settings, clock, wishes, ...read });
  const central = linkToCentral(parts, sheets, () => room.changed());
  const figures = new FiguresClock({ ...records, central, room, log, workstations: settings.workstations });
  const recorded = (): void => {
    links.pushSlices();
    room.bookChanged();
    figures.soon();
  };
  const waiting = (): number => front.queue.count();
  const links: KioskLinks = new KioskLinks({
    ...{ workstations: settings.workstations, room, tickets, facts, wishes, recorded, log, clock },
    slices: slicesOf(parts, { ...records, waiting }),
    handovers: records.book.handovers,
    answer: (question: BookQuestion) => front.selfService.answer(question),
    list: () => shelf.standing?.inUse ?? null,
  });
  const dryRun = new DryRun({ ...records, room, clock, waiting });
  const front = openFront({ ...records, store, settings, dryRun, links, room, clock, log, changed: recorded });
  const staff = openStaff(store, clock);
  const live = { ...front, dryRun, settings, links, room, wishes, clock, recorded };
  const handlers = routeHandlers({ ...records, ...staff, ticketSessions: records.sessions, ...live });
  const { screens, workstations } = settings;
  const { sessions } = staff;
  const lists = { shelf, workstations };
  const seen = { sessions, presence: records.presence };
  const server = await openServer({ ...front, screens, handlers, ...seen, room, links, lists, log });
  const stopLooking = beginLooking({ parts, shelf, figures, links, room, queue: front.queue, outages });
  const stop = async (): Promise<void> => {
    stopLooking();
    await figures.stop();
    await server.close();
    await central?.stop();
    await shelf.close();
    store.close();
  };
  return { server, stop };
}

type RoomParts = Records & Pick<LiveRoomParts, 'settings' | 'clock' | 'wishes' | 'queue' | 'list'>;

/** The room as facilitators see it. */
function openRoom(parts: RoomParts): LiveRoom {
  const { settings, facts, tickets, supports, sheets } = parts;
  return new LiveRoom({
    ...parts,
    startOf: (session) => facts.startOf(session),
    countOpenTickets: () => tickets.countOpen(),
    undescribed: () => supports.undescribed(),
    sheetsWaitingSince: () => (settings.central === null ? null : sheets.waitingSince()),
  });
}

type FrontParts = QueueParts & WorkshopsParts & WorkshopStartParts & Omit<SelfServiceParts, 'queue'>;

/** What people in the room are given, and shown. */
function openFront(parts: FrontParts) {
  const queue = new Queue(parts);
  const workshops = new Workshops(parts);
  return {
    ...{ queue, workshops, workshopStart: new WorkshopStart(parts) },
    selfService: new SelfService({ ...parts, queue }),
    display: new Display({ ...parts, queue, workshops }),
    feeds: new Feeds({ ...parts, entries: parts.book.entries }),
    imports: new ImportTables({ ...parts, workshops }),
  };
}

interface Looking {
  readonly parts: DeskParts;
  readonly shelf: ListShelf;
  readonly figures: FiguresClock;
  readonly links: KioskLinks;
  readonly room: LiveRoom;
  readonly queue: Queue;
  readonly outages: Outages;
}

/** What is done without anybody asking for it; returns what ends it. */
function beginLooking({ parts, shelf, figures, links, room, queue, outages }: Looking): () => void {
  shelf.watch(() => {
    links.offerLists();
    room.changed();
  });
  figures.start();
  room.listen(() => {
    queue.look();
    outages.look(room, parts.settings.workstations);
  });
  queue.look();
  // Midnight, an expiry, the end of a resumption: nobody says anything, and yet the kiosks should hold something else.
  const slicing = setInterval(() => links.pushSlices(), parts.sliceEveryMs ?? sliceEvery);
  return () => {
    clearInterval(slicing);
    queue.stop();
  };
}

function openStaff(store: Store, clock: Clock) {
  const sessions = new StaffSessions(store, clock);
  return { sessions, signIn: new SignIn(new Accounts(store), sessions, clock) };
}

function linkToCentral(parts: DeskParts, sheets: SheetBook, delivered: () => void): CentralLink | null {
  const { central, place } = parts.settings;
  if (central === null) return null;
  const { placeKey, log, retryPausesMs: pausesMs = retryPauses } = parts;
  return new CentralLink({ central, place: place.id, placeKey, sheets, log, pausesMs, delivered });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
