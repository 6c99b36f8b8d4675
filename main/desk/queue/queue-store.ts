import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Waiter } from '../../../contract/book/wait-estimate.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

/** More people than fit into any room: somebody plays with the button. */
const mostWaiting = 99;

/** Who was called in vain goes to the back, as if they came then: they may have gone for a coffee. The second time they have gone home. */
const mostCallsInVain = 2;

export interface QueuedRow extends Waiter {
  readonly id: string;
  readonly number: number;
  readonly joinedAt: number;
  readonly placeAt: number;
  readonly calledInVain: number;
  readonly state: 'waiting' | 'left' | 'placed';
  /** The entry that holds a workstation for this number, and until when; null = they have not been called. */
  readonly offer: { readonly entry: string; readonly until: number } | null;
}

interface RawQueued {
  readonly id: string;
  readonly number: number;
  readonly joined_at: number;
  readonly place_at: number;
  readonly minutes: number;
  readonly features: string;
  readonly state: QueuedRow['state'] | 'offered';
  readonly called_in_vain: number;
  readonly entry: string | null;
  readonly offered_until: number | null;
}

const featuresSchema = z.array(z.string());

/** How a number stands at that time: an offer is over when its time is, whoever has looked. */
export function asOf(row: QueuedRow, now: number): QueuedRow {
  if (row.offer === null || now < row.offer.until) return row;
  const calledInVain = row.calledInVain + 1;
  const state = calledInVain < mostCallsInVain ? 'waiting' : 'left';
  return { ...row, calledInVain, state, placeAt: row.offer.until, offer: null };
}

/** The numbers of the place; each change to be called within a transaction. */
export class QueueStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Who waits on that day as things stand then, in the order of the line; those for whom a workstation is held, too. */
  waiting(day: string, now: number): QueuedRow[] {
    return prepared<[string], RawQueued>(
      this.#store,
      `SELECT * FROM queue WHERE day = ? AND state IN ('waiting', 'offered')`,
    )
      .all(day)
      .map((raw) => asOf(rowOf(raw), now))
      .filter(({ state }) => state === 'waiting')
      .sort((one, other) => one.placeAt - other.placeAt || one.number - other.number);
  }

  /** Every offer that nobody has closed, of whatever day; over or not. */
  offered(): QueuedRow[] {
    return prepared<[], RawQueued>(this.#store, 'SELECT * FROM queue WHERE offered_until IS NOT NULL').all().map(rowOf);
  }

  find(id: string): QueuedRow | null {
    const row = prepared<[string], RawQueued>(this.#store, 'SELECT * FROM queue WHERE id = ?').get(id);
    return row === undefined ? null : rowOf(row);
  }

  /** What holds workstations for those who were sent there since then. */
  sentSince(since: number): { readonly entry: string; readonly at: number }[] {
    return prepared<[number], { entry: string; at: number }>(
      this.#store,
      `SELECT entry, closed_at AS at FROM queue WHERE state = 'placed' AND closed_at > ? AND entry IS NOT NULL`,
    ).all(since);
  }

  /** The next number of the day. Problem `not-now`: too many wait. */
  add(day: string, now: number, { minutes, features }: Waiter): Result<QueuedRow> {
    if (this.waiting(day, now).length >= mostWaiting) {
      return failed(
        'not-now',
        'queue',
        `fewer than ${mostWaiting} people who wait: take out the numbers that have gone`,
      );
    }
    const id = randomUUID();
    prepared(
      this.#store,
      `INSERT INTO queue (id, day, number, joined_at, place_at, minutes, features)
       SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM queue WHERE day = ?`,
    ).run(id, day, now, now, minutes, JSON.stringify([...new Set(features)].sort()), day);
    const row = this.find(id);
    return row === null ? failed('internal', 'queue', 'what was just written') : ok(row);
  }

  offer({ id }: QueuedRow, { entry, until }: NonNullable<QueuedRow['offer']>): void {
    prepared(this.#store, `UPDATE queue SET state = 'offered', entry = ?, offered_until = ? WHERE id = ?`).run(
      entry,
      until,
      id,
    );
  }

  /** Nobody came for it in time. */
  closeOver(row: QueuedRow, now: number): void {
    const { id, state, calledInVain, placeAt } = asOf(row, now);
    prepared(
      this.#store,
      `UPDATE queue SET state = ?, called_in_vain = ?, place_at = ?, entry = NULL, offered_until = NULL, closed_at = ? WHERE id = ?`,
    ).run(state, calledInVain, placeAt, state === 'left' ? placeAt : null, id);
  }

  /** There is no workstation after all; they wait on where they were. */
  withdraw({ id }: QueuedRow): void {
    prepared(this.#store, `UPDATE queue SET state = 'waiting', entry = NULL, offered_until = NULL WHERE id = ?`).run(
      id,
    );
  }

  close({ id }: QueuedRow, state: 'placed' | 'left', now: number): void {
    prepared(this.#store, 'UPDATE queue SET state = ?, offered_until = NULL, closed_at = ? WHERE id = ?').run(
      state,
      now,
      id,
    );
  }
}

const rowOf = (raw: RawQueued): QueuedRow => ({
  id: raw.id,
  number: raw.number,
  joinedAt: raw.joined_at,
  placeAt: raw.place_at,
  minutes: raw.minutes,
  features: featuresSchema.parse(JSON.parse(raw.features)),
  calledInVain: raw.called_in_vain,
  state: raw.state === 'offered' ? 'waiting' : raw.state,
  offer: raw.entry === null || raw.offered_until === null ? null : { entry: raw.entry, until: raw.offered_until },
});
