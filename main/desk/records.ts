import type { DeskStart } from './settings.ts';
import { cellFrom } from '../../contract/book/cells.ts';
import type { Slice } from '../../contract/desk-link.ts';
import type { DeskSettings } from '../../contract/settings.ts';
import { Book, type BookParts } from './book/book.ts';
import { type Clock, instantOf } from './clock.ts';
import { DayArchive } from './figures/day-archive.ts';
import { MonthArchive } from './figures/month-archive.ts';
import { Outages } from './figures/outages.ts';
import { Presence } from './figures/presence.ts';
import { SheetBook } from './figures/sheet-book.ts';
import { FactStore, type FactStoreParts } from './link/fact-store.ts';
import type { LinkParts } from './link/link-parts.ts';
import { People } from './people/people.ts';
import { boundsOf, plainDayOf } from './place-days.ts';
import { RuleBook } from './rules/rule-book.ts';
import { OpenedSites } from './sites/opened-sites.ts';
import { type Store } from './store/open-store.ts';
import { Supports } from './supports/supports.ts';
import { TicketBook } from './tickets/ticket-book.ts';
import { TicketSessions } from './tickets/ticket-sessions.ts';

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
  readonly outages: Outages;
  readonly presence: Presence;
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
  const ticketOf = (session: string): string | null => sessions.ticketOf(session);
  const people = new People(store, clock);
  const book = new Book({ ...{ store, settings, tickets, people, clock, ticketOf, hours: rules }, ...room, ...turns });
  const follow: FactStoreParts['follow'] = (workstation, fact) => book.sessions.follow(workstation, fact);
  const facts = new FactStore({ store, tickets, sessions, follow, zone, clock });
  const [outages, presence] = [new Outages(store, clock), new Presence(store, clock)];
  const graceCells = (): number => book.graceCells;
  const archive = new DayArchive({ store, facts, tickets, rules, outages, presence, graceCells, settings, clock });
  const supports = new Supports(store, clock, zone);
  const keepsPeople = (): boolean => book.rules.read().keepsPeople;
  const months = new MonthArchive({ store, supports, rules, keepsPeople, zone });
  const sheets = new SheetBook({ store, archive, months, place: settings.place, clock });
  return {
    rules,
    sessions,
    tickets,
    facts,
    ...{ sheets, outages, presence },
    book,
    people,
    openedSites: new OpenedSites(store, clock),
    supports,
  };
}

/** The part of the book that each kiosk holds; what is the same for all is read once for all that are asked for in one go. */
export function slicesOf(
  {
    settings: { place },
    overrides,
    clock = Date.now,
  }: Pick<DeskStart, 'settings' | 'overrides'> & { readonly clock?: Clock },
  records: Records & { readonly waiting: () => number },
): LinkParts['slices'] {
  const { tickets, rules, openedSites, book, waiting } = records;
  const endOfTomorrow = endOfTomorrowIn(place.zone);
  return () => {
    const until = endOfTomorrow(clock());
    const shared = {
      ...{ until: instantOf(until), placeName: place.name, zone: place.zone },
      ...{ rules: rules.rulesAt(), openedSites: openedSites.names(), waiting: waiting() },
      ...(Object.keys(overrides).length > 0 && { overrides }),
    };
    return ({ id, name }) => {
      const own = { workstationName: name, tickets: tickets.openFor(id, until), bookings: book.toldTo(id, until) };
      const content: Omit<Slice, 'epoch'> = { ...shared, ...own };
      return { epoch: book.handovers.number(id, JSON.stringify(content), cellFrom(until)), ...content };
    };
  };
}

/** Worked out once a day: each change of the book asks for every workstation. */
function endOfTomorrowIn(zone: string): (now: number) => number {
  let today = { from: 0, to: 0 };
  let until = 0;
  return (now) => {
    if (now < today.from || now >= today.to) {
      const day = plainDayOf(now, zone);
      today = boundsOf(day.toString(), zone);
      until = boundsOf(day.add({ days: 1 }).toString(), zone).to;
    }
    return until;
  };
}
