import { addInto, addOne, type Counts } from '../../contract/figures/counts.ts';
import type { Grain } from '../../contract/central-routes.ts';
import { columnsOf } from '../database/key-columns.ts';
import { eachCount, packCounts } from '../database/packed-counts.ts';
import { pieces, replacing } from '../database/replacing.ts';
import type { RollupsTable } from '../database/schema.ts';
import type { Write } from '../database/transactions.ts';
import type { Insertable, Selectable } from 'kysely';
import type { ReadSheet } from './read-sheet.ts';
import { rolled } from './rolled.ts';
import { communeScope, network, placeScope } from './scopes.ts';

export interface Owner {
  readonly place: string;
  /** Null: known to the network alone. */
  readonly commune: string | null;
}

/** One cell of the rollups: what is added to it, negative numbers among it. */
export class Cell {
  readonly sums = new Map<string, number>();
  daysHeard = 0;

  add(counts: Counts, times: number): void {
    addInto(this.sums, counts, times);
  }

  /** What is stored of it on top. */
  addStored({ counts, days_heard }: Pick<Selectable<RollupsTable>, 'counts' | 'days_heard'>): void {
    eachCount(counts, (key, value) => addOne(this.sums, key, value));
    this.daysHeard += days_heard;
  }

  /** All of another cell on top. */
  addCell(other: Cell): void {
    for (const [key, value] of other.sums) addOne(this.sums, key, value);
    this.daysHeard += other.daysHeard;
  }

  get isEmpty(): boolean {
    return this.sums.size === 0 && this.daysHeard === 0;
  }
}

/** Cells by grain and period, then by scope. */
class Cells {
  readonly #byPeriod = new Map<string, Map<string, Cell>>();

  at(period: string, scope: string): Cell {
    let scopes = this.#byPeriod.get(period);
    if (scopes === undefined) this.#byPeriod.set(period, (scopes = new Map<string, Cell>()));
    let cell = scopes.get(scope);
    if (cell === undefined) scopes.set(scope, (cell = new Cell()));
    return cell;
  }

  *[Symbol.iterator](): Generator<[period: string, scopes: Map<string, Cell>]> {
    yield* this.#byPeriod;
  }
}

const monthOf = (period: string): string => period.slice(0, 7);
const yearOf = (period: string): string => period.slice(0, 4);

/**
 * What sheets change in the sums above them, put together in memory: each sheet is added where it is finest, and from there each sum is added to the
 * next one up, once, however many sheets there are.
 */
export class RollupChanges {
  readonly #days = new Cells();
  readonly #months = new Cells();
  readonly #years = new Cells();

  /** `times`: -1 takes the sheet out again. */
  add({ place, commune }: Owner, sheet: ReadSheet, times: 1 | -1): void {
    const { own, shared } = rolled(sheet);
    const month = monthOf(sheet.period);
    const heard = sheet.kind === 'day' ? times : 0;
    const ofPlace = this.#months.at(month, placeScope(place));
    ofPlace.add(own, times);
    ofPlace.daysHeard += heard;
    const above = commune === null ? [network] : [communeScope(commune)];
    if (sheet.kind === 'month' && commune !== null) above.push(network);
    for (const scope of above) {
      const cell = sheet.kind === 'day' ? this.#days.at(sheet.period, scope) : this.#months.at(month, scope);
      cell.add(shared, times);
      cell.daysHeard += heard;
    }
  }

  /** All cells that change. To be asked once: it adds everything up. */
  *cells(): Generator<{ grain: Grain; period: string; scopes: Map<string, Cell> }> {
    for (const [day, scopes] of this.#days) {
      for (const [scope, cell] of scopes) if (scope !== network) this.#days.at(day, network).addCell(cell);
      for (const [scope, cell] of scopes) this.#months.at(monthOf(day), scope).addCell(cell);
      yield { grain: 'day', period: day, scopes };
    }
    for (const [month, scopes] of this.#months) {
      for (const [scope, cell] of scopes) this.#years.at(yearOf(month), scope).addCell(cell);
      yield { grain: 'month', period: month, scopes };
    }
    for (const [year, scopes] of this.#years) yield { grain: 'year', period: year, scopes };
  }

  /** Each row that changes is read once and written once. */
  async write(transaction: Write): Promise<void> {
    const rows: Insertable<RollupsTable>[] = [];
    for (const { grain, period, scopes } of this.cells()) {
      for (const [scope, cell] of scopes) if (cell.isEmpty) scopes.delete(scope);
      const gone: string[] = [];
      for (const row of await held(transaction, { grain, period }, [...scopes.keys()])) {
        const cell = scopes.get(row.scope);
        if (cell === undefined) continue;
        cell.addStored(row);
        if (!cell.isEmpty) continue;
        gone.push(row.scope);
        scopes.delete(row.scope);
      }
      if (gone.length > 0) await removed(transaction, { grain, period }, gone);
      for (const [scope, cell] of scopes) rows.push(rowOf({ grain, period, scope }, cell));
    }
    await putRows(transaction, rows);
  }
}

type When = Pick<RollupsTable, 'grain' | 'period'>;

/** Within the number of values that both databases take in one statement. */
const rowsAtOnce = 100;
const scopesAtOnce = 5_000;

async function held(
  transaction: Write,
  { grain, period }: When,
  scopes: readonly string[],
): Promise<{ readonly scope: string; readonly days_heard: number; readonly counts: Uint8Array }[]> {
  const found = [];
  for (const some of pieces(scopes, scopesAtOnce))
    found.push(
      ...(await transaction
        .selectFrom('rollups')
        .select(['scope', 'days_heard', 'counts'])
        .where('grain', '=', grain)
        .where('period', '=', period)
        .where('scope', 'in', some)
        .execute()),
    );
  return found;
}

const removed = (transaction: Write, { grain, period }: When, scopes: readonly string[]): Promise<unknown> =>
  transaction
    .deleteFrom('rollups')
    .where('grain', '=', grain)
    .where('period', '=', period)
    .where('scope', 'in', scopes)
    .execute();

type Row = Insertable<RollupsTable>;

export function rowOf(where: Pick<RollupsTable, 'grain' | 'period' | 'scope'>, cell: Cell): Row {
  const columns = columnsOf((measure) => cell.sums.get(measure));
  return { ...where, days_heard: cell.daysHeard, ...columns, counts: packCounts(cell.sums) };
}

const key = ['grain', 'period', 'scope'] as const;

export async function putRows(transaction: Write, rows: readonly Row[]): Promise<void> {
  for (const some of pieces(rows, rowsAtOnce))
    await transaction
      .insertInto('rollups')
      .values(some)
      .onConflict((conflict) => conflict.columns(key).doUpdateSet(replacing(some[0] ?? {}, key)))
      .execute();
}
