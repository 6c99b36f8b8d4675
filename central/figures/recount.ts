import type { Grain } from '../../contract/central-routes.ts';
import { unpack } from '../database/packed.ts';
import type { Write } from '../database/transactions.ts';
import { CellCheck, type Difference } from './cell-check.ts';
import type { ReadSheet } from './read-sheet.ts';
import { Cell, RollupChanges } from './rollup-changes.ts';
import { communeScope, network, placeScope } from './scopes.ts';
import { readAgain } from './shelf.ts';

interface RecountParts {
  readonly transaction: Write;
  /** Differences are written over; otherwise only told. */
  readonly mend: boolean;
  /** These communes and their places alone, by their codes; null = everything. */
  readonly communes: ReadonlySet<string> | null;
  readonly progress?: (done: number, of: number) => void;
}

export interface Recounted {
  readonly sheets: number;
  readonly cells: number;
  readonly differences: readonly Difference[];
}

interface Place {
  readonly id: string;
  readonly commune_code: string | null;
  readonly first_day: string | null;
  readonly last_day: string | null;
}

/** Cells of one scope by grain and period. */
type Sums = Map<string, { readonly grain: Grain; readonly period: string; readonly cell: Cell }>;

/**
 * Makes every sum again from the sheets that are stored, and compares. A place at a time, so that a whole country fits into memory; everything is of
 * one moment, whatever arrives meanwhile.
 */
export async function recount({ transaction, mend, communes, progress }: RecountParts): Promise<Recounted> {
  const places = (await readPlaces(transaction)).filter(
    ({ commune_code }) => communes === null || communes.has(commune_code ?? ''),
  );
  const check = await CellCheck.open(transaction, mend);
  const ofNetwork: Sums = new Map();
  let [sheets, done] = [0, 0];
  const byCommune = Map.groupBy(places, ({ commune_code }) => commune_code);
  for (const code of communes ?? []) if (!byCommune.has(code)) byCommune.set(code, []);
  for (const [code, inside] of byCommune) {
    const ofCommune: Sums = new Map();
    for (const place of inside) {
      const counted = await countPlace(transaction, place);
      sheets += counted.sheets;
      await check.place(place, counted.days);
      await check.scope(placeScope(place.id), sumsOf(counted.changes, { commune: ofCommune, network: ofNetwork }));
      progress?.(++done, places.length);
    }
    if (code !== null) await check.scope(communeScope(code), ofCommune);
  }
  if (communes === null) {
    await check.scope(network, ofNetwork);
    await check.strangers();
  }
  return { sheets, cells: check.cells, differences: check.differences };
}

const readPlaces = (transaction: Write): Promise<Place[]> =>
  transaction
    .selectFrom('places')
    .select(['id', 'commune_code', 'first_day', 'last_day'])
    .orderBy('commune_code')
    .orderBy('id')
    .execute();

/** The place's own sums; those above it grow by what it adds. */
function sumsOf(changes: RollupChanges, above: { readonly commune: Sums; readonly network: Sums }): Sums {
  const own: Sums = new Map();
  for (const { grain, period, scopes } of changes.cells())
    for (const [scope, cell] of scopes) {
      const target = scope.startsWith('place:') ? own : scope === network ? above.network : above.commune;
      const key = `${grain} ${period}`;
      const known = target.get(key);
      if (known === undefined) target.set(key, { grain, period, cell: copyOf(cell) });
      else known.cell.addCell(cell);
    }
  return own;
}

/** Cells of a place are still added to those above after they were told. */
function copyOf(cell: Cell): Cell {
  const copy = new Cell();
  copy.addCell(cell);
  return copy;
}

interface CountedPlace {
  readonly changes: RollupChanges;
  readonly days: { readonly first: string | null; readonly last: string | null };
  readonly sheets: number;
}

async function countPlace(transaction: Write, { id, commune_code }: Place): Promise<CountedPlace> {
  const changes = new RollupChanges();
  let sheets = 0;
  let [first, last]: [string | null, string | null] = [null, null];
  for await (const sheet of sheetsOf(transaction, id)) {
    changes.add({ place: id, commune: commune_code }, sheet, 1);
    sheets++;
    if (sheet.kind === 'month') continue;
    first ??= sheet.period;
    last = sheet.period;
  }
  return { changes, sheets, days: { first, last } };
}

const sheetsAtOnce = 400;

/** All that count: days in their order, then months. */
async function* sheetsOf(transaction: Write, place: string): AsyncGenerator<ReadSheet> {
  for (let after = ''; ;) {
    const rows = await transaction
      .selectFrom('day_sheets')
      .select(['day', 'sheet'])
      .where('place', '=', place)
      .where('day', '>', after)
      .where('counted', '=', 1)
      .orderBy('day')
      .limit(sheetsAtOnce)
      .execute();
    for (const { sheet } of rows) yield readAgain(place, unpack(sheet));
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.day;
  }
  const months = transaction.selectFrom('month_sheets').select('sheet').where('place', '=', place);
  for (const { sheet } of await months.where('counted', '=', 1).execute()) yield readAgain(place, unpack(sheet));
}
