import { createHmac } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { cellAt } from '../../../contract/book/cells.ts';
import { boundsOf } from '../place-days.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';
import type { Supports } from '../supports/supports.ts';
import { countMonth, type MonthFigures, type MonthRecords } from './count-month.ts';
import type { Stretch } from './day-minutes.ts';

export interface MonthArchiveParts {
  readonly store: Store;
  readonly supports: Pick<Supports, 'between'>;
  readonly rules: Pick<RuleBook, 'read'>;
  /** Does the place keep people? */
  readonly keepsPeople: () => boolean;
  readonly zone: string;
}

/** The place's own records of one month, brought together and counted. */
export class MonthArchive {
  readonly #parts: MonthArchiveParts;

  constructor(parts: MonthArchiveParts) {
    this.#parts = parts;
  }

  /** `2026-10`. */
  figuresOf(month: string): MonthFigures {
    const { supports, rules, keepsPeople, zone } = this.#parts;
    const first = Temporal.PlainDate.from(`${month}-01`);
    const span = {
      from: boundsOf(first.toString(), zone).from,
      to: boundsOf(first.add({ months: 1 }).toString(), zone).from,
    };
    const { communes, smallestCell } = rules.read();
    return countMonth({
      supports: supports.between(span.from, span.to),
      attendances: this.#attendancesIn(span),
      visitors: keepsPeople() ? this.#visitorsIn(span) : null,
      communes: communes.map(({ code }) => code),
      threshold: smallestCell,
      lotOf: this.#lots(month),
    });
  }

  #attendancesIn({ from, to }: Stretch): number {
    const row = prepared<[number, number], { present: number }>(
      this.#parts.store,
      `SELECT count(*) AS present FROM attendance JOIN entries ON entries.id = entry
         WHERE present = 1 AND state = 'confirmed' AND from_cell >= ? AND from_cell < ?`,
    ).get(cellAt(from), cellAt(to));
    return row?.present ?? 0;
  }

  #visitorsIn({ from, to }: Stretch): NonNullable<MonthRecords['visitors']> {
    const row = prepared<[object], { seen: number; fresh: number | null }>(
      this.#parts.store,
      `SELECT count(*) AS seen, sum(first >= :from) AS fresh FROM
         (SELECT min(arrived_at) AS first, max(arrived_at >= :from) AS came FROM entries JOIN holds ON holds.entry = entries.id
           WHERE person IS NOT NULL AND arrived_at < :to GROUP BY person) WHERE came`,
    ).get({ from, to });
    return { seen: row?.seen ?? 0, fresh: row?.fresh ?? 0 };
  }

  #lots(month: string): MonthRecords['lotOf'] {
    const row = prepared<[], { secret: Buffer }>(this.#parts.store, 'SELECT secret FROM lots').get();
    if (row === undefined) throw new Error('the book has no secret to draw lots by');
    return (name) => createHmac('sha256', row.secret).update(`${month}/${name}`).digest('hex');
  }
}
