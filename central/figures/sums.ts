import { sql, type RawBuilder } from 'kysely';
import type { Grain } from '../../contract/central-routes.ts';
import { addInto, addOne, type Counts, countsOf } from '../../contract/figures/counts.ts';
import { keyColumns } from '../database/key-columns.ts';
import { unpack } from '../database/packed.ts';
import { eachCount } from '../database/packed-counts.ts';
import { pieces } from '../database/replacing.ts';
import type { KeyColumns } from '../database/schema.ts';
import { isPostgres, type Write } from '../database/transactions.ts';
import { rolled } from './rolled.ts';
import { readScope } from './scopes.ts';
import { readAgain } from './shelf.ts';
import { type Period, type Span, wholeSpans } from './spans.ts';

/** Stored sums, put together for what is asked. A place's days are its sheets; all else stands in the rollups. */

export interface KeySums extends KeyColumns {
  readonly days_heard: number;
}

const summed = [...keyColumns, 'days_heard'] as const;

export const noSums = (): KeySums => Object.fromEntries(summed.map((column) => [column, 0])) as never;

const periodsAtOnce = 1_000;

interface Asked {
  readonly scope: string;
  readonly grain: Grain;
  readonly periods: readonly string[];
}

const placeIn = (scope: string): string | null => {
  const read = readScope(scope);
  return read.kind === 'place' ? read.id : null;
};

/** Everything that is counted in a period; null = nothing is known. */
export async function countsIn(transaction: Write, scope: string, period: Period): Promise<Counts | null> {
  const spans = wholeSpans(period);
  const sums = new Map<string, number>();
  let known = 0;
  for (const grain of ['year', 'month', 'day'] as const) {
    const periods = spans.filter((span) => span.grain === grain).map((span) => span.period);
    for (const some of pieces(periods, periodsAtOnce))
      known += await addStored(transaction, { scope, grain, periods: some }, sums);
  }
  return known === 0 ? null : countsOf(sums);
}

/** Returns of how many of the periods anything is known. */
async function addStored(
  transaction: Write,
  { scope, grain, periods }: Asked,
  sums: Map<string, number>,
): Promise<number> {
  const place = grain === 'day' ? placeIn(scope) : null;
  if (place === null) {
    const stored = transaction.selectFrom('rollups').select('counts').where('grain', '=', grain);
    const rows = await stored.where('period', 'in', periods).where('scope', '=', scope).execute();
    for (const { counts } of rows) eachCount(counts, (key, value) => addOne(sums, key, value));
    return rows.length;
  }
  const sheets = transaction.selectFrom('day_sheets').select('sheet').where('place', '=', place);
  const rows = await sheets.where('day', 'in', periods).where('counted', '=', 1).execute();
  for (const { sheet } of rows) addInto(sums, rolled(readAgain(place, unpack(sheet))).own);
  return rows.length;
}

/** Key measures of those periods of which anything is known. */
export async function keySums(transaction: Write, { scope, grain, periods }: Asked): Promise<Map<string, KeySums>> {
  const found = new Map<string, KeySums>();
  const place = grain === 'day' ? placeIn(scope) : null;
  for (const some of pieces(periods, periodsAtOnce)) {
    const rows =
      place === null
        ? transaction
            .selectFrom('rollups')
            .select(['period', ...summed])
            .where('grain', '=', grain)
            .where('period', 'in', some)
            .where('scope', '=', scope)
        : transaction
            .selectFrom('day_sheets')
            .select(['day as period', ...keyColumns, sql<number>`1`.as('days_heard')])
            .where('place', '=', place)
            .where('day', 'in', some)
            .where('counted', '=', 1);
    for (const { period, ...sums } of await rows.execute()) found.set(period, sums);
  }
  return found;
}

/** One is added to the other, column by column. */
export const added = (sums: KeySums, more: KeySums, times: number): KeySums =>
  Object.fromEntries(summed.map((column) => [column, sums[column] + times * more[column]])) as never;

/** Whose sums: of all places or communes, or of these alone. */
export type Scopes =
  | { readonly kind: 'all'; readonly of: 'place' | 'commune' }
  | { readonly kind: 'these'; readonly scopes: readonly string[] };

interface PartsAsked {
  readonly spans: readonly Span[];
  readonly scopes: Scopes;
  /** Their days are read from their sheets. */
  readonly arePlaces: boolean;
}

/** Key measures of many scopes at once, in one question; those of which nothing is known are left out. */
export async function partSums(transaction: Write, asked: PartsAsked): Promise<Map<string, KeySums>> {
  const selects = selectsOf(transaction, asked);
  if (selects.length === 0) return new Map();
  const columns = sql.join(summed.map((column) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`));
  const all = sql.join(selects, sql` union all `);
  const { rows } = await sql<KeySums & { readonly scope: string }>`
    select scope, ${columns} from (${all}) as parts group by scope`.execute(transaction);
  return new Map(rows.map(({ scope, ...sums }) => [scope, sums]));
}

function selectsOf(transaction: Write, { spans, scopes, arePlaces }: PartsAsked): RawBuilder<unknown>[] {
  const grouped = Map.groupBy(spans, ({ grain, times }) => `${grain} ${times}`);
  return [...grouped.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const periods = sql.join(some.map(({ period }) => period));
    const times = sql.lit(first.times);
    const sign = first.times === 1 ? sql`` : sql`-`;
    const columns = sql.join(keyColumns.map((column) => sql`${sign}${sql.ref(column)} as ${sql.ref(column)}`));
    if (first.grain === 'day' && arePlaces)
      return sql`select ${scopeOfPlace(transaction)} as scope, ${columns}, ${times} as days_heard from day_sheets
        where counted = 1 and day in (${periods})${amongPlaces(scopes)}`;
    return sql`select scope, ${columns}, ${times} * days_heard as days_heard from rollups
      where grain = ${first.grain} and period in (${periods}) and ${among(scopes)}`;
  });
}

/** Compared byte by byte, as the scopes of the rollups are. */
const scopeOfPlace = (transaction: Write): RawBuilder<unknown> =>
  isPostgres(transaction) ? sql`('place:' || place) collate "C"` : sql`'place:' || place`;

const oneOf = (column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<unknown> =>
  values.length === 0 ? sql`1 = 0` : sql`${column} in (${sql.join(values)})`;

const amongPlaces = (scopes: Scopes): RawBuilder<unknown> =>
  scopes.kind === 'all'
    ? sql``
    : sql` and ${oneOf(
        sql`place`,
        scopes.scopes.map((scope) => placeIn(scope) ?? ''),
      )}`;

/** All of a kind lie together, from `place:` to before `place;`. */
const among = (scopes: Scopes): RawBuilder<unknown> =>
  scopes.kind === 'all'
    ? sql`scope >= ${`${scopes.of}:`} and scope < ${`${scopes.of};`}`
    : oneOf(sql`scope`, scopes.scopes);
