import { boundsOf, dayOf } from '../place-days.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';
import type { Stretch } from './day-minutes.ts';

/** Marks a day whose figures may have changed. To be called in the transaction that changes its records, so that no crash can part the two. */
export function unsettle(store: Store, day: string): void {
  prepared(store, 'INSERT OR IGNORE INTO unsettled_days (day) VALUES (?)').run(day);
}

/** The same for each day that a stretch of time touches. */
export function unsettleDays(store: Store, { from, to }: Stretch, zone: string): void {
  for (let at = from; at < to;) {
    const day = dayOf(at, zone);
    unsettle(store, day);
    at = boundsOf(day, zone).to;
  }
}

/** The same for a month: `2026-10`. */
export function unsettleMonth(store: Store, month: string): void {
  prepared(store, 'INSERT OR IGNORE INTO unsettled_months (month) VALUES (?)').run(month);
}
