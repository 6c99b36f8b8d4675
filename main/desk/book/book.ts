import { cellAt, cellFrom, cellMs, type CellSpan, instantOfCell } from '../../../contract/book/cells.ts';
import type { Entry } from '../../../contract/book/entries.ts';
import type { Slice } from '../../../contract/desk-link.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { People } from '../people/people.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import type { Store } from '../store/open-store.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import { Blocks } from './blocks.ts';
import { Board } from './board.ts';
import { Bookings } from './bookings.ts';
import { Choice, type ChoiceParts } from './choice.ts';
import { EntryLabels } from './entry-labels.ts';
import { type EntryRow } from './entry-rows.ts';
import { EntryStore } from './entry-store.ts';
import { viewOf } from './entry-view.ts';
import { FollowSessions } from './follow-sessions.ts';
import { GroupedWrites, type Soon } from './grouped-writes.ts';
import { Handovers, type Later } from './handovers.ts';
import { Holders } from './holders.ts';
import { OpenHours } from './open-hours.ts';
import { PlaceBookingRules } from './place-booking.ts';
import { TakingOver } from './taking-over.ts';

/** A kiosk is told nothing longer than a day: what is longer comes in pieces. */
const longestMs = 24 * 60 * 60_000;

export interface BookParts {
  readonly store: Store;
  readonly settings: DeskSettings;
  readonly tickets: TicketBook;
  readonly hours: Pick<RuleBook, 'openBetween'>;
  readonly clock: Clock;
  readonly later?: Later;
  readonly soon?: Soon;
  readonly ticketOf: (session: string) => string | null;
  readonly seat: ChoiceParts['seat'];
  /** Gives a kiosk its slice as it stands now, and returns its epoch; null: it is not on the line. */
  readonly handOut: (workstation: string) => number | null;
  readonly changed: () => void;
  readonly people: People;
}

/** The place's book: who has which workstation when. */
export class Book {
  readonly rules: PlaceBookingRules;
  readonly entries: EntryStore;
  readonly labels: EntryLabels;
  readonly board: Board;
  readonly choice: Choice;
  readonly hours: OpenHours;
  readonly handovers: Handovers;
  readonly takingOver: TakingOver;
  readonly holders: Holders;
  readonly bookings: Bookings;
  readonly blocks: Blocks;
  readonly writes: GroupedWrites;
  readonly sessions: FollowSessions;
  readonly #parts: BookParts;

  constructor(parts: BookParts) {
    const { store, settings, tickets, clock, changed } = parts;
    this.#parts = parts;
    this.rules = new PlaceBookingRules(store);
    this.board = new Board(store, { graceCells: () => this.graceCells, nowCell: () => cellAt(clock()) });
    this.entries = new EntryStore(store, this.board, { clock, zone: settings.place.zone });
    this.labels = new EntryLabels(store, clock);
    this.writes = new GroupedWrites(store, () => this.board.forget(), parts.soon);
    this.handovers = new Handovers(store, parts.later);
    this.hours = new OpenHours((from, to) => parts.hours.openBetween(from, to));
    this.choice = new Choice({
      ...{ workstations: settings.workstations, board: this.board, handovers: this.handovers, seat: parts.seat, clock },
      open: (span) => this.hours.spans(span),
      ...(parts.soon !== undefined && { soon: parts.soon }),
    });
    this.takingOver = new TakingOver({ handovers: this.handovers, handOut: parts.handOut });
    const { people } = parts;
    this.holders = new Holders({ store, people, clock, zone: settings.place.zone, graceCells: () => this.graceCells });
    const shared = { entries: this.entries, writes: this.writes, takingOver: this.takingOver, tickets, changed };
    this.bookings = new Bookings({ ...shared, choice: this.choice, holders: this.holders, rules: this.rules, clock });
    this.blocks = new Blocks({ ...shared, board: this.board });
    this.sessions = new FollowSessions({ entries: this.entries, board: this.board, ticketOf: parts.ticketOf });
    store.transaction(() => this.entries.putInOrder()).immediate();
  }

  get graceCells(): number {
    return cellFrom(this.rules.read().graceMinutes * 60_000);
  }

  view(row: EntryRow): Entry {
    const { settings, clock, seat, people } = this.#parts;
    return viewOf(row, {
      ...{ clock, graceCells: () => this.graceCells, nameOf: (person) => people.nameOf(person) },
      order: settings.workstations.map(({ id }) => id),
      isOnLine: (workstation) => seat(workstation).onLine,
    });
  }

  /** What a kiosk is told of its workstation, from now until the end of its slice. */
  toldTo(workstation: string, until: number): Slice['bookings'] {
    const span: CellSpan = { from: cellAt(this.#parts.clock()), to: cellAt(until) };
    return this.entries.held(workstation, span).flatMap(({ held, ticket }) => {
      const startsAt = instantOfCell(held.from);
      const endsAt = Math.min(instantOfCell(held.to), until);
      const releasedAt = held.releaseCell === null ? null : instantOf(held.releaseCell * cellMs);
      return piecesOf(startsAt, endsAt).map(([from, to]) => ({
        ...{ ticket: ticket ?? held.entry, startsAt: instantOf(from), minutes: (to - from) / 60_000, releasedAt },
      }));
    });
  }
}

const piecesOf = (startsAt: number, endsAt: number): (readonly [number, number])[] =>
  Array.from({ length: Math.ceil((endsAt - startsAt) / longestMs) }, (_, piece) => {
    const from = startsAt + piece * longestMs;
    return [from, Math.min(from + longestMs, endsAt)] as const;
  });
