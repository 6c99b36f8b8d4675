import type { DaySheet } from '../../../contract/day-sheet.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { FactStore } from '../link/fact-store.ts';
import { boundsOf, dayOf } from '../place-days.ts';
import type { Store } from '../store/open-store.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import { unsettle } from './unsettled-days.ts';
import { countDay, type DayFigures } from './count-day.ts';

/** A sheet as it leaves the place: these bytes and no others. */
export interface WaitingSheet {
  readonly day: string;
  readonly revision: number;
  readonly bytes: string;
}

/** The place's day sheets: made from the records, numbered, and kept until central has them. */
export class SheetBook {
  readonly #store: Store;
  readonly #facts: FactStore;
  readonly #tickets: TicketBook;
  readonly #settings: DeskSettings;
  readonly #clock: Clock;

  constructor(parts: { store: Store; facts: FactStore; tickets: TicketBook; settings: DeskSettings; clock: Clock }) {
    this.#store = parts.store;
    this.#facts = parts.facts;
    this.#tickets = parts.tickets;
    this.#settings = parts.settings;
    this.#clock = parts.clock;
  }

  /** Counts again each day that may have changed, and today: a place that is open and empty says so. Returns how many sheets changed. */
  settle(): number {
    return this.#store
      .transaction(() => {
        unsettle(this.#store, dayOf(this.#clock(), this.#settings.place.zone));
        const days = this.#store.prepare<[], { day: string }>('SELECT day FROM unsettled_days ORDER BY day').all();
        const changed = days.filter(({ day }) => this.#make(day)).length;
        this.#store.prepare('DELETE FROM unsettled_days').run();
        return changed;
      })
      .immediate();
  }

  /** Sheets that central does not have yet, oldest day first. */
  waiting(limit: number): WaitingSheet[] {
    return this.#store
      .prepare<[number], WaitingSheet>(
        'SELECT day, revision, bytes FROM sheets WHERE waiting_since IS NOT NULL ORDER BY day LIMIT ?',
      )
      .all(limit);
  }

  waitingSince(): string | null {
    const row = this.#store
      .prepare<[], { since: number | null }>(
        'SELECT min(waiting_since) AS since FROM sheets WHERE waiting_since IS NOT NULL',
      )
      .get();
    return row === undefined || row.since === null ? null : instantOf(row.since);
  }

  /** Central has this revision for good. One made in the meantime goes on waiting. */
  delivered(sheet: WaitingSheet): void {
    this.#store
      .prepare('UPDATE sheets SET waiting_since = NULL WHERE day = ? AND revision = ?')
      .run(sheet.day, sheet.revision);
  }

  #make(day: string): boolean {
    const before = this.#read(day);
    const figures = this.#count(day);
    if (before !== null && figuresIn(before) === JSON.stringify(figures)) return false;
    const now = this.#clock();
    const sheet: DaySheet = { ...figures, revision: (before?.revision ?? 0) + 1, computedAt: instantOf(now) };
    this.#store
      .prepare(
        `INSERT INTO sheets (day, revision, bytes, waiting_since) VALUES (?, ?, ?, ?)
         ON CONFLICT (day) DO UPDATE SET revision = excluded.revision, bytes = excluded.bytes,
           waiting_since = coalesce(waiting_since, excluded.waiting_since)`,
      )
      .run(day, sheet.revision, JSON.stringify(sheet), now);
    return true;
  }

  #count(day: string): DayFigures {
    const { place, workstations } = this.#settings;
    const { from, to } = boundsOf(day, place.zone);
    return countDay({
      place: place.id,
      zone: place.zone,
      day,
      workstations: workstations.map(({ id }) => id),
      facts: this.#facts.between(from, to),
      ticketsGiven: this.#tickets.countGiven(from, to),
    });
  }

  #read(day: string): DaySheet | null {
    const row = this.#store.prepare<[string], { bytes: string }>('SELECT bytes FROM sheets WHERE day = ?').get(day);
    return row === undefined ? null : (JSON.parse(row.bytes) as DaySheet);
  }
}

/** Undefined fields leave no trace in JSON; what remains stands in the order in which it was counted. */
const figuresIn = (sheet: DaySheet): string => JSON.stringify({ ...sheet, revision: undefined, computedAt: undefined });
