import { randomUUID } from 'node:crypto';
import type { Workshop } from '../../../contract/book/workshops.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

/** What somebody changes; `seen` null: a new workshop. */
export interface WorkshopChange extends Omit<Workshop, 'id' | 'version'> {
  readonly seen: { readonly workshop: string; readonly version: number } | null;
}

const mostWorkshops = 500;

const columns = 'id, title, description, audience, seats, version';

/** The workshops that a place gives, without their dates; each change to be called within a transaction. */
export class Series {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** In the order in which they were made. */
  read(): Workshop[] {
    return prepared<[], Workshop>(
      this.#store,
      `SELECT ${columns} FROM workshops WHERE removed_at IS NULL ORDER BY made_at, id`,
    ).all();
  }

  /** Problem `not-found`. */
  find(id: string): Result<Workshop> {
    const row = prepared<[string], Workshop>(
      this.#store,
      `SELECT ${columns} FROM workshops WHERE id = ? AND removed_at IS NULL`,
    ).get(id);
    return row === undefined ? failed('not-found', 'workshop', 'a workshop of this place') : ok(row);
  }

  /** Problems: `not-found`, `stale`. */
  seen({ workshop, version }: { workshop: string; version: number }): Result<Workshop> {
    const found = this.find(workshop);
    return found.ok && found.value.version !== version
      ? failed('stale', 'workshop: version', 'the workshop as it is now: look again, then change it')
      : found;
  }

  /** Problems: `not-found`, `stale`, `not-now` (too many). */
  write({ seen, title, description, audience, seats }: WorkshopChange): Result<Workshop> {
    if (seen === null) return this.#add({ title, description, audience, seats });
    const before = this.seen(seen);
    if (!before.ok) return before;
    prepared(
      this.#store,
      'UPDATE workshops SET title = ?, description = ?, audience = ?, seats = ?, version = version + 1 WHERE id = ?',
    ).run(title, description, audience, seats, seen.workshop);
    return this.find(seen.workshop);
  }

  /** What took place stays in the book. */
  remove(id: string): void {
    prepared(this.#store, 'UPDATE workshops SET removed_at = ?, version = version + 1 WHERE id = ?').run(
      this.#clock(),
      id,
    );
  }

  #add({ title, description, audience, seats }: Omit<WorkshopChange, 'seen'>): Result<Workshop> {
    if (this.read().length >= mostWorkshops) {
      return failed('not-now', 'workshops', `fewer than ${mostWorkshops} workshops: take out those that are over`);
    }
    const id = randomUUID();
    prepared(
      this.#store,
      'INSERT INTO workshops (id, title, description, audience, seats, made_at) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(id, title, description, audience, seats, this.#clock());
    return this.find(id);
  }
}
