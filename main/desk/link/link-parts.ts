import type { Logger } from 'pino';
import type { BookAnswer, BookQuestion } from '../../../contract/book/self-service.ts';
import type { Slice } from '../../../contract/desk-link.ts';
import type { ListStanding } from '../../../contract/filter-list/standing.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import type { Soon } from '../book/grouped-writes.ts';
import type { Handovers } from '../book/handovers.ts';
import type { Clock } from '../clock.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { SiteWishes } from '../sites/site-wishes.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { FactStore } from './fact-store.ts';

export type Workstation = DeskSettings['workstations'][number];

export type SliceOf = (workstation: Workstation) => Slice;

/** What the link works with. */
export interface LinkParts {
  readonly workstations: readonly Workstation[];
  readonly room: LiveRoom;
  readonly tickets: TicketBook;
  readonly facts: FactStore;
  readonly wishes: SiteWishes;
  /** How things stand now: what each kiosk is to hold, for all that are told in one go. */
  readonly slices: () => SliceOf;
  readonly handovers: Handovers;
  /** What somebody asks of the book at a kiosk. */
  readonly answer: (question: BookQuestion) => BookAnswer | Promise<BookAnswer>;
  /** The filter list that is given out; null = none. */
  readonly list: () => ListStanding['inUse'];
  /** A kiosk's word changed the book. */
  readonly recorded: () => void;
  readonly log: Logger;
  readonly clock: Clock;
  readonly soon?: Soon;
}
