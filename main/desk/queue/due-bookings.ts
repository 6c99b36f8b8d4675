import { cellAt, instantOfCell } from '../../../contract/book/cells.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import type { Waiter } from '../../../contract/book/wait-estimate.ts';
import type { Book } from '../book/book.ts';
import type { EntryRow, HoldRow } from '../book/entry-rows.ts';
import type { Clock } from '../clock.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { TicketSessions } from '../tickets/ticket-sessions.ts';
import type { FreeSeats } from './free-seats.ts';

export interface DueBookingsParts {
  readonly settings: DeskSettings;
  readonly book: Book;
  readonly room: LiveRoom;
  readonly sessions: TicketSessions;
  readonly seats: FreeSeats;
  readonly clock: Clock;
}

interface Due {
  readonly entry: EntryRow;
  readonly hold: HoldRow;
}

const broken: ReadonlySet<string> = new Set(['out-of-service', 'maintenance']);

/**
 * Bookings that have begun and whose workstation cannot be had: broken, or somebody else sits there. They come before the queue, and are moved to
 * the next workstation that is free. Of a workstation that is silent nobody knows: its kiosk may have let them in.
 */
export class DueBookings {
  readonly #parts: DueBookingsParts;

  constructor(parts: DueBookingsParts) {
    this.#parts = parts;
  }

  /** As those who wait: they are ahead of everybody. */
  waiting(): Waiter[] {
    return this.#stranded().map(({ entry }) => ({ minutes: minutesOf(entry), features: [] }));
  }

  /** Moves those for whom there is a workstation. */
  async place(): Promise<void> {
    for (const due of this.#stranded()) await this.#move(due);
  }

  /** Its code goes with it. The time that a broken workstation has cost is given back where nothing follows. */
  async #move({ entry, hold }: Due): Promise<void> {
    const { book, seats, clock } = this.#parts;
    for (const seat of this.#seatsLike(hold, minutesOf(entry))) {
      const to = { startsAt: instantOfCell(cellAt(clock())), workstation: seat.workstation.id, minutes: seat.minutes };
      const maker = { by: null, override: 'its workstation cannot be had' };
      // A move that was taken back is a change, too: the version is that of now.
      const version = book.entries.find(entry.id)?.version ?? entry.version;
      const moved = await book.bookings.move({ entry: entry.id, version }, to, maker);
      if (!moved.ok || moved.value.made) return;
      seats.kept(seat.workstation.id);
    }
  }

  /** Those first that have what the booked one has: nobody wrote down whether it was chosen for that. */
  #seatsLike({ workstation }: HoldRow, minutes: number) {
    const { settings, seats } = this.#parts;
    const features = settings.workstations.find(({ id }) => id === workstation)?.features ?? [];
    const free = seats.now();
    const alike = free.for({ minutes, features }, new Set());
    const others = free.for({ minutes, features: [] }, new Set(alike.map((seat) => seat.workstation.id)));
    return [...alike, ...others];
  }

  #stranded(): Due[] {
    const { book, clock } = this.#parts;
    const now = cellAt(clock());
    return book.entries
      .between({ from: now, to: now + 1 })
      .filter(({ kind, state, from }) => kind === 'booking' && state === 'confirmed' && now < from + book.graceCells)
      .flatMap((entry) => {
        const [hold, ...others] = entry.holds;
        // Several side by side are a facilitator's to move.
        const isAlone = hold !== undefined && others.length === 0 && hold.arrivedAt === null;
        return isAlone && this.#isLost(hold) ? [{ entry, hold }] : [];
      });
  }

  #isLost({ workstation, ticket }: HoldRow): boolean {
    const { room, sessions } = this.#parts;
    if (broken.has(room.phaseOf(workstation))) return true;
    const session = room.sessionOn(workstation);
    const running = session === null ? null : sessions.find(session);
    return running !== null && running.ticket !== ticket;
  }
}

const minutesOf = ({ from, to }: EntryRow): number => (instantOfCell(to) - instantOfCell(from)) / 60_000;
