import { type CellSpan, instantOfCell } from '../../../contract/book/cells.ts';
import type { BookingRule, Slot, Wish } from '../../../contract/book/entries.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { TicketBook, TicketTime } from '../tickets/ticket-book.ts';
import { type EntryRow, hasAll, type Place, placeOf } from './entry-rows.ts';
import type { EntryStore } from './entry-store.ts';
import type { GroupedWrites } from './grouped-writes.ts';
import type { TakingOver } from './taking-over.ts';
import { type AskedWish, type Maker, type Refusal, Wishes, type WishesParts } from './wishes.ts';

/** A holder may come so long before: a workstation that is free then need not wait for them. */
export const earlyMs = 10 * 60_000;

const mostTries = 4;

export interface BookingsParts extends WishesParts {
  readonly entries: EntryStore;
  readonly takingOver: TakingOver;
  readonly tickets: TicketBook;
  readonly writes: GroupedWrites;
  /** The book changed. */
  readonly changed: () => void;
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

interface Placed {
  /** Pending while kiosks have to be asked for its cells. */
  readonly entry: EntryRow;
  readonly codes: readonly string[];
}

/**
 * Promises of workstations. What is confirmed here holds: its cells stand in the book, and where a kiosk owned them, it has handed them over. Until
 * then an entry is pending and nobody has been promised anything.
 */
export class Bookings {
  readonly #parts: BookingsParts;
  readonly #wishes: Wishes;
  /** Entries that have an old and a new place, by who moves them: nobody else changes them. */
  readonly #moving = new Map<string, object>();

  constructor(parts: BookingsParts) {
    this.#parts = parts;
    this.#wishes = new Wishes(parts);
  }

  /** Problem `not-found`: a workstation that is not of this place. */
  async make(wish: AskedWish, maker: Maker): Promise<Booked> {
    const passedOver = new Set<string>();
    for (let tries = 0; ; tries += 1) {
      const placed = await this.#write(() => this.#place(wish, maker, passedOver));
      if ('broken' in placed) return { made: false, ...placed };
      const { entry, codes } = placed;
      if (entry.state === 'confirmed') return this.#known({ made: true, entry, codes });
      const kept = await this.#kept(placeOf(entry));
      if (kept.length === 0) return this.#confirmed(entry.id, codes);
      await this.#write(() => this.#parts.entries.cancel(this.#rowOf(entry.id)));
      this.#parts.changed();
      for (const workstation of kept) passedOver.add(workstation);
      if (tries === mostTries) return this.#notHandedOver(wish, [...passedOver]);
    }
  }

  /** Problems: `not-found`, `stale`, `not-now`: it is cancelled, somebody has come for it, or somebody else is changing it. */
  async move(seen: Seen, to: Moved, maker: Maker): Promise<Result<Booked>> {
    const own = {};
    try {
      const reached = await this.#write(() => {
        // A write that failed beside this one has it made again.
        this.#letGo(seen.entry, own);
        const found = this.#reach(seen, to, maker);
        if ('place' in found) this.#moving.set(seen.entry, own);
        return found;
      });
      if ('problem' in reached) return reached;
      if ('broken' in reached) return ok({ made: false, ...reached });
      const { before, wish, place } = reached;
      const kept = await this.#kept(place);
      const { moved, entry } = await this.#write(() => this.#settle(before, kept.length === 0 ? place : null));
      this.#parts.changed();
      if (moved) return ok({ made: true, entry, codes: null });
      return kept.length === 0 ? this.#notNow() : ok(this.#notHandedOver(wish, kept));
    } finally {
      this.#letGo(seen.entry, own);
    }
  }

  #letGo(entry: string, own: object): void {
    if (this.#moving.get(entry) === own) this.#moving.delete(entry);
  }

  /** Problems: `not-found`, `stale`, `not-now`: it is just being made or moved. */
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
    const restored = await this.#write(() => this.#restore(seen, maker));
    if ('problem' in restored) return restored;
    if ('broken' in restored) return ok({ made: false, ...restored });
    const { entry, wish } = restored;
    const kept = await this.#kept(placeOf(this.#rowOf(entry)));
    if (kept.length === 0) return ok(await this.#confirmed(entry, null));
    await this.#write(() => this.#parts.entries.cancel(this.#rowOf(entry)));
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
    const { entries, tickets, takingOver } = this.#parts;
    const chosen = this.#wishes.choose(wish, maker, passedOver);
    if ('broken' in chosen) return chosen;
    const { span, workstations } = chosen;
    const state = takingOver.asksNobody({ ...span, workstations }) ? 'confirmed' : 'pending';
    const given = workstations.map(() => tickets.giveAhead(ticketTime(wish)));
    const { purpose, group, person } = wish;
    const entry = entries.add({
      ...{ kind: 'booking', ...span, purpose, group, person },
      ...{ state, override: maker.override, madeBy: maker.by },
      holds: workstations.map((workstation, place) => ({ workstation, ticket: given[place]?.id ?? null })),
    });
    return { entry, codes: given.map(({ code }) => code) };
  }

  #reach(seen: Seen, to: Moved, maker: Maker): Reached | Refusal | Failed {
    const { entries } = this.#parts;
    const found = this.#seen(seen);
    if (!found.ok) return found;
    const before = found.value;
    if (before.state !== 'confirmed' || before.holds.some(({ arrivedAt }) => arrivedAt !== null)) {
      return failed('not-now', 'entry', 'one that is not cancelled and that nobody has come for');
    }
    const wish = wishOf(before, to);
    const kept = before.holds.filter((hold) => entries.counts(hold));
    // Its own cells are no obstacle; a refusal takes the whole write back.
    for (const hold of before.holds) entries.release(hold);
    const chosen = this.#wishes.choose(wish, maker, new Set());
    if ('broken' in chosen) throw new TakenBack(chosen);
    const place = { ...chosen.span, workstations: chosen.workstations };
    entries.reach(before, kept, place);
    return { before, wish, place };
  }

  /** At the new place, unless that is null, or it was lost meanwhile, or they have come to the old one. */
  #settle(before: EntryRow, place: Place | null): { readonly moved: boolean; readonly entry: EntryRow } {
    const { entries, tickets } = this.#parts;
    const row = this.#rowOf(before.id);
    const came = row.holds.some(({ arrivedAt }) => arrivedAt !== null);
    const moved = place !== null && !came && hasAll(row, place);
    entries.settle(row, moved ? place : placeOf(row));
    if (moved) {
      const time = ticketTime({ startsAt: instantOfCell(place.from), minutes: minutesOf(place) });
      for (const { ticket } of row.holds) if (ticket !== null) tickets.renew(ticket, time);
    }
    return { moved, entry: this.#rowOf(before.id) };
  }

  #restore(seen: Seen, maker: Maker): { readonly entry: string; readonly wish: AskedWish } | Refusal | Failed {
    const found = this.#seen(seen);
    if (!found.ok) return found;
    const before = found.value;
    if (before.state !== 'cancelled') return failed('not-now', 'entry', 'one that is cancelled');
    const startsAt = instantOfCell(before.from);
    const wish = wishOf(before, { startsAt, minutes: minutesOf(before), workstation: null });
    for (const { workstation } of before.holds) {
      const needs = { workstation, features: [], together: 1, passedOver: new Set<string>() };
      const there = this.#parts.choice.choose({ from: before.from, to: before.to }, needs, true);
      if (!there.found) return this.#wishes.refusal(wish, [there.rule], needs.passedOver);
    }
    const broken = this.#wishes.softBroken(wish);
    if (broken.length > 0 && maker.override === null) return this.#wishes.refusal(wish, broken, new Set());
    this.#parts.entries.restore(before, 'pending');
    return { entry: before.id, wish };
  }

  #rowOf(id: string): EntryRow {
    const row = this.#parts.entries.find(id);
    if (row === null) throw new Error('an entry is gone that nobody may take out');
    return row;
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
    return this.#known({ made: true, entry: row, codes });
  }

  /** It is on the disk: everybody may know. */
  #known(booked: Booked): Booked {
    this.#parts.changed();
    return booked;
  }

  #notHandedOver(wish: AskedWish, kept: readonly string[]): Booked {
    return { made: false, ...this.#wishes.refusal(wish, ['not-handed-over'], new Set(kept)) };
  }

  /** For a change: of an entry between two states nobody knows yet what it will be. */
  #seen({ entry, version }: Seen): Result<EntryRow> {
    const found = this.find(entry);
    if (!found.ok) return found;
    if (found.value.state === 'pending' || this.#moving.has(entry)) return this.#notNow();
    if (found.value.version === version) return found;
    return failed('stale', 'entry: version', 'the entry as it is now: look again, then change it');
  }

  #notNow(): Failed {
    return failed('not-now', 'entry', 'one that nobody else is changing; look again in a moment');
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

type Failed = Extract<Result<never>, { ok: false }>;

interface Reached {
  readonly before: EntryRow;
  readonly wish: AskedWish;
  readonly place: Place;
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
