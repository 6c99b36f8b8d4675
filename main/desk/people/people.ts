import { randomUUID } from 'node:crypto';
import type { Person } from '../../../contract/book/people.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly group_id: string | null;
  readonly authorised: number;
  readonly barred_until: number | null;
  readonly bar_reason: string | null;
  readonly version: number;
}

/** What somebody changes; `seen` null: a new person. */
export interface PersonChange extends Omit<Person, 'id' | 'version'> {
  readonly seen: { readonly person: string; readonly version: number } | null;
}

const mostPeople = 5000;

/** The people whom the place chose to keep. */
export class People {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  read(): Person[] {
    return prepared<[], PersonRow>(this.#store, 'SELECT * FROM people ORDER BY name, id').all().map(personOf);
  }

  find(id: string): Person | null {
    const row = prepared<[string], PersonRow>(this.#store, 'SELECT * FROM people WHERE id = ?').get(id);
    return row === undefined ? null : personOf(row);
  }

  nameOf(id: string): string | null {
    return this.find(id)?.name ?? null;
  }

  /** Problems: `not-found`, `stale`, `not-now` (too many). */
  write({ seen, ...change }: PersonChange): Result<Person> {
    if (seen === null) return this.#count() >= mostPeople ? tooMany() : this.#put(randomUUID(), change);
    const before = this.find(seen.person);
    if (before === null) return failed('not-found', 'person', 'a person of this place');
    return before.version === seen.version ? this.#put(seen.person, change) : stale();
  }

  #put(id: string, { name, group, authorised, barred }: Omit<PersonChange, 'seen'>): Result<Person> {
    const until = barred === null ? null : Date.parse(barred.until);
    prepared(
      this.#store,
      `INSERT INTO people (id, name, group_id, authorised, barred_until, bar_reason, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, group_id = excluded.group_id, authorised = excluded.authorised,
         barred_until = excluded.barred_until, bar_reason = excluded.bar_reason, version = version + 1`,
    ).run(id, name, group, authorised ? 1 : 0, until, barred?.reason ?? null, this.#clock());
    const written = this.find(id);
    return written === null ? failed('internal', 'person', 'what was just written') : ok(written);
  }

  /** What they booked stays, without them. Problems: `not-found`, `stale`. */
  remove({ person, version }: { person: string; version: number }): Result<null> {
    const before = this.find(person);
    if (before === null) return failed('not-found', 'person', 'a person of this place');
    if (before.version !== version) return stale();
    this.#store
      .transaction(() => {
        prepared(this.#store, 'UPDATE entries SET person = NULL WHERE person = ?').run(person);
        prepared(this.#store, 'UPDATE registrations SET person = NULL WHERE person = ?').run(person);
        prepared(this.#store, 'DELETE FROM people WHERE id = ?').run(person);
      })
      .immediate();
    return ok(null);
  }

  /** The place keeps nobody any more. */
  removeAll(): void {
    this.#store
      .transaction(() => {
        prepared(this.#store, 'UPDATE entries SET person = NULL WHERE person IS NOT NULL').run();
        prepared(this.#store, 'UPDATE registrations SET person = NULL WHERE person IS NOT NULL').run();
        prepared(this.#store, 'DELETE FROM people').run();
      })
      .immediate();
  }

  #count(): number {
    return prepared<[], { people: number }>(this.#store, 'SELECT count(*) AS people FROM people').get()?.people ?? 0;
  }
}

const tooMany = () =>
  failed('not-now', 'people', `fewer than ${mostPeople} people: take out who does not come any more`);

const stale = () => failed('stale', 'person: version', 'the person as they are now: look again, then change');

const personOf = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  group: row.group_id,
  authorised: row.authorised === 1,
  barred: row.barred_until === null ? null : { until: instantOf(row.barred_until), reason: row.bar_reason ?? '' },
  version: row.version,
});
