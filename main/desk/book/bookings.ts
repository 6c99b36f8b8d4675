import { type BookingRules, brokenRules, rulesFor } from '../../../contract/book/booking-rules.ts';
import { cellAt, type CellSpan, instantOfCell, spanOf } from '../../../contract/book/cells.ts';
import type { BookingRule, Slot, Wish } from '../../../contract/book/entries.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { TicketBook, TicketTime } from '../tickets/ticket-book.ts';
import type { Choice, Needs } from './choice.ts';
import { type EntryRow, type EntryStore, type Place, placeOf } from './entry-store.ts';
import type { GroupedWrites } from './grouped-writes.ts';
import type { Holders } from './holders.ts';
import type { PlaceBookingRules } from './place-booking.ts';
import type { TakingOver } from './taking-over.ts';

/** A holder may come so long before: a workstation that is free then need not wait for them. */
export const earlyMs = 10 * 60_000;

const mostTries = 4;

export interface BookingsParts {
  readonly entries: EntryStore;
  readonly choice: Choice;
  readonly takingOver: TakingOver;
  readonly holders: Holders;
  readonly tickets: TicketBook;
  readonly rules: PlaceBookingRules;
  readonly writes: GroupedWrites;
  /** The book changed. */
  readonly changed: () => void;
  readonly clock: () => number;
}

/** Who makes or changes it. `by`: an account, or null for a visitor alone. `override`: why soft rules are gone over. */
export interface Maker {
  readonly by: string | null;
  readonly override: string | null;
}

/** Which entry is meant, and how it looked to who changes it. */
export interface Seen {
  readonly entry: string;
  readonly version: number;
}

export type Booked =
  | { readonly made: true; readonly entry: EntryRow; readonly codes: readonly string[] | null }
  | { readonly made: false; readonly broken: readonly BookingRule[]; readonly alternatives: readonly Slot[] };

export type Moved = Pick<Wish, 'minutes' | 'workstation'> & { readonly startsAt: number };

type AskedWish = Omit<Wish, 'startsAt'> & { readonly startsAt: number };

interface Placed extends Place {
  readonly entry: string;
  readonly codes: readonly string[];
}

/**
 * Promises of workstations. What is confirmed here holds: its cells stand in the book, and where a kiosk owned them, it has handed them over. Until
 * then an entry is pending and nobody has been promised anything.
 */
export class Bookings {
  readonly #parts: BookingsParts;

  constructor(parts: BookingsParts) {
    this.#parts = parts;
  }

  /** Problem `not-found`: a workstation that is not of this place. */
  async make(wish: AskedWish, maker: Maker): Promise<Booked> {
    const passedOver = new Set<string>();
    for (let tries = 0; ; tries += 1) {
      const placed = await this.#write(() => this.#place(wish, maker, passedOver));
      if ('broken' in placed) return { made: false, ...placed };
      const kept = await this.#kept(placed);
      if (kept.length === 0) return this.#confirmed(placed.entry, placed.codes);
      await this.#write(() => this.#parts.entries.cancel(this.#rowOf(placed.entry)));
      this.#parts.changed();
      for (const workstation of kept) passedOver.add(workstation);
      if (tries === mostTries) return this.#notHandedOver(wish, [...passedOver]);
    }
  }

  /** Problems: `not-found`, `stale`, `not-now`: it is cancelled, or somebody has come for it. */
  async move(seen: Seen, to: Moved, maker: Maker): Promise<Result<Booked>> {
    const found = this.#seen(seen);
    if (!found.ok) return found;
    const before = found.value;
    const isOpen = before.state === 'confirmed' && before.holds.every(({ arrivedAt }) => arrivedAt === null);
    if (!isOpen) return failed('not-now', 'entry', 'one that is not cancelled and that nobody has come for');
    const wish = wishOf(before, to);
    const reached = await this.#write(() => this.#reach(seen, wish, maker));
    if ('stale' in reached) return this.#stale();
    if ('broken' in reached) return ok({ made: false, ...reached });
    const kept = await this.#kept(reached);
    const place = kept.length === 0 ? reached : placeOf(before);
    const entry = await this.#write(() => this.#settle(before.id, place));
    this.#parts.changed();
    return ok(kept.length === 0 ? { made: true, entry, codes: null } : this.#notHandedOver(wish, kept));
  }

  /** Problems: `not-found`, `stale`. */
  async cancel(seen: Seen): Promise<Result<EntryRow>> {
    const cancelled = await this.#write(() => {
      const found = this.#seen(seen);
      if (found.ok && found.value.state !== 'cancelled') this.#parts.entries.cancel(found.value);
      return found;
    });
    if (!cancelled.ok) return cancelled;
    this.#parts.changed();
    return this.find(seen.entry);
  }

  /** Problems: `not-found`, `stale`, `not-now`: it is not cancelled. */
  async restore(seen: Seen, maker: Maker): Promise<Result<Booked>> {
    const found = this.#seen(seen);
    if (!found.ok) return found;
    const before = found.value;
    if (before.state !== 'cancelled') return failed('not-now', 'entry', 'one that is cancelled');
    const wish = wishOf(before, {
      startsAt: instantOfCell(before.from),
      minutes: minutesOf(before),
      workstation: null,
    });
    const restored = await this.#write(() => this.#restore(seen, wish, maker));
    if ('stale' in restored) return this.#stale();
    if ('broken' in restored) return ok({ made: false, ...restored });
    const kept = await this.#kept(placeOf(this.#rowOf(before.id)));
    if (kept.length === 0) return ok(await this.#confirmed(before.id, null));
    await this.#write(() => this.#parts.entries.cancel(this.#rowOf(before.id)));
    this.#parts.changed();
    return ok(this.#notHandedOver(wish, kept));
  }

  /** Problem `not-found`. */
  find(entry: string): Result<EntryRow> {
    const row = this.#parts.entries.find(entry);
    return row === null ? failed('not-found', 'entry', 'an entry of this place') : ok(row);
  }

  /** Problems: `not-found`, `stale`. */
  async excuse(seen: Seen, excused: boolean): Promise<Result<EntryRow>> {
    const done = await this.#write(() => {
      const found = this.#seen(seen);
      if (found.ok) this.#parts.entries.excuse(seen.entry, excused);
      return found;
    });
    this.#parts.changed();
    return done.ok ? this.find(seen.entry) : done;
  }

  #place(wish: AskedWish, maker: Maker, passedOver: ReadonlySet<string>): Placed | Refusal {
    const { entries, tickets } = this.#parts;
    const chosen = this.#chosen(wish, maker, passedOver);
    if ('broken' in chosen) return chosen;
    const given = chosen.workstations.map(() => tickets.giveAhead(ticketTime(wish)));
    const { purpose, group, person } = wish;
    const entry = entries.add({
      ...{ kind: 'booking', ...chosen.span, purpose, group, person },
      ...{ state: 'pending', override: maker.override, madeBy: maker.by },
      holds: chosen.workstations.map((workstation, place) => ({ workstation, ticket: given[place]?.id ?? null })),
    });
    return { entry, codes: given.map(({ code }) => code), ...chosen.span, workstations: chosen.workstations };
  }

  #reach(seen: Seen, wish: AskedWish, maker: Maker): Place | Refusal | Stale {
    const { entries } = this.#parts;
    const found = this.#seen(seen);
    if (!found.ok) return { stale: true };
    // Its own cells are no obstacle; a refusal takes the whole write back.
    for (const hold of found.value.holds) entries.release(hold);
    const chosen = this.#chosen(wish, maker, new Set());
    if ('broken' in chosen) throw new TakenBack(chosen);
    const place = { ...chosen.span, workstations: chosen.workstations };
    entries.reach(found.value, place);
    return place;
  }

  #settle(id: string, place: Place): EntryRow {
    const { entries, tickets } = this.#parts;
    const row = this.#rowOf(id);
    entries.settle(row, place);
    const time = ticketTime({ startsAt: instantOfCell(place.from), minutes: minutesOf(place) });
    for (const { ticket } of row.holds) if (ticket !== null) tickets.renew(ticket, time);
    return this.#rowOf(id);
  }

  #restore(seen: Seen, wish: AskedWish, maker: Maker): { readonly restored: true } | Refusal | Stale {
    const found = this.#seen(seen);
    if (!found.ok) return { stale: true };
    const span = { from: found.value.from, to: found.value.to };
    for (const { workstation } of found.value.holds) {
      const needs = { workstation, features: [], together: 1, passedOver: new Set<string>() };
      const there = this.#parts.choice.choose(span, needs, true);
      if (!there.found) return this.#refusal(wish, [there.rule], needs.passedOver);
    }
    const broken = this.#softBroken(wish);
    if (broken.length > 0 && maker.override === null) return this.#refusal(wish, broken, new Set());
    this.#parts.entries.restore(found.value, 'pending');
    return { restored: true };
  }

  #rowOf(id: string): EntryRow {
    const row = this.#parts.entries.find(id);
    if (row === null) throw new Error('an entry is gone that nobody may take out');
    return row;
  }

  #chosen(
    wish: AskedWish,
    maker: Maker,
    passedOver: ReadonlySet<string>,
  ): { readonly span: CellSpan; readonly workstations: readonly string[] } | Refusal {
    const span = spanOf(wish.startsAt, wish.startsAt + wish.minutes * 60_000);
    if (span.from < cellAt(this.#parts.clock())) return this.#refusal(wish, ['past'], passedOver);
    const soft = this.#softBroken(wish);
    const overridden = maker.override !== null;
    const chosen = this.#parts.choice.choose(span, { ...wish, passedOver }, overridden);
    const broken = [...(chosen.found ? [] : [chosen.rule]), ...(overridden ? [] : soft)];
    return chosen.found && broken.length === 0
      ? { span, workstations: chosen.workstations }
      : this.#refusal(wish, broken, passedOver);
  }

  #softBroken(wish: AskedWish): BookingRule[] {
    const { rules, holders, clock } = this.#parts;
    const own: BookingRules = rulesFor(rules.read(), wish.group);
    return brokenRules(own, holders.of(wish.person, wish.startsAt), { now: clock(), ...wish });
  }

  #refusal(wish: AskedWish, broken: readonly BookingRule[], passedOver: ReadonlySet<string>): Refusal {
    const span = spanOf(wish.startsAt, wish.startsAt + wish.minutes * 60_000);
    const needs: Needs = { ...wish, passedOver };
    return { broken, alternatives: this.#parts.choice.alternatives(span, needs) };
  }

  #kept(place: Place): Promise<string[]> {
    this.#parts.changed();
    return this.#parts.takingOver.kept(place);
  }

  async #confirmed(entry: string, codes: readonly string[] | null): Promise<Booked> {
    const row = await this.#write(() => {
      this.#parts.entries.confirm(entry);
      return this.#rowOf(entry);
    });
    this.#parts.changed();
    return { made: true, entry: row, codes };
  }

  #notHandedOver(wish: AskedWish, kept: readonly string[]): Booked {
    return { made: false, ...this.#refusal(wish, ['not-handed-over'], new Set(kept)) };
  }

  #seen({ entry, version }: Seen): Result<EntryRow> {
    const found = this.find(entry);
    return found.ok && found.value.version !== version ? this.#stale() : found;
  }

  #stale(): Result<never> {
    return failed('stale', 'entry: version', 'the entry as it is now: look again, then change it');
  }

  async #write<Value>(change: () => Value): Promise<Value> {
    try {
      return await this.#parts.writes.write(change);
    } catch (error) {
      if (error instanceof TakenBack) return error.refusal as Value;
      throw error;
    }
  }
}

interface Refusal {
  readonly broken: readonly BookingRule[];
  readonly alternatives: readonly Slot[];
}

interface Stale {
  readonly stale: true;
}

/** Thrown within a write to take back what it has done so far. */
class TakenBack extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('refused');
    this.refusal = refusal;
  }
}

function wishOf({ purpose, group, person, holds }: EntryRow, to: Moved): AskedWish {
  return { ...{ purpose, group, person }, ...to, features: [], together: holds.length };
}

const minutesOf = ({ from, to }: CellSpan): number => (instantOfCell(to) - instantOfCell(from)) / 60_000;

const ticketTime = ({ startsAt, minutes }: { startsAt: number; minutes: number }): TicketTime => ({
  minutes,
  validFrom: startsAt - earlyMs,
  expiresAt: startsAt + minutes * 60_000,
});
