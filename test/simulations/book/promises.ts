/** A stretch of time on one workstation, as somebody was told; `[from, to)` in epoch milliseconds. */
export interface Stretch {
  readonly workstation: string;
  readonly from: number;
  readonly to: number;
}

/** Who it was told to: a number for each person or party. */
type Person = number;

interface BookingPromise {
  readonly person: Person;
  stretches: readonly Stretch[];
  /** False: it waits for nobody, as a workshop. */
  readonly lapses: boolean;
  /** Workstations on which they have come. */
  readonly came: Set<string>;
  /** Who could take it back has asked to, and was not yet answered. */
  inDoubt: boolean;
}

interface SessionPromise extends Stretch {
  readonly person: Person;
}

interface Live extends Stretch {
  readonly person: Person;
  readonly of: string;
}

/** What people have been told, and count on: kept apart from everything that the desk and the kiosks believe. */
export class Promises {
  readonly bookings = new Map<string, BookingPromise>();
  readonly #sessions = new Map<string, SessionPromise>();
  readonly #persons = new Map<string, Person>();
  readonly #graceMs: number;
  #people = 0;
  /** Somebody was told something since the last look. */
  #told = false;

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  newPerson(): Person {
    this.#people += 1;
    return this.#people;
  }

  /** Whose ticket it is, for the sessions that it opens. */
  own(ticket: string, person: Person): void {
    this.#persons.set(ticket, person);
  }

  ownerOf(ticket: string | null): Person {
    return (ticket === null ? undefined : this.#persons.get(ticket)) ?? this.newPerson();
  }

  book(entry: string, promise: { person: Person; stretches: readonly Stretch[]; lapses: boolean }): void {
    this.#told = true;
    this.bookings.set(entry, { ...promise, came: new Set(), inDoubt: false });
  }

  /** They have been told of another place or time. */
  moved(entry: string, stretches: readonly Stretch[]): void {
    const promise = this.bookings.get(entry);
    if (promise === undefined) return;
    this.#told = true;
    promise.stretches = stretches;
    promise.came.clear();
  }

  /** They asked for a change of it and were not answered yet, or were. */
  doubt(entry: string, inDoubt: boolean): void {
    const promise = this.bookings.get(entry);
    if (promise === undefined) return;
    this.#told ||= !inDoubt;
    promise.inDoubt = inDoubt;
  }

  takenBack(entry: string): void {
    this.bookings.delete(entry);
  }

  /** Whoever comes after their time comes as anybody does. */
  came(person: Person, { workstation, now }: { workstation: string; now: number }): void {
    for (const promise of this.#bookingsOf(person)) {
      promise.stretches = promise.stretches.filter(
        (stretch) => stretch.workstation !== workstation || this.#counts(promise, stretch, now),
      );
      promise.came.add(workstation);
    }
  }

  granted(session: string, promise: SessionPromise): void {
    this.#told = true;
    this.#sessions.set(session, { ...promise, from: this.#sessions.get(session)?.from ?? promise.from });
  }

  sessionOf(session: string): SessionPromise | undefined {
    return this.#sessions.get(session);
  }

  /** They have left: what was booked for them there is over too. */
  left(session: string, { person, workstation }: { person: Person; workstation: string }): void {
    this.#sessions.delete(session);
    for (const promise of this.#bookingsOf(person)) {
      if (!promise.came.has(workstation)) continue;
      promise.stretches = promise.stretches.filter((stretch) => stretch.workstation !== workstation);
    }
  }

  /** Booked stretches that count now. */
  booked(now: number): (Live & { readonly entry: string; readonly inDoubt: boolean; readonly came: boolean })[] {
    return [...this.bookings].flatMap(([entry, promise]) => {
      const { person, stretches, came, inDoubt } = promise;
      return stretches
        .filter((stretch) => this.#counts(promise, stretch, now))
        .map((stretch) => ({ ...stretch, person, entry, inDoubt, came: came.has(stretch.workstation), of: 'booking' }));
    });
  }

  /** Two people who were told the same cells; null = nobody was. Time alone only ends promises. */
  clash(now: number): readonly [Live, Live] | null {
    if (!this.#told) return null;
    this.#told = false;
    const live: Live[] = [...this.#sessions.values()].map((session) => ({ ...session, of: 'session' }));
    live.push(...this.booked(now).filter(({ inDoubt }) => !inDoubt));
    for (const [place, one] of live.entries()) {
      const other = live.find((another, later) => later > place && clashes(one, another));
      if (other !== undefined) return [one, other];
    }
    return null;
  }

  #counts({ lapses, came }: BookingPromise, { workstation, from, to }: Stretch, now: number): boolean {
    return now < to && (!lapses || came.has(workstation) || now < from + this.#graceMs);
  }

  #bookingsOf(person: Person): BookingPromise[] {
    return [...this.bookings.values()].filter((promise) => promise.person === person);
  }
}

const clashes = (one: Live, other: Live): boolean =>
  one.workstation === other.workstation && one.person !== other.person && one.from < other.to && other.from < one.to;
