import type { Logger } from 'pino';
import { cellAt, instantOfCell } from '../../../contract/book/cells.ts';
import type { Queue as QueueView, Queued, Wait } from '../../../contract/book/queue.ts';
import { estimateWait, type Waiter } from '../../../contract/book/wait-estimate.ts';
import { ticketChoices } from '../../../contract/desk-routes.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { EntryRow, HoldRow } from '../book/entry-rows.ts';
import type { Later } from '../book/handovers.ts';
import { instantOf } from '../clock.ts';
import type { KioskLinks } from '../link/kiosk-links.ts';
import { dayOf } from '../place-days.ts';
import type { DryRun } from '../rules/dry-run.ts';
import type { TicketSessions } from '../tickets/ticket-sessions.ts';
import type { Store } from '../store/open-store.ts';
import { DueBookings } from './due-bookings.ts';
import { FreeSeats } from './free-seats.ts';
import { Looks } from './looks.ts';
import { comingCells, comingMs, Offers, type OffersParts } from './offers.ts';
import { asOf, type QueuedRow, QueueStore } from './queue-store.ts';
import { RoomWaits, type RoomWaitsParts } from './room-waits.ts';

export interface QueueParts
  extends RoomWaitsParts, Pick<OffersParts, 'book' | 'tickets' | 'room' | 'clock' | 'changed'> {
  readonly store: Store;
  readonly sessions: TicketSessions;
  readonly dryRun: DryRun;
  readonly links: Pick<KioskLinks, 'send' | 'isOnLine'>;
  readonly log: Logger;
  readonly later?: Later;
}

/** A workstation that waits for a number. */
export interface OpenOffer {
  readonly number: number;
  readonly workstation: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const atOnce: Wait = { atLeastMinutes: 0, atMostMinutes: 0 };

/** Of somebody of whom nothing is known yet: whoever wants less waits no longer. */
const anybody: Waiter = { minutes: Math.max(...ticketChoices), features: [] };

/** While somebody waits the room is looked at this often, whatever it says: an hour comes, a booking lapses. */
const lookEveryMs = 30_000;

/** The place's queue: numbers, and the workstations that are held for them. */
export class Queue {
  readonly #parts: QueueParts;
  readonly #store: QueueStore;
  readonly #waits: RoomWaits;
  readonly #due: DueBookings;
  readonly #offers: Offers;
  readonly #looks: Looks;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.#store = new QueueStore(parts.store);
    this.#waits = new RoomWaits(parts);
    const seats = new FreeSeats(parts);
    this.#due = new DueBookings({ ...parts, seats });
    this.#offers = new Offers({
      ...parts,
      ...{ store: this.#store, zone: parts.settings.place.zone, seats, due: this.#due },
      changed: () => this.#changed(),
    });
    this.#looks = new Looks({ ...parts, look: () => this.#offers.look(), nextAt: () => this.#nextLookAt() });
  }

  /** Whoever reads brings a look about, too: an offer is over by the clock, a booking lapses, the place opens. */
  read(): QueueView {
    const line = this.#line();
    if (line.length > 0 || this.#offers.nextEnd() !== null) this.look();
    const waits = this.#waitsOf(line);
    return { waiting: line.map((row, place) => this.#view(row, waits[place] ?? null)), waitNow: this.waitNow() };
  }

  /** What somebody who came now would wait. */
  waitNow(): Wait {
    return estimateWait(anybody, [...this.#due.waiting(), ...this.#line().filter(isUncalled)], this.#waits.read());
  }

  /** Those who wait and have not been called. */
  count(): number {
    return this.uncalled().length;
  }

  /** Their numbers, in the order of the line. */
  uncalled(): number[] {
    return this.#line()
      .filter(isUncalled)
      .map(({ number }) => number);
  }

  /** Who is called, in the order of the line. */
  called(): OpenOffer[] {
    return this.#line().flatMap((row) => {
      const held = this.#offers.held(row);
      return row.offer === null || held === null
        ? []
        : [{ number: row.number, workstation: held.hold.workstation, until: row.offer.until }];
    });
  }

  /** The number that this workstation waits for; null = none. */
  offerOn(workstation: string): OpenOffer | null {
    return this.called().find((offer) => offer.workstation === workstation) ?? null;
  }

  /** Problem `not-now`: too many wait. */
  join({ minutes, features }: Waiter): Result<{ id: string; number: number; wait: Wait }> {
    const { store, settings, clock } = this.#parts;
    const day = dayOf(clock(), settings.place.zone);
    const added = store.transaction(() => this.#store.add(day, clock(), { minutes, features })).immediate();
    if (!added.ok) return added;
    const { id, number } = added.value;
    const line = this.#line();
    const wait = this.#waitsOf(line)[line.findIndex((row) => row.id === id)] ?? null;
    this.#changed();
    return ok({ id, number, wait });
  }

  /** Problem `not-found`: nobody waits with it any more. */
  leave(id: string): Result<null> {
    const { clock } = this.#parts;
    const row = this.#current(id);
    if (row?.state !== 'waiting') return failed('not-found', 'id', 'somebody who still waits');
    this.#write(() => {
      this.#offers.release(row);
      this.#store.close(row, 'left', clock());
    });
    return ok(null);
  }

  /** Sends them to the workstation that was offered. Problems: `not-found`, `not-now` (no offer, it is over, or the workstation cannot be had). */
  place(id: string): Result<{ workstation: string; minutes: number }> {
    const row = this.#current(id);
    if (row === null) return failed('not-found', 'id', 'a number of this place');
    const held = row.state === 'waiting' ? this.#offers.held(row) : null;
    if (held === null) return failed('not-now', 'offer', 'a workstation that is held for them');
    const { links, room, dryRun, clock } = this.#parts;
    const { ticket, workstation } = held.hold;
    if (!room.isFree(workstation) || !links.isOnLine(workstation))
      return failed('not-now', 'workstation', 'a workstation that is free');
    const { minutes } = row;
    const answer = dryRun.explain({ workstation, code: null, ticket, minutes, at: clock() });
    if (!answer.ok) return answer;
    if (!answer.value.granted) return failed('not-now', answer.value.reason, 'a time that the rules allow');
    this.#send(row, held);
    return ok({ workstation, minutes: answer.value.minutes });
  }

  /** Looks soon whether somebody can be called; once for all that happens meanwhile. */
  look(): void {
    this.#looks.soon();
  }

  stop(): void {
    this.#looks.stop();
  }

  #send(row: QueuedRow, { entry, hold }: { entry: EntryRow; hold: HoldRow }): void {
    const { links, room, tickets, clock } = this.#parts;
    const now = clock();
    const { ticket, workstation } = hold;
    const { minutes, number } = row;
    if (ticket === null) return;
    this.#write(() => {
      this.#store.close(row, 'placed', now);
      this.#parts.book.entries.waitUntil(hold, cellAt(now) + comingCells);
      tickets.renew(ticket, { minutes, validFrom: now, expiresAt: Math.max(instantOfCell(entry.to), now + comingMs) });
    });
    // Told the whole length, the kiosk shortens it by the same rules and gives the visitor the reason.
    links.send(workstation, { type: 'start-session', ticket, minutes, label: String(number) });
    room.placed(workstation);
  }

  #write(change: () => void): void {
    const { store, book } = this.#parts;
    try {
      store.transaction(change).immediate();
    } catch (error) {
      book.board.forget();
      throw error;
    }
    this.#changed();
  }

  #changed(): void {
    if (!this.#looks.stopped) this.#parts.changed();
  }

  #nextLookAt(): number | null {
    const ahead = this.#line().length === 0 ? [] : [this.#parts.clock() + lookEveryMs];
    const ends = [this.#offers.nextEnd(), ...ahead].filter((at) => at !== null);
    return ends.length === 0 ? null : Math.min(...ends);
  }

  #line(): QueuedRow[] {
    const { settings, clock } = this.#parts;
    return this.#store.waiting(dayOf(clock(), settings.place.zone), clock());
  }

  #current(id: string): QueuedRow | null {
    const row = this.#store.find(id);
    return row === null ? null : asOf(row, this.#parts.clock());
  }

  /** Of each in the line; whoever is called has a workstation already. */
  #waitsOf(line: readonly QueuedRow[]): Wait[] {
    const room = this.#waits.read();
    const due = this.#due.waiting();
    return line.map((row, place) =>
      isUncalled(row) ? estimateWait(row, [...due, ...line.slice(0, place).filter(isUncalled)], room) : atOnce,
    );
  }

  #view(row: QueuedRow, wait: Wait): Queued {
    const { id, number, joinedAt, minutes, features, offer } = row;
    const held = this.#offers.held(row);
    return {
      ...{ id, number, minutes, wait, features: [...features], since: instantOf(joinedAt) },
      offer:
        offer === null || held === null ? null : { workstation: held.hold.workstation, until: instantOf(offer.until) },
    };
  }
}

const isUncalled = ({ offer }: QueuedRow): boolean => offer === null;
