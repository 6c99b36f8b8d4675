import { cellAt } from '../../../contract/book/cells.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';
import type { HoldRow } from './entry-rows.ts';

/** What changes of an entry that keeps its cells; to be called within a transaction. */
export class EntryLabels {
  readonly #store: Store;
  readonly #clock: () => number;

  constructor(store: Store, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Another ticket opens it. */
  handTo({ id }: HoldRow, ticket: string): void {
    prepared(this.#store, 'UPDATE holds SET ticket = ? WHERE id = ?').run(ticket, id);
  }

  /** The dates of a workshop that are not over have its title. */
  retitle(workshop: string, title: string): void {
    const now = this.#clock();
    prepared(
      this.#store,
      `UPDATE entries SET title = ?, version = version + 1, changed_at = ?
       WHERE workshop = ? AND to_cell > ? AND state <> 'cancelled' AND title <> ?`,
    ).run(title, now, workshop, cellAt(now), title);
  }
}
