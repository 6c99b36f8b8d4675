import { type Insertable, type RawBuilder, sql } from 'kysely';
import type { Doubt } from '../../contract/figures/plausibility.ts';
import { columnsOf } from '../database/key-columns.ts';
import { pack, unpack } from '../database/packed.ts';
import { pieces, replacing } from '../database/replacing.ts';
import type { DaySheetsTable, MonthSheetsTable, StoredSheet } from '../database/schema.ts';
import type { Write } from '../database/transactions.ts';
import type { ReadSheet } from './read-sheet.ts';

/** Which sheet: the latest revision of one place and period. */
export interface SheetKey {
  readonly place: string;
  readonly kind: ReadSheet['kind'];
  readonly period: string;
}

/** What stands there. */
export interface Standing {
  readonly revision: number;
  readonly counted: boolean;
  readonly text: string;
}

export interface NewSheet {
  readonly place: string;
  readonly sheet: ReadSheet;
  readonly text: string;
  readonly signature: string;
  readonly doubts: readonly Doubt[];
}

/** Within the number of values that both databases take in one statement. */
const rowsAtOnce = 100;

const amongPairs = (period: string, keys: readonly SheetKey[]): RawBuilder<boolean> =>
  sql<boolean>`(place, ${sql.ref(period)}) in (values ${sql.join(keys.map((key) => sql`(${key.place}, ${key.period})`))})`;

/** What is stored of these, in any order. */
export async function heldSheets(
  transaction: Write,
  kind: SheetKey['kind'],
  keys: readonly SheetKey[],
): Promise<(SheetKey & Standing)[]> {
  const found: (SheetKey & Standing)[] = [];
  const columns = ['place', 'revision', 'counted', 'sheet'] as const;
  for (const some of pieces(keys, rowsAtOnce)) {
    const rows =
      kind === 'day'
        ? transaction
            .selectFrom('day_sheets')
            .select(['day as period', ...columns])
            .where(amongPairs('day', some))
        : transaction
            .selectFrom('month_sheets')
            .select(['month as period', ...columns])
            .where(amongPairs('month', some));
    for (const { place, period, revision, counted, sheet } of await rows.execute())
      found.push({ place, kind, period, revision, counted: counted === 1, text: unpack(sheet) });
  }
  return found;
}

/** Each in the stead of the one before it. */
export async function putSheets(transaction: Write, sheets: readonly NewSheet[], receivedAt: string): Promise<void> {
  const days: Insertable<DaySheetsTable>[] = [];
  const months: Insertable<MonthSheetsTable>[] = [];
  for (const { place, sheet, text, signature, doubts } of sheets) {
    const row: Insertable<StoredSheet> = {
      ...{ place, revision: sheet.revision, computed_at: sheet.computedAt, received_at: receivedAt, signature },
      ...{ counted: doubts.length === 0 ? 1 : 0, doubts: doubts.length === 0 ? null : JSON.stringify(doubts) },
      ...{ confirmed_by: null, confirmed_at: null, sheet: pack(text) },
    };
    if (sheet.kind === 'day')
      days.push({ day: sheet.period, ...columnsOf((measure) => sheet.counts[measure]), ...row });
    else months.push({ month: sheet.period, ...row });
  }
  const dayKey = ['place', 'day'] as const;
  for (const some of pieces(days, rowsAtOnce))
    await transaction
      .insertInto('day_sheets')
      .values(some)
      .onConflict((conflict) => conflict.columns(dayKey).doUpdateSet(replacing(some[0] ?? {}, dayKey)))
      .execute();
  const monthKey = ['place', 'month'] as const;
  for (const some of pieces(months, rowsAtOnce))
    await transaction
      .insertInto('month_sheets')
      .values(some)
      .onConflict((conflict) => conflict.columns(monthKey).doUpdateSet(replacing(some[0] ?? {}, monthKey)))
      .execute();
}
