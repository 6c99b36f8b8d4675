import { cellAt, cellFrom, instantOfCell } from '../../../contract/book/cells.ts';
import type { Book } from '../book/book.ts';
import type { EntryRow, HoldRow } from '../book/entry-rows.ts';
import { heldWithinMs } from '../book/handovers.ts';
import type { Clock } from '../clock.ts';
import { dayOf } from '../place-days.ts';
import { placingMs, type LiveRoom } from '../room/live-room.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { DueBookings } from './due-bookings.ts';
import type { FreeSeats, Seat } from './free-seats.ts';
import type { QueuedRow, QueueStore } from './queue-store.ts';

export interface OffersParts {
  readonly store: QueueStore;
  readonly book: Book;
  readonly tickets: TicketBook;
  readonly room: LiveRoom;
  readonly seats: FreeSeats;
  readonly due: DueBookings;
  readonly zone: string;
  readonly clock: Clock;
  /** The book or the queue is another than before. */
  readonly changed: () => void;
}

interface Offer {
  readonly queued: QueuedRow;
  readonly entry: string;
  readonly workstation: string;
  /** In cells. */
  readonly from: number;
}

const silentMs = 30_000;

/** Somebody who was sent there is given so long to answer and to read the charter. */
export const comingMs = 10 * 60_000;
export const comingCells = cellFrom(comingMs);

/**
 * Holds a workstation that has become free for the first in line whom it fits. Like every promise it is chosen and written in one write, and stands
 * only when its kiosk holds the slice that says so; until then nobody is called.
 */
export class Offers {
  readonly #parts: OffersParts;

  constructor(parts: OffersParts) {
    this.#parts = parts;
  }

  /** Brings the book up to what the clock and the room say. One look at a time. */
  async look(): Promise<void> {
    const { book, due, changed } = this.#parts;
    if (await book.writes.write(() => this.#tidy())) changed();
    await due.place();
    const offers = await book.writes.write(() => this.#make());
    if (offers.length === 0) return;
    changed();
    await Promise.all(offers.map((offer) => this.#settle(offer)));
    changed();
  }

  /** Until when the soonest offer runs, in milliseconds since 1970; null = there is none. */
  nextEnd(): number | null {
    const ends = this.#parts.store.offered().flatMap(({ offer }) => offer?.until ?? []);
    return ends.length === 0 ? null : Math.min(...ends);
  }

  /** What an offer stands on; null when it holds nothing any more. */
  held({ offer }: QueuedRow): { readonly entry: EntryRow; readonly hold: HoldRow } | null {
    const entry = offer === null ? null : this.#parts.book.entries.find(offer.entry);
    const hold = entry?.holds.find(({ releasedAt }) => releasedAt === null);
    return entry === null || hold === undefined ? null : { entry, hold };
  }

  /** Frees what an offer holds. Within a write. */
  release(row: QueuedRow): void {
    const held = this.held(row);
    if (held !== null) this.#parts.book.entries.cancel(held.entry);
  }

  /** True when something was out of date. */
  #tidy(): boolean {
    const { store, clock } = this.#parts;
    const now = clock();
    const over = store.offered().filter((row) => now >= (row.offer?.until ?? 0));
    for (const row of over) {
      this.release(row);
      store.closeOver(row, now);
    }
    const lost = store.offered().filter((row) => this.#isLost(row));
    for (const row of lost) {
      this.release(row);
      store.withdraw(row);
    }
    return over.length + lost.length + this.#forgetWhoNeverSatDown(now) > 0;
  }

  /** Broken, silent for longer than a desk takes to start, or taken out of the book by somebody: there is nothing to come for. */
  #isLost(row: QueuedRow): boolean {
    const { room, clock } = this.#parts;
    const held = this.held(row);
    if (held === null) return true;
    const phase = room.phaseOf(held.hold.workstation);
    return phase === 'silent' ? clock() - room.sinceOf(held.hold.workstation) > silentMs : phase !== 'free';
  }

  /** They were sent there, and the workstation is free again without anybody having begun. */
  #forgetWhoNeverSatDown(now: number): number {
    const { store, book, room } = this.#parts;
    const gone = store
      .sentSince(now - comingMs)
      .filter(({ at }) => now - at > placingMs)
      .flatMap(({ entry }) => book.entries.find(entry) ?? [])
      .filter(({ state, holds }) => {
        const isWaitedFor = holds.some(({ arrivedAt, releasedAt }) => arrivedAt === null && releasedAt === null);
        return state !== 'cancelled' && isWaitedFor && holds.every(({ workstation }) => room.isFree(workstation));
      });
    for (const entry of gone) book.entries.cancel(entry);
    return gone.length;
  }

  #make(): Offer[] {
    const { store, seats, zone, clock } = this.#parts;
    const now = clock();
    const waiting = store.waiting(dayOf(now, zone), now).filter(({ offer }) => offer === null);
    const free = seats.now();
    const given = new Set<string>();
    return waiting.flatMap((queued) => {
      const [seat] = free.for(queued, given);
      if (seat === undefined) return [];
      given.add(seat.workstation.id);
      return [this.#hold(queued, seat)];
    });
  }

  /** The cells from now until their time is over, if they come at the last moment; no others, since those may be promised. */
  #hold(queued: QueuedRow, { workstation: { id: workstation }, minutes }: Seat): Offer {
    const { book, tickets, clock } = this.#parts;
    const now = clock();
    const comeBy = now + this.#offerMs + heldWithinMs;
    const wished = { from: cellAt(now), to: cellFrom(comeBy + minutes * 60_000) };
    const lapsed = new Set(book.board.lapsed(workstation, wished).map(({ id }) => id));
    const others = book.board.within(workstation, wished).filter(({ id }) => !lapsed.has(id));
    const to = Math.min(wished.to, ...others.map(({ from }) => from));
    const ticket = tickets.setAside({ minutes, validFrom: now, expiresAt: instantOfCell(to) });
    const { id: entry } = book.entries.add({
      ...{ kind: 'walk-in', state: 'pending', from: wished.from, to, madeBy: null },
      ...{ releaseCell: cellFrom(comeBy), holds: [{ workstation, ticket }] },
    });
    return { queued, entry, workstation, from: wished.from };
  }

  async #settle({ queued, entry, workstation, from }: Offer): Promise<void> {
    const { book, seats, store, clock } = this.#parts;
    const kept = await book.takingOver.kept({ from, workstations: [workstation] });
    if (kept.length > 0) seats.kept(workstation);
    await book.writes.write(() => {
      const row = book.entries.find(entry);
      const stillWaits = store.find(queued.id)?.state === 'waiting';
      if (row === null) return;
      if (kept.length > 0 || !stillWaits || row.state === 'cancelled') {
        if (row.state !== 'cancelled') book.entries.cancel(row);
        return;
      }
      book.entries.confirm(entry);
      store.offer(queued, { entry, until: clock() + this.#offerMs });
    });
  }

  get #offerMs(): number {
    return this.#parts.book.rules.read().offerMinutes * 60_000;
  }
}
