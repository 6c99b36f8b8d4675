import { rulesFor } from '../../../contract/book/booking-rules.ts';
import { cellAt, cellFrom, instantOfCell } from '../../../contract/book/cells.ts';
import type { Slot } from '../../../contract/book/entries.ts';
import type { BookAnswer, BookQuestion } from '../../../contract/book/self-service.ts';
import type { Result } from '../../../contract/problem.ts';
import { normaliseCode, showCode } from '../../../contract/ticket-code.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { type Clock, instantOf } from '../clock.ts';
import { boundsOf, plainDayOf } from '../place-days.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { Book } from './book.ts';
import type { EntryRow } from './entry-rows.ts';

export interface SelfServiceParts {
  readonly book: Book;
  readonly tickets: TicketBook;
  readonly settings: DeskSettings;
  readonly clock: Clock;
  readonly queue: {
    /** Refused when too many wait already. */
    join(
      wish: Pick<Ask<'queue'>, 'minutes' | 'features'>,
    ): Result<{ readonly number: number; readonly wait: QueueWait }>;
    waitNow(): QueueWait;
    count(): number;
  };
}

type QueueWait = Extract<BookAnswer, { answer: 'outlook' }>['waitNow'];
type Ask<Kind extends BookQuestion['ask']> = Extract<BookQuestion, { ask: Kind }>;

const mostDays = 60;

/** What visitors do with the book alone, at a free kiosk. They get what anybody gets, and nothing is kept of who they are. */
export class SelfService {
  readonly #parts: SelfServiceParts;

  constructor(parts: SelfServiceParts) {
    this.#parts = parts;
  }

  answer(question: BookQuestion): BookAnswer | Promise<BookAnswer> {
    if (!this.#parts.book.rules.read().atKiosks) return { answer: 'at-the-desk' };
    switch (question.ask) {
      case 'outlook':
        return this.#outlook(question);
      case 'slots':
        return { answer: 'slots', slots: this.#slots(question, question.day).map((slot) => this.#named(slot)) };
      case 'book':
        return this.#book(question);
      case 'find':
        return this.#find(question.code);
      case 'cancel':
        return this.#cancel(question.code);
      case 'queue':
        return this.#queue(question);
    }
  }

  #outlook(question: Ask<'outlook'>): BookAnswer {
    const { book, settings, clock, queue } = this.#parts;
    const { daysAhead, longestMinutes } = this.#rules;
    const first = plainDayOf(clock(), settings.place.zone);
    const days = Array.from({ length: Math.min(daysAhead + 1, mostDays) }, (_, ahead) =>
      first.add({ days: ahead }).toString(),
    )
      .filter((day) => book.hours.spans(this.#spanOf(day)).length > 0)
      .map((day) => ({ day, slots: this.#slots(question, day) }));
    const soonest = days.flatMap(({ slots }) => slots)[0];
    return {
      ...{ answer: 'outlook', waitNow: queue.waitNow(), waiting: queue.count(), longestMinutes },
      days: days.map(({ day, slots }) => ({ day, free: slots.length })),
      first: soonest === undefined ? null : this.#named(soonest),
      features: [...new Set(settings.workstations.flatMap(({ features }) => features))].sort(),
    };
  }

  async #book({ startsAt, minutes, features, purpose }: Ask<'book'>): Promise<BookAnswer> {
    const wish = { minutes, features, purpose, workstation: null, together: 1, group: null, person: null };
    const maker = { by: null, override: null };
    const booked = await this.#parts.book.bookings.make({ ...wish, startsAt: Date.parse(startsAt) }, maker);
    if (!booked.made) {
      const alternatives = booked.alternatives.map((slot) => this.#named(slot));
      return { answer: 'refused', broken: [...booked.broken], alternatives };
    }
    return { answer: 'booked', code: showCode(booked.codes?.[0] ?? ''), booking: this.#own(booked.entry) };
  }

  #queue(question: Ask<'queue'>): BookAnswer {
    const queued = this.#parts.queue.join(question);
    if (!queued.ok) return { answer: 'at-the-desk' };
    const { number, wait } = queued.value;
    return { answer: 'queued', number, wait };
  }

  #find(code: string): BookAnswer {
    const entry = this.#entryOf(code);
    return entry === null ? { answer: 'unknown-code' } : { answer: 'found', booking: this.#own(entry) };
  }

  async #cancel(code: string): Promise<BookAnswer> {
    const entry = this.#entryOf(code);
    if (entry === null) return { answer: 'unknown-code' };
    if (!this.#isCancellable(entry)) return { answer: 'at-the-desk' };
    const cancelled = await this.#parts.book.bookings.cancel({ entry: entry.id, version: entry.version });
    return cancelled.ok ? { answer: 'cancelled', booking: this.#own(entry) } : { answer: 'unknown-code' };
  }

  /** A booking to come; of others the code tells nothing. */
  #entryOf(code: string): EntryRow | null {
    const { book, tickets, clock } = this.#parts;
    const normal = normaliseCode(code);
    const ticket = normal.ok ? tickets.idOf(normal.value) : null;
    const entry = ticket === null ? null : book.entries.ofTicket(ticket);
    const isToCome = entry?.kind === 'booking' && entry.state === 'confirmed' && entry.to > cellAt(clock());
    return isToCome ? entry : null;
  }

  #own(entry: EntryRow): Extract<BookAnswer, { answer: 'found' }>['booking'] {
    return {
      startsAt: instantOf(instantOfCell(entry.from)),
      endsAt: instantOf(instantOfCell(entry.to)),
      workstation: entry.holds.map(({ workstation }) => this.#nameOf(workstation)).join(', '),
      cancellable: this.#isCancellable(entry),
    };
  }

  #isCancellable({ from, holds, group }: EntryRow): boolean {
    const { book, clock } = this.#parts;
    const { cancelMinutes } = rulesFor(book.rules.read(), group);
    const isUntouched = holds.every(({ arrivedAt }) => arrivedAt === null);
    return isUntouched && clock() <= instantOfCell(from) - cancelMinutes * 60_000;
  }

  #slots({ minutes, features }: Pick<Ask<'slots'>, 'minutes' | 'features'>, day: string): Slot[] {
    return this.#parts.book.choice.slots({ minutes, features, together: 1 }, this.#spanOf(day));
  }

  #spanOf(day: string): { from: number; to: number } {
    const bounds = boundsOf(day, this.#parts.settings.place.zone);
    return { from: cellFrom(bounds.from), to: cellAt(bounds.to) };
  }

  get #rules() {
    return rulesFor(this.#parts.book.rules.read(), null);
  }

  #named({ startsAt, workstations }: Slot): { startsAt: string; workstations: string[] } {
    return { startsAt, workstations: workstations.map((workstation) => this.#nameOf(workstation)) };
  }

  #nameOf(workstation: string): string {
    return this.#parts.settings.workstations.find(({ id }) => id === workstation)?.name ?? '';
  }
}
