import type { Store } from '../store/open-store.ts';

/** Marks a day whose figures may have changed. To be called in the transaction that changes its records, so that no crash can part the two. */
export function unsettle(store: Store, day: string): void {
  store.prepare('INSERT OR IGNORE INTO unsettled_days (day) VALUES (?)').run(day);
}
