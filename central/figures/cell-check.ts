import type { Insertable } from 'kysely';
import type { Grain } from '../../contract/central-routes.ts';
import { columnsOf, keyColumns } from '../database/key-columns.ts';
import { eachCount } from '../database/packed-counts.ts';
import { pieces } from '../database/replacing.ts';
import type { RollupsTable } from '../database/schema.ts';
import type { Write } from '../database/transactions.ts';
import { type Cell, putRows, rowOf } from './rollup-changes.ts';

/** A cell that is not what its sheets come to, and the first number that is another one there. */
export interface Difference {
  readonly cell: string;
  readonly what: string;
  readonly stored: number | string | null;
  readonly recounted: number | string | null;
}

interface Counted {
  readonly grain: Grain;
  readonly period: string;
  readonly cell: Cell;
}

type StoredRow = Pick<RollupsTable, 'period' | 'days_heard'> &
  Record<string, unknown> & { readonly counts: Uint8Array };

const periodsAtOnce = 500;

/** Compares the stored sums with those that were just made, scope by scope. */
export class CellCheck {
  readonly #transaction: Write;
  readonly #mend: boolean;
  /** Rows that are stored of each scope. */
  readonly #stored: Map<string, number>;
  readonly differences: Difference[] = [];
  cells = 0;

  private constructor(transaction: Write, mend: boolean, stored: Map<string, number>) {
    this.#transaction = transaction;
    this.#mend = mend;
    this.#stored = stored;
  }

  static async open(transaction: Write, mend: boolean): Promise<CellCheck> {
    const rows = await transaction
      .selectFrom('rollups')
      .select((select) => ['scope', select.fn.countAll<number>().as('rows')])
      .groupBy('scope')
      .execute();
    return new CellCheck(transaction, mend, new Map(rows.map((row) => [row.scope, row.rows])));
  }

  /** The first and the last day of a place, which coverage is told by. */
  async place(
    place: { readonly id: string; readonly first_day: string | null; readonly last_day: string | null },
    days: { readonly first: string | null; readonly last: string | null },
  ): Promise<void> {
    const cell = `place:${place.id}`;
    if (place.first_day !== days.first)
      this.differences.push({ cell, what: 'first day', stored: place.first_day, recounted: days.first });
    if (place.last_day !== days.last)
      this.differences.push({ cell, what: 'last day', stored: place.last_day, recounted: days.last });
    const isRight = place.first_day === days.first && place.last_day === days.last;
    if (isRight || !this.#mend) return;
    const right = { first_day: days.first, last_day: days.last };
    await this.#transaction.updateTable('places').set(right).where('id', '=', place.id).execute();
  }

  async scope(scope: string, sums: ReadonlyMap<string, Counted>): Promise<void> {
    const wanted = [...sums.values()].filter(({ cell }) => !cell.isEmpty);
    const wrong: Counted[] = [];
    let present = 0;
    for (const [grain, some] of Map.groupBy(wanted, (one) => one.grain)) {
      const stored = await this.#rows(
        scope,
        grain,
        some.map(({ period }) => period),
      );
      present += stored.size;
      for (const one of some) {
        const found = differenceIn(one.cell, stored.get(one.period));
        if (found === null) continue;
        this.differences.push({ cell: `${grain} ${one.period} ${scope}`, ...found });
        wrong.push(one);
      }
    }
    this.cells += wanted.length;
    if (this.#mend)
      await putRows(
        this.#transaction,
        wrong.map(({ grain, period, cell }): Insertable<RollupsTable> => rowOf({ grain, period, scope }, cell)),
      );
    if ((this.#stored.get(scope) ?? 0) > present) await this.#surplus(scope, new Set(sums.keys()));
    this.#stored.delete(scope);
  }

  /** Rows of scopes that nothing was counted for. To be asked last. */
  async strangers(): Promise<void> {
    for (const scope of [...this.#stored.keys()]) await this.scope(scope, new Map());
  }

  async #rows(scope: string, grain: Grain, periods: readonly string[]): Promise<Map<string, StoredRow>> {
    const found = new Map<string, StoredRow>();
    for (const some of pieces(periods, periodsAtOnce)) {
      const rows = await this.#transaction
        .selectFrom('rollups')
        .selectAll()
        .where('grain', '=', grain)
        .where('period', 'in', some)
        .where('scope', '=', scope)
        .execute();
      for (const row of rows) found.set(row.period, row);
    }
    return found;
  }

  /** Rows for which there are no sheets. */
  async #surplus(scope: string, wanted: ReadonlySet<string>): Promise<void> {
    const rows = await this.#transaction
      .selectFrom('rollups')
      .select(['grain', 'period'])
      .where('scope', '=', scope)
      .execute();
    for (const { grain, period } of rows) {
      if (wanted.has(`${grain} ${period}`)) continue;
      this.differences.push({ cell: `${grain} ${period} ${scope}`, what: 'row', stored: 'there', recounted: null });
      if (!this.#mend) continue;
      await this.#transaction
        .deleteFrom('rollups')
        .where('grain', '=', grain)
        .where('period', '=', period)
        .where('scope', '=', scope)
        .execute();
    }
  }
}

function differenceIn(cell: Cell, row: StoredRow | undefined): Omit<Difference, 'cell'> | null {
  if (row === undefined) return { what: 'row', stored: null, recounted: 'missing' };
  if (row.days_heard !== cell.daysHeard)
    return { what: 'days heard', stored: row.days_heard, recounted: cell.daysHeard };
  const columns = columnsOf((measure) => cell.sums.get(measure));
  const column = keyColumns.find((one) => row[one] !== columns[one]);
  if (column !== undefined) return { what: column, stored: Number(row[column]), recounted: columns[column] };
  const stored = new Map<string, number>();
  eachCount(row.counts, (key, value) => stored.set(key, value));
  const what = [...stored.keys(), ...cell.sums.keys()].find((key) => stored.get(key) !== cell.sums.get(key));
  return what === undefined ? null : { what, stored: stored.get(what) ?? 0, recounted: cell.sums.get(what) ?? 0 };
}
