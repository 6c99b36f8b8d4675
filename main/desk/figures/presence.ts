import type { Clock } from '../clock.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';
import type { Stretch } from './day-minutes.ts';

/** Screens are told something at least every ten seconds: whoever was told nothing for longer has gone. */
const goneMs = 90_000;
/** As exact as a figure in minutes needs. */
const writeEveryMs = 20_000;

/** When at least one facilitator's screen was open. What is written is never more than what was seen, also when the desk falls over. */
export class Presence {
  readonly #store: Store;
  readonly #clock: Clock;
  #writtenAt = -Infinity;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** A facilitator's screen was told something just now. */
  seen(): void {
    const now = this.#clock();
    if (Math.abs(now - this.#writtenAt) < writeEveryMs) return;
    this.#writtenAt = now;
    const { changes } = prepared(
      this.#store,
      `UPDATE presence SET to_at = :now
         WHERE from_at = (SELECT max(from_at) FROM presence WHERE from_at <= :now) AND to_at <= :now AND to_at >= :since`,
    ).run({ now, since: now - goneMs });
    if (changes === 0) {
      prepared(this.#store, 'INSERT OR IGNORE INTO presence (from_at, to_at) VALUES (:now, :now)').run({ now });
    }
  }

  between({ from, to }: Stretch): Stretch[] {
    return prepared<[number, number], Stretch>(
      this.#store,
      'SELECT from_at AS "from", to_at AS "to" FROM presence WHERE from_at < ? AND to_at > ? ORDER BY from_at',
    ).all(to, from);
  }
}
