import { randomUUID } from 'node:crypto';
import type { Registration, Workshop } from '../../../contract/book/workshops.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

export interface RegistrationsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly nameOf: (person: string) => string | null;
}

interface RegistrationRow {
  readonly id: string;
  readonly workshop: string;
  readonly number: number;
  readonly person: string | null;
  readonly standing: Registration['standing'];
  readonly made_at: number;
}

interface AttendanceRow {
  readonly entry: string;
  readonly present: number;
}

/**
 * Who has a seat in a workshop, who waits for one, and who came. A seat that was given is kept, also when a workshop is made smaller; one that is
 * given back goes to the first of those who wait. Each change to be called within a transaction.
 */
export class Registrations {
  readonly #parts: RegistrationsParts;
  readonly #store: Store;

  constructor(parts: RegistrationsParts) {
    this.#parts = parts;
    this.#store = parts.store;
  }

  /** In the order of registering; those that were given back, too. */
  of(workshop: string): Registration[] {
    return this.#rowsOf(workshop).map((row) => this.#view(row));
  }

  seatsLeft({ id, seats }: Workshop): number {
    return Math.max(0, seats - this.#seated(id));
  }

  /** Problem `not-now`: they are on the list. */
  register(workshop: Workshop, person: string | null): Result<Registration> {
    const rows = this.#rowsOf(workshop.id);
    const isThere = rows.some((row) => row.person !== null && row.person === person && row.standing !== 'cancelled');
    if (isThere) return failed('not-now', 'person', 'somebody who is not registered yet');
    const now = this.#parts.clock();
    const row: RegistrationRow = {
      ...{ id: randomUUID(), workshop: workshop.id, person, made_at: now },
      number: Math.max(0, ...rows.map(({ number }) => number)) + 1,
      standing: this.seatsLeft(workshop) > 0 ? 'seated' : 'waiting',
    };
    prepared(
      this.#store,
      `INSERT INTO registrations (id, workshop, number, person, standing, made_at, seated_at)
         VALUES (:id, :workshop, :number, :person, :standing, :made_at, :seatedAt)`,
    ).run({ ...row, seatedAt: row.standing === 'seated' ? now : null });
    return ok(this.#view(row));
  }

  /** The workshop that a registration is for; null = there is none. */
  workshopOf(registration: string): string | null {
    return this.#find(registration)?.workshop ?? null;
  }

  giveBack(registration: string): void {
    prepared(
      this.#store,
      `UPDATE registrations SET standing = 'cancelled', left_at = coalesce(left_at, ?) WHERE id = ?`,
    ).run(this.#parts.clock(), registration);
  }

  /** Seats that are free go to those who wait, first come first. */
  fill(workshop: Workshop): void {
    const next = this.#rowsOf(workshop.id)
      .filter(({ standing }) => standing === 'waiting')
      .slice(0, this.seatsLeft(workshop));
    for (const { id } of next) {
      prepared(this.#store, `UPDATE registrations SET standing = 'seated', seated_at = ? WHERE id = ?`).run(
        this.#parts.clock(),
        id,
      );
    }
  }

  /** `present` null: nobody has said anything after all. */
  attend(registration: string, entry: string, present: boolean | null): void {
    if (present === null) {
      prepared(this.#store, 'DELETE FROM attendance WHERE registration = ? AND entry = ?').run(registration, entry);
      return;
    }
    prepared(
      this.#store,
      `INSERT INTO attendance (registration, entry, present) VALUES (?, ?, ?)
       ON CONFLICT (registration, entry) DO UPDATE SET present = excluded.present`,
    ).run(registration, entry, present ? 1 : 0);
  }

  #seated(workshop: string): number {
    return this.#rowsOf(workshop).filter(({ standing }) => standing === 'seated').length;
  }

  #rowsOf(workshop: string): RegistrationRow[] {
    return prepared<[string], RegistrationRow>(
      this.#store,
      'SELECT * FROM registrations WHERE workshop = ? ORDER BY number',
    ).all(workshop);
  }

  #find(id: string): RegistrationRow | undefined {
    return prepared<[string], RegistrationRow>(this.#store, 'SELECT * FROM registrations WHERE id = ?').get(id);
  }

  #view({ id, number, person, standing, made_at }: RegistrationRow): Registration {
    const name = person === null ? null : this.#parts.nameOf(person);
    const said = prepared<[string], AttendanceRow>(
      this.#store,
      'SELECT entry, present FROM attendance WHERE registration = ?',
    ).all(id);
    return {
      ...{ id, number, standing, madeAt: instantOf(made_at) },
      person: person === null || name === null ? null : { id: person, name },
      attendance: Object.fromEntries(said.map(({ entry, present }) => [entry, present === 1])),
    };
  }
}
