import { z } from 'zod';
import type { centralRoutes, SheetName } from '../../contract/central-routes.ts';
import { doubtSchema } from '../../contract/figures/plausibility.ts';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { Database } from '../database/open.ts';
import { unpack } from '../database/packed.ts';
import { type Write, writing } from '../database/transactions.ts';
import type { FigureChanges } from './changes.ts';
import { HeardDays } from './heard-days.ts';
import { RollupChanges } from './rollup-changes.ts';
import { readAgain } from './shelf.ts';

type List = z.output<(typeof centralRoutes)['sheets.set-aside']['output']>;

const mostListed = 500;
const doubtsSchema = z.array(doubtSchema);

interface SetAsideParts {
  readonly database: Database;
  readonly now: () => Date;
  readonly changes: FigureChanges;
}

/** Sheets that look wrong, and a person's word that they are right. */
export class SetAside {
  readonly #parts: SetAsideParts;

  constructor(parts: SetAsideParts) {
    this.#parts = parts;
  }

  async list(): Promise<Result<List>> {
    const columns = [
      'places.id as place',
      'places.name',
      'places.commune',
      'revision',
      'doubts',
      'received_at',
    ] as const;
    const { database } = this.#parts;
    const days = database
      .selectFrom('day_sheets')
      .innerJoin('places', 'places.id', 'day_sheets.place')
      .select(['day as period', ...columns])
      .where('counted', '=', 0)
      .orderBy('received_at')
      .limit(mostListed);
    const months = database
      .selectFrom('month_sheets')
      .innerJoin('places', 'places.id', 'month_sheets.place')
      .select(['month as period', ...columns])
      .where('counted', '=', 0)
      .orderBy('received_at')
      .limit(mostListed);
    const rows = [
      ...(await days.execute()).map((row) => ({ kind: 'day' as const, ...row })),
      ...(await months.execute()).map((row) => ({ kind: 'month' as const, ...row })),
    ];
    const sheets = rows
      .sort((one, other) => (one.received_at < other.received_at ? -1 : 1))
      .slice(0, mostListed)
      .map(({ kind, place, period, revision, name, commune, doubts, received_at }) => ({
        sheet: { kind, place, period, revision },
        ...{ name, commune, receivedAt: received_at },
        doubts: doubtsSchema.parse(JSON.parse(doubts ?? '[]')),
      }));
    return ok({ sheets });
  }

  /** `by`: whose word it is. */
  async confirm(sheet: SheetName, by: string): Promise<Result<Record<string, never>>> {
    const { database, now, changes } = this.#parts;
    const confirmed = await writing<Result<Record<string, never>>>(database, async (transaction) => {
      const held = await find(transaction, sheet);
      if (held === undefined) return failed('not-found', 'period', 'a sheet that central holds');
      if (held.counted === 1 || held.revision !== sheet.revision)
        return failed('stale', 'revision', 'a sheet that still waits for a word: read the list again');
      await markCounted(transaction, sheet, { confirmed_by: by, confirmed_at: now().toISOString() });
      await addUp(transaction, sheet.place, unpack(held.sheet));
      await changes.announce(transaction);
      return ok({});
    });
    if (confirmed.ok) changes.committed();
    return confirmed;
  }
}

const find = (
  transaction: Write,
  { kind, place, period }: SheetName,
): Promise<{ counted: number; revision: number; sheet: Uint8Array } | undefined> => {
  const columns = ['counted', 'revision', 'sheet'] as const;
  return kind === 'day'
    ? transaction
        .selectFrom('day_sheets')
        .select(columns)
        .where('place', '=', place)
        .where('day', '=', period)
        .executeTakeFirst()
    : transaction
        .selectFrom('month_sheets')
        .select(columns)
        .where('place', '=', place)
        .where('month', '=', period)
        .executeTakeFirst();
};

async function markCounted(
  transaction: Write,
  { kind, place, period }: SheetName,
  word: { readonly confirmed_by: string; readonly confirmed_at: string },
): Promise<void> {
  const counted = { counted: 1, ...word };
  if (kind === 'day')
    await transaction
      .updateTable('day_sheets')
      .set(counted)
      .where('place', '=', place)
      .where('day', '=', period)
      .execute();
  else
    await transaction
      .updateTable('month_sheets')
      .set(counted)
      .where('place', '=', place)
      .where('month', '=', period)
      .execute();
}

async function addUp(transaction: Write, id: string, text: string): Promise<void> {
  const sheet = readAgain(id, text);
  const place = await transaction
    .selectFrom('places')
    .select(['id', 'commune_code', 'first_day', 'last_day'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const [rollups, heard] = [new RollupChanges(), new HeardDays()];
  rollups.add({ place: id, commune: place.commune_code }, sheet, 1);
  if (sheet.kind === 'day') heard.changed(id, sheet.period, true);
  await rollups.write(transaction);
  await heard.write(transaction, [place]);
}
