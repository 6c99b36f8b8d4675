import { type Holder, nobodyKnown } from '../../../contract/book/booking-rules.ts';
import type { Person } from '../../../contract/book/people.ts';
import { cellAt, cellMs, type CellSpan } from '../../../contract/book/cells.ts';
import type { People } from '../people/people.ts';
import { beginningsAt, boundsOf, dayOf } from '../place-days.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

const forgottenMs = 60 * 24 * 60 * 60_000;
const dayMs = 24 * 60 * 60_000;

export interface HoldersParts {
  readonly store: Store;
  readonly people: Pick<People, 'find'>;
  readonly zone: string;
  readonly graceCells: () => number;
  readonly clock: () => number;
}

/** What the book knows of the people whom the place chose to keep: of everybody else, nothing. */
export class Holders {
  readonly #parts: HoldersParts;

  constructor(parts: HoldersParts) {
    this.#parts = parts;
  }

  /** What counts for a booking that begins then; epoch milliseconds. */
  of(person: string | null, startsAt: number): Holder {
    if (person === null) return nobodyKnown;
    const { zone } = this.#parts;
    const day = boundsOf(dayOf(startsAt, zone), zone);
    const { week } = beginningsAt(startsAt, zone);
    const known = this.#parts.people.find(person);
    return {
      barredUntil: barredUntil(known),
      authorised: known?.authorised ?? false,
      noShows: this.noShows(person),
      today: this.#booked(person, { from: cellAt(day.from), to: cellAt(day.to) }),
      week: this.#booked(person, { from: cellAt(week), to: cellAt(week + 7 * dayMs) }),
    };
  }

  #booked(person: string, { from, to }: CellSpan): Holder['today'] {
    const row = prepared<[string, number, number], { bookings: number; cells: number | null }>(
      this.#parts.store,
      `SELECT count(*) AS bookings, sum(to_cell - from_cell) AS cells FROM entries
         WHERE person = ? AND from_cell >= ? AND from_cell < ? AND state <> 'cancelled'`,
    ).get(person, from, to);
    return { bookings: row?.bookings ?? 0, minutes: ((row?.cells ?? 0) * cellMs) / 60_000 };
  }

  /** Bookings that nobody came for and nobody excused; derived from the clock, forgotten after sixty days. */
  noShows(person: string): number {
    const { store, clock, graceCells } = this.#parts;
    const row = prepared<[string, number, number], { missed: number }>(
      store,
      `SELECT count(*) AS missed FROM entries
         WHERE person = ? AND kind = 'booking' AND state = 'confirmed' AND excused = 0 AND from_cell > ? AND from_cell <= ?
           AND NOT EXISTS (SELECT 1 FROM holds WHERE entry = entries.id AND arrived_at IS NOT NULL)`,
    ).get(person, cellAt(clock() - forgottenMs), cellAt(clock()) - graceCells());
    return row?.missed ?? 0;
  }
}

const barredUntil = (person: Person | null): number | null =>
  person === null || person.barred === null ? null : Date.parse(person.barred.until);
