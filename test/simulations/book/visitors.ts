import type { BookAnswer } from '../../../contract/book/self-service.ts';
import { normaliseCode } from '../../../contract/ticket-code.ts';
import { codeHash } from '../../../main/desk/tickets/draw-code.ts';
import type { EntryRow } from '../../../main/desk/book/entry-rows.ts';
import type { Place, Seat } from './place.ts';
import type { Wanted } from './wanted.ts';

const minuteMs = 60_000;

type OwnBooking = Extract<BookAnswer, { answer: 'booked' }>;

/** People who come with what they were told, in time, late or never, and people who just sit down. */
export class Visitors {
  readonly #place: Place;
  /** Normalised codes by entry. */
  readonly #codes = new Map<string, readonly string[]>();
  readonly #owners = new Map<string, number>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** Whose booking it is, also one that was cancelled before. */
  ownerOf({ id }: Pick<EntryRow, 'id'>): number {
    const owner =
      this.#place.promises.bookings.get(id)?.person ?? this.#owners.get(id) ?? this.#place.promises.newPerson();
    this.#owners.set(id, owner);
    return owner;
  }

  /** Whoever has been promised something comes for it, or does not. `codes`: empty when theirs still hold. */
  expect(entry: string, codes: readonly string[]): void {
    const { agenda, chance, promises } = this.#place;
    if (codes.length > 0) this.#codes.set(entry, codes);
    this.ownerOf({ id: entry });
    for (const [place, { from }] of (promises.bookings.get(entry)?.stretches ?? []).entries()) {
      const comes = chance.next();
      if (comes < 0.25) continue;
      const lateMs = comes < 0.85 ? chance.between(-10, 9) * minuteMs : chance.between(9, 40) * minuteMs;
      const off = chance.between(-30_000, 30_000);
      agenda.in(from + lateMs + off - agenda.now, () => this.#arrive(entry, place));
    }
  }

  /** Somebody with a ticket, which opens any workstation. */
  come(code: string, minutes: number): void {
    const { agenda, chance } = this.#place;
    agenda.in(chance.span(1_000, 120 * minuteMs), () => this.#sitDown(this.#anySeat(), code, minutes));
  }

  /** Somebody at an open kiosk. */
  walkIn(): void {
    this.#sitDown(this.#anySeat(), null, this.#place.chance.of([15, 30, 60, 120]));
  }

  wantMore(): void {
    this.#anySeat().life?.happen({ kind: 'extension-asked' });
  }

  leave(): void {
    this.#anySeat().life?.happen({ kind: 'visitor-ended' });
  }

  /** Somebody books by themselves at a free kiosk. `heard` is told of the entry. */
  book({ startsAt, minutes }: Wanted, heard: (entry: string) => void): void {
    const seat = this.#anySeat();
    if (seat.life?.isFree !== true) return;
    const wish = { startsAt: new Date(startsAt).toISOString(), minutes, features: [], purpose: null };
    this.#place.tell(() => `${seat.name}: somebody asks for ${minutes} min from ${wish.startsAt}`);
    seat.life.link.ask({ ask: 'book', ...wish }, (answer) => {
      this.#place.tell(
        () => `${seat.name}: ${answer.answer}${answer.answer === 'refused' ? answer.broken.join() : ''}`,
      );
      if (answer.answer === 'booked') heard(this.#believe(answer));
    });
  }

  /** And somebody takes theirs back. */
  cancel(): void {
    const { chance, promises } = this.#place;
    const seat = this.#anySeat();
    const entries = [...promises.bookings.keys()].filter((entry) => this.#codes.has(entry));
    if (entries.length === 0 || seat.life?.isFree !== true) return;
    const entry = chance.of(entries);
    const [code = ''] = this.#codes.get(entry) ?? [];
    // Whoever asks has given it up, whether they hear the answer or not.
    promises.doubt(entry, true);
    seat.life.link.ask({ ask: 'cancel', code }, (answer) => {
      this.#place.tell(() => `${seat.name}: ${answer.answer}`);
      if (answer.answer === 'cancelled') promises.takenBack(entry);
      else promises.doubt(entry, false);
    });
  }

  /** Returns the entry. */
  #believe({ code, booking }: OwnBooking): string {
    const { promises, settings } = this.#place;
    const normal = normaliseCode(code);
    const own = normal.ok ? this.#find(normal.value) : undefined;
    if (!normal.ok || own === undefined) throw new Error('a code that was given opens nothing');
    const { entry, state, ticket } = own;
    // What staff changed before the answer came through is told to them otherwise.
    if (state !== 'confirmed' || promises.bookings.has(entry)) return entry;
    const workstation = settings.workstations.find(({ name }) => name === booking.workstation)?.id ?? '';
    const stretch = { workstation, from: Date.parse(booking.startsAt), to: Date.parse(booking.endsAt) };
    const person = this.ownerOf({ id: entry });
    promises.own(ticket, person);
    promises.book(entry, { person, stretches: [stretch], lapses: true });
    this.expect(entry, [normal.value]);
    return entry;
  }

  #find(code: string): { entry: string; state: string; ticket: string } | undefined {
    const { settings, store } = this.#place;
    return store
      .prepare<[string], { entry: string; state: string; ticket: string }>(
        `SELECT entry, state, ticket FROM ticket_hashes JOIN holds USING (ticket) JOIN entries ON entries.id = entry
         WHERE hash = ? ORDER BY holds.id DESC LIMIT 1`,
      )
      .get(codeHash(code, settings.workstations[0]?.key ?? ''));
  }

  #arrive(entry: string, place: number): void {
    const { promises, seats, chance } = this.#place;
    const stretch = promises.bookings.get(entry)?.stretches[place] ?? null;
    // A few have not been told that it is cancelled.
    const seat =
      stretch === null ? (chance.is(0.3) ? this.#anySeat() : null) : seats.find(({ id }) => id === stretch.workstation);
    const code = this.#codes.get(entry)?.[place];
    if (seat !== null && seat !== undefined && code !== undefined) this.#sitDown(seat, code, 0);
  }

  #sitDown(seat: Seat, code: string | null, minutes: number): void {
    this.#place.tell(
      () =>
        `${seat.name}: somebody comes ${code === null ? `for ${minutes} min` : `with code ${this.#place.labelOf(code)}`}`,
    );
    seat.life?.visit(code, minutes);
  }

  #anySeat(): Seat {
    return this.#place.chance.of(this.#place.seats);
  }
}
