import { Temporal } from 'temporal-polyfill';
import type { Counts } from '../../../contract/figures/counts.ts';
import { daySheetVersion, type Sheet } from '../../../contract/figures/day-sheet.ts';
import { type Clock, instantOf } from '../clock.ts';
import { dayOf } from '../place-days.ts';
import type { Store } from '../store/open-store.ts';
import { countDay } from './count-day.ts';
import type { DayArchive } from './day-archive.ts';
import type { MonthFigures } from './count-month.ts';
import type { MonthArchive } from './month-archive.ts';
import { unsettle, unsettleMonth } from './unsettled.ts';

/** A sheet as it leaves the place: these bytes and no others. */
export interface WaitingSheet {
  /** A day or a month. */
  readonly period: string;
  readonly revision: number;
  readonly bytes: string;
}

export interface SheetBookParts {
  readonly store: Store;
  readonly archive: Pick<DayArchive, 'recordsOf'>;
  readonly months: Pick<MonthArchive, 'figuresOf'>;
  readonly place: { readonly id: string; readonly zone: string };
  readonly clock: Clock;
}

/** What a sheet says, without when it was said and how often it changed. */
type Content =
  | { readonly kind: 'day'; readonly day: string; readonly counts: Counts }
  | ({ readonly kind: 'month'; readonly month: string } & MonthFigures);

/** A place that was off for longer was closed: nobody has to be told of each of its days. */
const mostDaysBehind = 400;

/** What began just before midnight is known by then: whether somebody came to a booking, whether a line was lost for good. */
const afterMidnightMs = 2 * 60 * 60_000;

/** The place's sheets: made from its records, numbered, and kept until central has them. */
export class SheetBook {
  readonly #store: Store;
  readonly #parts: SheetBookParts;
  /** Counted since it was over for good, as all before it. */
  #overThrough = '';

  constructor(parts: SheetBookParts) {
    this.#store = parts.store;
    this.#parts = parts;
  }

  /**
   * Counts again each day that may have changed, today, and the days on which the desk was off: a place that is open and empty says so, and one that
   * is closed too. Returns how many sheets changed.
   */
  settle(): number {
    return this.#store
      .transaction(() => {
        const now = this.#parts.clock();
        const { zone } = this.#parts.place;
        const today = dayOf(now, zone);
        for (const day of this.#daysUpTo(today)) unsettle(this.#store, day);
        const days = this.#store.prepare<[], { day: string }>('SELECT day FROM unsettled_days ORDER BY day').all();
        const changed = days.filter(({ day }) => this.#make(day, today)).length;
        this.#store.prepare('DELETE FROM unsettled_days').run();
        this.#overThrough = dayBefore(dayOf(now - afterMidnightMs, zone));
        return changed + this.#settleMonths(today.slice(0, 7));
      })
      .immediate();
  }

  /** Sheets that central does not have yet, oldest first. */
  waiting(limit: number): WaitingSheet[] {
    return this.#store
      .prepare<[number], WaitingSheet>(
        'SELECT period, revision, bytes FROM sheets WHERE waiting_since IS NOT NULL ORDER BY period LIMIT ?',
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
      .prepare('UPDATE sheets SET waiting_since = NULL WHERE period = ? AND revision = ?')
      .run(sheet.period, sheet.revision);
  }

  /** Today and the days since the last one that has a sheet; the last one itself, since it may have been counted before it was over. */
  #daysUpTo(today: string): string[] {
    const row = this.#store
      .prepare<[string], { last: string | null }>(
        'SELECT max(period) AS last FROM sheets WHERE length(period) = 10 AND period < ?',
      )
      .get(today);
    const end = Temporal.PlainDate.from(today);
    const last = row?.last === undefined || row.last === null ? end : Temporal.PlainDate.from(row.last);
    const behind = Math.min(last.until(end).days, mostDaysBehind);
    return Array.from({ length: behind + 1 }, (_, ago) => end.subtract({ days: ago }).toString()).filter(
      (day) => day > this.#overThrough,
    );
  }

  /**
   * Counts again each month that is over and may have changed, and one that has just ended. Never the month that is running: two revisions of it would
   * tell who came in between.
   */
  #settleMonths(running: string): number {
    for (const { month } of this.#store
      .prepare<[string], { month: string }>(
        `SELECT DISTINCT substr(period, 1, 7) AS month FROM sheets WHERE length(period) = 10 AND period < ?
           AND substr(period, 1, 7) NOT IN (SELECT period FROM sheets WHERE length(period) = 7)`,
      )
      .all(`${running}-01`)) {
      unsettleMonth(this.#store, month);
    }
    const months = this.#store
      .prepare<[string], { month: string }>('SELECT month FROM unsettled_months WHERE month < ? ORDER BY month')
      .all(running);
    const changed = months.filter(({ month }) =>
      this.#keep(month, { kind: 'month', month, ...this.#parts.months.figuresOf(month) }),
    ).length;
    this.#store.prepare('DELETE FROM unsettled_months WHERE month < ?').run(running);
    return changed;
  }

  #make(day: string, today: string): boolean {
    const counts = countDay(this.#parts.archive.recordsOf(day, day < today));
    return this.#keep(day, { kind: 'day', day, counts });
  }

  #keep(period: string, content: Content): boolean {
    const before = this.#read(period);
    if (before !== null && isSame(before, content)) return false;
    const now = this.#parts.clock();
    const sheet: Sheet = {
      ...{ version: daySheetVersion, place: this.#parts.place.id, ...content },
      ...{ revision: (before?.revision ?? 0) + 1, computedAt: instantOf(now) },
    };
    this.#store
      .prepare(
        `INSERT INTO sheets (period, revision, bytes, waiting_since) VALUES (?, ?, ?, ?)
         ON CONFLICT (period) DO UPDATE SET revision = excluded.revision, bytes = excluded.bytes,
           waiting_since = coalesce(waiting_since, excluded.waiting_since)`,
      )
      .run(period, sheet.revision, JSON.stringify(sheet), now);
    return true;
  }

  #read(period: string): Before | null {
    const row = this.#store
      .prepare<[string], { bytes: string }>('SELECT bytes FROM sheets WHERE period = ?')
      .get(period);
    return row === undefined ? null : (JSON.parse(row.bytes) as Before);
  }
}

/** A sheet that was made before; an old one had another form. */
type Before = Pick<Sheet, 'revision'> & { readonly version: number } & Readonly<Record<string, unknown>>;

const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();

/** Counts stand in the order of their names: the same figures are the same text. */
const isSame = (before: Before, content: Content): boolean =>
  before.version === daySheetVersion &&
  Object.entries(content).every(([name, value]) => JSON.stringify(before[name]) === JSON.stringify(value));
