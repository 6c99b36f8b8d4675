import { sql, type CreateTableBuilder, type Kysely } from 'kysely';
import { doubtsAbout } from '../../contract/figures/plausibility.ts';
import { describe } from '../../contract/problem.ts';
import { readSheet } from '../figures/read-sheet.ts';
import { bytes, isSqlite, ordered, plain, strict, wide } from './column-types.ts';
import { pack } from './packed.ts';

/** Key measures as they were when this was released; later ones come with later migrations. */
const measures = [
  'open-days',
  'open-minutes',
  'offered',
  'supervised',
  'occupied',
  'sessions',
  'refusals',
  'waits',
  'wait-minutes',
  'queue-left',
  'bookings',
  'no-shows',
  'workshop-seats',
  'workshop-present',
  'pages',
] as const;

const columnOf = (measure: string): string => measure.replaceAll('-', '_');
const columns = measures.map(columnOf);

/** Days' sheets with all that they count, packed; months' sheets; and the sums of both, which the next start makes of what is stored. */
export async function addUpFigures(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  for (const column of ['commune_code', 'first_day', 'last_day'])
    await schema.alterTable('places').addColumn(column, 'text').execute();
  await schema.dropIndex('day_sheets_by_day').execute();
  await schema.alterTable('day_sheets').renameTo('day_sheets_1').execute();
  // The new table's key takes over its name.
  if (!isSqlite(database))
    await sql`alter table day_sheets_1 rename constraint day_sheets_key to day_sheets_1_key`.execute(database);
  await createDaySheets(database);
  await createMonthSheets(database);
  await createRollups(database);
  await createQuarantine(database);
  await schema
    .createTable('central_state')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .modifyEnd(strict(database))
    .execute();
  await copySheets(database);
  await copyQuarantine(database);
  await schema.dropTable('day_sheets_1').execute();
  await schema.dropTable('quarantined_1').execute();
}

async function createDaySheets(database: Kysely<unknown>): Promise<void> {
  const head = sheetTable(database, { table: 'day_sheets', period: 'day' });
  const counted = columns.reduce(
    (table, column) => table.addColumn(column, wide(database), (made) => made.notNull()),
    head,
  );
  // The sheet stands last, so that what is summed is read without it.
  const whole = counted.addColumn('sheet', bytes(database), (made) => made.notNull());
  await whole.modifyEnd(isSqlite(database) ? strict(database) : sql`partition by range (day)`).execute();
  // SQLite reads the sums of some days of all places from the index alone; PostgreSQL keeps what is long beside the table by itself.
  const besides = isSqlite(database) ? ['counted', ...columns] : [];
  await database.schema
    .createIndex('day_sheets_by_day')
    .on('day_sheets')
    .columns(['day', 'place', ...besides])
    .execute();
  await sql`create index day_sheets_set_aside on day_sheets (day, place) where counted = 0`.execute(database);
}

async function createMonthSheets(database: Kysely<unknown>): Promise<void> {
  await sheetTable(database, { table: 'month_sheets', period: 'month' })
    .addColumn('sheet', bytes(database), (made) => made.notNull())
    .modifyEnd(strict(database))
    .execute();
  await sql`create index month_sheets_set_aside on month_sheets (month, place) where counted = 0`.execute(database);
}

function sheetTable(
  database: Kysely<unknown>,
  { table, period }: { readonly table: string; readonly period: string },
): CreateTableBuilder<string, string> {
  return database.schema
    .createTable(table)
    .addColumn('place', 'text', (column) => column.notNull().references('places.id'))
    .addColumn(period, plain(database), (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull().check(sql`revision > 0`))
    .addColumn('computed_at', 'text', (column) => column.notNull())
    .addColumn('counted', 'integer', (column) => column.notNull().check(sql`counted in (0, 1)`))
    .addColumn('doubts', 'text')
    .addColumn('confirmed_by', 'text')
    .addColumn('confirmed_at', 'text')
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint(`${table}_key`, ['place', period] as never[]);
}

async function createRollups(database: Kysely<unknown>): Promise<void> {
  const head = database.schema
    .createTable('rollups')
    .addColumn('grain', plain(database), (column) => column.notNull())
    .addColumn('period', plain(database), (column) => column.notNull())
    .addColumn('scope', plain(database), (column) => column.notNull())
    .addColumn('days_heard', wide(database), (column) => column.notNull())
    .addPrimaryKeyConstraint('rollups_key', ['grain', 'period', 'scope']);
  await columns
    .reduce<CreateTableBuilder<string, string>>(
      (table, column) => table.addColumn(column, wide(database), (made) => made.notNull()),
      head as unknown as CreateTableBuilder<string, string>,
    )
    .addColumn('counts', bytes(database), (column) => column.notNull())
    .modifyEnd(ordered(database))
    .execute();
}

/** Its sheets are packed as well: what cannot be read may hold what not every database takes as text. */
async function createQuarantine(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.alterTable('quarantined_sheets').renameTo('quarantined_1').execute();
  if (!isSqlite(database))
    await sql`alter table quarantined_1 rename constraint quarantined_sheets_key to quarantined_1_key`.execute(
      database,
    );
  await schema
    .createTable('quarantined_sheets')
    .addColumn('place', 'text', (column) => column.notNull().references('places.id'))
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('problem_code', 'text', (column) => column.notNull())
    .addColumn('problem_where', 'text', (column) => column.notNull())
    .addColumn('problem_expected', 'text', (column) => column.notNull())
    .addColumn('sheet', bytes(database), (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('quarantined_sheets_key', ['place', 'digest'])
    .modifyEnd(strict(database))
    .execute();
}

interface Quarantined {
  readonly place: string;
  readonly digest: string;
  readonly problem_code: string;
  readonly problem_where: string;
  readonly problem_expected: string;
  readonly signature: string;
  readonly received_at: string;
}

interface Before {
  readonly quarantined_1: Quarantined & { readonly sheet: string };
  readonly day_sheets_1: {
    readonly place: string;
    readonly day: string;
    readonly revision: number;
    readonly computed_at: string;
    readonly sheet: string;
    readonly signature: string;
    readonly received_at: string;
  };
}

interface After {
  readonly quarantined_sheets: Quarantined & { readonly sheet: Uint8Array };
  readonly day_sheets: Readonly<Record<string, string | number | Uint8Array | null>>;
}

type OldSheet = Before['day_sheets_1'];

const batch = 200;

/** No database of the first version is on PostgreSQL: there is nothing to make a partition for. */
async function copySheets(database: Kysely<Before & After>): Promise<void> {
  let last: OldSheet | undefined;
  for (;;) {
    const after = last;
    const rows = await database
      .selectFrom('day_sheets_1')
      .selectAll()
      .$if(after !== undefined, (some) =>
        some.where((where) =>
          where(where.refTuple('place', 'day'), '>', where.tuple(after?.place ?? '', after?.day ?? '')),
        ),
      )
      .orderBy('place')
      .orderBy('day')
      .limit(batch)
      .execute();
    last = rows.at(-1);
    if (last === undefined) return;
    await database.insertInto('day_sheets').values(rows.map(converted)).execute();
  }
}

/** There are few, or somebody has been told of each. */
async function copyQuarantine(database: Kysely<Before & After>): Promise<void> {
  for (const row of await database.selectFrom('quarantined_1').selectAll().execute())
    await database
      .insertInto('quarantined_sheets')
      .values({ ...row, sheet: pack(row.sheet) })
      .execute();
}

function converted({
  place,
  day,
  revision,
  computed_at,
  sheet,
  signature,
  received_at,
}: OldSheet): After['day_sheets'] {
  const read = readSheet(place, sheet);
  if (!read.ok) throw new Error(`the sheet of ${day} of place ${place} cannot be read: ${describe(read.problem)}`);
  const doubts = doubtsAbout(read.value, new Date(received_at));
  return {
    ...{ place, day, revision, computed_at, signature, received_at },
    ...{ counted: doubts.length === 0 ? 1 : 0, doubts: doubts.length === 0 ? null : JSON.stringify(doubts) },
    ...Object.fromEntries(measures.map((measure) => [columnOf(measure), read.value.counts[measure] ?? 0])),
    sheet: pack(sheet),
  };
}
