import { cellAt, type CellSpan, instantOfCell } from '../../../contract/book/cells.ts';
import type { Display } from '../../../contract/book/queue.ts';
import type { Registration, Workshop, WorkshopView } from '../../../contract/book/workshops.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { BlockMade } from '../book/blocks.ts';
import type { Book } from '../book/book.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { People } from '../people/people.ts';
import { unsettle, unsettleMonth } from '../figures/unsettled.ts';
import { dayOf } from '../place-days.ts';
import type { Store } from '../store/open-store.ts';
import { Registrations } from './registrations.ts';
import { Series, type WorkshopChange } from './series.ts';

export interface WorkshopsParts {
  readonly store: Store;
  readonly book: Book;
  readonly people: People;
  readonly clock: Clock;
  readonly settings: { readonly place: { readonly zone: string } };
}

/** A date of a workshop. */
export interface NewSession extends CellSpan {
  readonly workshop: string;
  readonly workstations: readonly string[];
  /** The account that makes it. */
  readonly by: string;
}

/** Far enough to plan by, near enough to be read from across a room. */
const announcedMs = 31 * 24 * 60 * 60_000;

/** Workshops: series with their dates in the book, and lists of who comes. */
export class Workshops {
  readonly #parts: WorkshopsParts;
  readonly #series: Series;
  readonly #registrations: Registrations;

  constructor(parts: WorkshopsParts) {
    const { store, people, clock } = parts;
    this.#parts = parts;
    this.#series = new Series(store, clock);
    this.#registrations = new Registrations({ store, clock, nameOf: (person) => people.nameOf(person) });
  }

  read(): WorkshopView[] {
    const { book } = this.#parts;
    return this.#series.read().map((workshop) => ({
      ...workshop,
      sessions: book.entries.ofWorkshop(workshop.id).map((row) => book.view(row)),
      registrations: this.#registrations.of(workshop.id),
    }));
  }

  /** The next date of each, soonest first: what anybody may know. */
  announced(): Display['workshops'] {
    const { book, clock } = this.#parts;
    const now = clock();
    return this.#series
      .read()
      .flatMap((workshop) => {
        const next = book.entries
          .ofWorkshop(workshop.id)
          .map(({ from }) => instantOfCell(from))
          .find((startsAt) => startsAt > now && startsAt - now < announcedMs);
        const seatsLeft = this.#registrations.seatsLeft(workshop);
        return next === undefined ? [] : [{ title: workshop.title, startsAt: instantOf(next), seatsLeft }];
      })
      .sort((one, other) => one.startsAt.localeCompare(other.startsAt));
  }

  /** Its dates to come have its new title, its new seats go to those who wait. Problems: `not-found`, `stale`, `not-now`. */
  write(change: WorkshopChange): Result<Workshop> {
    return this.#change(() => {
      const written = this.#series.write(change);
      if (!written.ok) return written;
      this.#parts.book.labels.retitle(written.value.id, written.value.title);
      this.#registrations.fill(written.value);
      return written;
    });
  }

  /** Problem `not-found`. */
  async addSession({ workshop, ...place }: NewSession): Promise<Result<BlockMade>> {
    const { book, clock } = this.#parts;
    const found = this.#series.find(workshop);
    if (!found.ok) return found;
    if (place.from < cellAt(clock())) return ok({ made: false, broken: ['past'], inTheWay: [] });
    const workstations = [...new Set(place.workstations)];
    const { title } = found.value;
    return ok(await book.blocks.make({ ...place, workstations, kind: 'workshop', title, workshop }));
  }

  /** What runs goes on to its end. Problems: `not-found`, `stale`. */
  remove(seen: { workshop: string; version: number }): Result<null> {
    const { book, clock } = this.#parts;
    return this.#change(() => {
      const found = this.#series.seen(seen);
      if (!found.ok) return found;
      const toCome = book.entries.ofWorkshop(seen.workshop).filter(({ from }) => from > cellAt(clock()));
      for (const entry of toCome) book.entries.cancel(entry);
      this.#series.remove(seen.workshop);
      return ok(null);
    });
  }

  /** Problems: `not-found` (of the workshop, or of a person of a place that keeps people), `not-now`: they are on the list. */
  register(workshop: string, person: string | null): Result<Registration> {
    const { book, people } = this.#parts;
    return this.#change(() => {
      const found = this.#series.find(workshop);
      if (!found.ok) return found;
      const isKnown = person === null || (book.rules.read().keepsPeople && people.find(person) !== null);
      if (!isKnown) return failed('not-found', 'person', 'a person of this place');
      return this.#registrations.register(found.value, person);
    });
  }

  /** Problem `not-found`. */
  unregister(registration: string): Result<null> {
    return this.#change(() => {
      const found = this.#workshopOf(registration);
      if (!found.ok) return found;
      this.#registrations.giveBack(registration);
      this.#registrations.fill(found.value);
      return ok(null);
    });
  }

  /** Problem `not-found`: of the registration, or of a session of its workshop. */
  attend({
    registration,
    entry,
    present,
  }: {
    registration: string;
    entry: string;
    present: boolean | null;
  }): Result<null> {
    return this.#change(() => {
      const found = this.#workshopOf(registration);
      if (!found.ok) return found;
      const session = this.#parts.book.entries.find(entry);
      if (session?.workshop !== found.value.id) return failed('not-found', 'entry', 'a session of this workshop');
      this.#registrations.attend(registration, entry, present);
      const day = dayOf(instantOfCell(session.from), this.#parts.settings.place.zone);
      unsettle(this.#parts.store, day);
      unsettleMonth(this.#parts.store, day.slice(0, 7));
      return ok(null);
    });
  }

  #workshopOf(registration: string): Result<Workshop> {
    const workshop = this.#registrations.workshopOf(registration);
    return workshop === null ? failed('not-found', 'registration', 'a registration here') : this.#series.find(workshop);
  }

  /** All of it or nothing. */
  #change<Value>(change: () => Result<Value>): Result<Value> {
    const { store, book } = this.#parts;
    try {
      return store.transaction(change).immediate();
    } catch (error) {
      book.board.forget();
      throw error;
    }
  }
}
