import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { cellFrom } from '../../contract/book/cells.ts';
import type { BookQuestion } from '../../contract/book/self-service.ts';
import type { Slice } from '../../contract/desk-link.ts';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { DeskSettings } from '../../contract/settings.ts';
import { CentralLink, retryPausesMs as retryPauses } from './central-link/central-link.ts';
import { Book, type BookParts } from './book/book.ts';
import { SelfService, type SelfServiceParts } from './book/self-service.ts';
import { type Clock, instantOf } from './clock.ts';
import { Feeds } from './feeds/feeds.ts';
import { Display } from './display/display.ts';
import { FiguresClock } from './figures/figures-clock.ts';
import { SheetBook } from './figures/sheet-book.ts';
import { FactStore, type FactStoreParts } from './link/fact-store.ts';
import { KioskLinks } from './link/kiosk-links.ts';
import type { Workstation } from './link/link-parts.ts';
import { ListShelf } from './lists/list-shelf.ts';
import { People } from './people/people.ts';
import { boundsOf, plainDayOf } from './place-days.ts';
import { Queue, type QueueParts } from './queue/queue.ts';
import { LiveRoom, type LiveRoomParts } from './room/live-room.ts';
import { routeHandlers } from './routes/handlers.ts';
import { DryRun } from './rules/dry-run.ts';
import { RuleBook } from './rules/rule-book.ts';
import { openServer } from './server.ts';
import type { DeskStart } from './settings.ts';
import { Accounts } from './staff/accounts.ts';
import { SignIn } from './staff/sign-in.ts';
import { StaffSessions } from './staff/staff-sessions.ts';
import { OpenedSites } from './sites/opened-sites.ts';
import { SiteWishes } from './sites/site-wishes.ts';
import { openStore, type Store } from './store/open-store.ts';
import { Supports } from './supports/supports.ts';
import { TicketBook } from './tickets/ticket-book.ts';
import { TicketSessions } from './tickets/ticket-sessions.ts';
import { WorkshopStart, type WorkshopStartParts } from './workshops/workshop-start.ts';
import { Workshops, type WorkshopsParts } from './workshops/workshops.ts';

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
    const address = await desk.server.listen({ host: settings.host, port: settings.port });
    return ok({ address, stop: () => desk.stop() });
  } catch (error) {
    await desk.stop();
    const reason = error instanceof Error ? error.message : String(error);
    return failed('not-now', `${settings.host}:${settings.port}`, `an address that is free to listen on (${reason})`);
  }
}

const openShelf = ({ settings, log, clock = Date.now, listEveryMs }: DeskParts): Promise<Result<ListShelf>> =>
  ListShelf.open({ settings, log, clock, ...(listEveryMs !== undefined && { lookEveryMs: listEveryMs }) });

export interface RecordsParts extends Pick<BookParts, 'later' | 'soon'> {
  readonly store: Store;
  readonly settings: DeskSettings;
  readonly clock: Clock;
  /** The room, once it is there: the book asks who sits where, and gives kiosks their part. */
  readonly room: Pick<BookParts, 'seat' | 'handOut' | 'changed'>;
}

/** What the place holds on its disk. */
export interface Records {
  readonly rules: RuleBook;
  readonly sessions: TicketSessions;
  readonly tickets: TicketBook;
  readonly facts: FactStore;
  readonly sheets: SheetBook;
  readonly book: Book;
  readonly people: People;
  readonly supports: Supports;
  readonly openedSites: OpenedSites;
}

export function openRecords({ store, settings, clock, room, ...turns }: RecordsParts): Records {
  const { zone } = settings.place;
  const rules = new RuleBook(store, zone, clock);
  const sessions = new TicketSessions(store);
  const tickets = new TicketBook({ store, sessions, settings, clock, resumeMs: () => rules.resumeMs });
  const ticketOf = (session: string): string | null => sessions.find(session)?.ticket ?? null;
  const people = new People(store, clock);
  const book = new Book({ ...{ store, settings, tickets, people, clock, ticketOf, hours: rules }, ...room, ...turns });
  const follow: FactStoreParts['follow'] = (workstation, fact) => book.sessions.follow(workstation, fact);
  const facts = new FactStore({ store, tickets, sessions, follow, zone, clock });
  const sheets = new SheetBook({ store, facts, tickets, settings, clock });
  return {
    rules,
    sessions,
    tickets,
    facts,
    sheets,
    book,
    people,
    openedSites: new OpenedSites(store, clock),
    supports: new Supports(store, clock),
  };
}

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
  const { tickets, facts, sheets } = records;
  const wishes = new SiteWishes(clock);
  const read = { queue: () => front.queue.read(), list: () => shelf.standing };
  const room = openRoom({ ...records, settings, clock, wishes, ...read });
  const central = linkToCentral(parts, sheets, () => room.changed());
  const figures = new FiguresClock({ tickets, sheets, central, room, log });
  const recorded = (): void => {
    links.pushSlices();
    room.bookChanged();
    figures.soon();
  };
  const waiting = (): number => front.queue.count();
  const links: KioskLinks = new KioskLinks({
    ...{ workstations: settings.workstations, room, tickets, facts, wishes, recorded, log, clock },
    slice: sliceFor(parts, { ...records, waiting }),
    handovers: records.book.handovers,
    answer: (question: BookQuestion) => front.selfService.answer(question),
    list: () => shelf.standing?.inUse ?? null,
  });
  const dryRun = new DryRun({ ...records, room, clock, waiting });
  const front = openFront({ ...records, store, settings, dryRun, links, room, clock, log, changed: recorded });
  const staff = openStaff(store, clock);
  const live = { ...front, dryRun, settings, links, room, wishes, clock, recorded };
  const handlers = routeHandlers({ ...records, ...staff, ticketSessions: records.sessions, ...live });
  const server = await openServer({
    ...{
      screens: settings.screens,
      handlers,
      sessions: staff.sessions,
      room,
      links,
      display: front.display,
      feeds: front.feeds,
      log,
    },
    lists: { shelf, workstations: settings.workstations },
  });
  const stopLooking = beginLooking({ parts, shelf, figures, links, room, queue: front.queue });
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
  };
}

interface Looking {
  readonly parts: DeskParts;
  readonly shelf: ListShelf;
  readonly figures: FiguresClock;
  readonly links: KioskLinks;
  readonly room: LiveRoom;
  readonly queue: Queue;
}

/** What is done without anybody asking for it; returns what ends it. */
function beginLooking({ parts, shelf, figures, links, room, queue }: Looking): () => void {
  shelf.watch(() => {
    links.offerLists();
    room.changed();
  });
  figures.start();
  room.listen(() => queue.look());
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

/** The part of the book that each kiosk holds. */
export function sliceFor(
  { settings: { place }, overrides, clock = Date.now }: Pick<DeskParts, 'settings' | 'overrides' | 'clock'>,
  records: Records & { readonly waiting: () => number },
): (workstation: Workstation) => Slice {
  const { tickets, rules, openedSites, book, waiting } = records;
  return ({ id, name }: Workstation): Slice => {
    const until = boundsOf(plainDayOf(clock(), place.zone).add({ days: 1 }).toString(), place.zone).to;
    const content: Omit<Slice, 'epoch'> = {
      until: instantOf(until),
      placeName: place.name,
      workstationName: name,
      zone: place.zone,
      rules: rules.rulesAt(),
      tickets: tickets.openFor(id, until),
      bookings: book.toldTo(id, until),
      openedSites: openedSites.names(),
      waiting: waiting(),
      ...(Object.keys(overrides).length > 0 && { overrides }),
    };
    return { epoch: book.handovers.number(id, JSON.stringify(content), cellFrom(until)), ...content };
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
