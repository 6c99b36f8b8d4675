import { sql } from 'kysely';
import { failed, ok, type Result } from '../../contract/problem.ts';
import { recount } from '../figures/recount.ts';
import type { Database } from './open.ts';
import { Partitions } from './partitions.ts';
import { reading, type Write, writing } from './transactions.ts';

/**
 * Copies everything that central keeps from one database to another. The target is marked before the first row and unmarked when all of it was
 * counted again: after a crash the same move begins anew, and no central starts on half a copy.
 */

/** Whoever is referred to comes first. */
const tables = [
  { table: 'places', key: ['id'] },
  { table: 'accounts', key: ['name'] },
  { table: 'account_sessions', key: ['token_hash'] },
  { table: 'quarantined_sheets', key: ['place', 'digest'] },
  { table: 'month_sheets', key: ['place', 'month'] },
  { table: 'day_sheets', key: ['place', 'day'] },
  { table: 'rollups', key: ['grain', 'period', 'scope'] },
] as const;

const rowsAtOnce = 200;
const marker = 'move';

interface Move {
  readonly from: Database;
  readonly to: Database;
  readonly progress: (table: string, done: number, of: number) => void;
}

type Row = Readonly<Record<string, unknown>>;

export async function move({ from, to, progress }: Move): Promise<Result<{ rows: number; cells: number }>> {
  const ready = await begin(to);
  if (!ready.ok) return ready;
  return reading(from, async (source) => {
    let rows = 0;
    for (const { table, key } of tables) {
      const all = await countOf(source, table);
      let done = 0;
      for await (const some of batches(source, table, key)) {
        await put(to, table, some);
        progress(table, (done += some.length), all);
      }
      rows += done;
    }
    return end(source, to, rows);
  });
}

/** An empty target, or what an earlier move left behind, which is thrown away. */
const begin = (to: Database): Promise<Result<null>> =>
  writing(to, async (target) => {
    const isHalf = await isMoving(target);
    for (const { table } of isHalf ? [] : tables)
      if ((await countOf(target, table)) > 0)
        return failed('not-now', `table ${table}`, 'an empty database to move into: this one is in use');
    if (isHalf) for (const { table } of tables.toReversed()) await sql`delete from ${sql.table(table)}`.execute(target);
    else await target.insertInto('central_state').values({ name: marker, value: 'under way' }).execute();
    return ok(null);
  });

/** A move into this database has begun and not ended. */
export const isMoving = async (database: Write | Database): Promise<boolean> =>
  (await database.selectFrom('central_state').select('value').where('name', '=', marker).executeTakeFirst()) !==
  undefined;

async function countOf(transaction: Write, table: string): Promise<number> {
  const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(transaction);
  return rows[0]?.rows ?? 0;
}

async function* batches(source: Write, table: string, key: readonly string[]): AsyncGenerator<Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  for (let last: Row | undefined; ;) {
    const after = last;
    const rest =
      after === undefined ? sql`` : sql`where (${columns}) > (${sql.join(key.map((column) => after[column]))})`;
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} ${rest} order by ${columns} limit ${sql.lit(rowsAtOnce)}`.execute(source);
    last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
  }
}

const partitions = new Partitions();

const put = (to: Database, table: (typeof tables)[number]['table'], rows: readonly Row[]): Promise<unknown> =>
  writing(to, async (target) => {
    if (table === 'day_sheets')
      await partitions.prepare(
        target,
        rows.map((row) => String(row['day'])),
      );
    await target.insertInto(table).values(rows).execute();
  });

async function end(source: Write, to: Database, rows: number): Promise<Result<{ rows: number; cells: number }>> {
  return writing(to, async (target) => {
    for (const { table } of tables)
      if ((await countOf(source, table)) !== (await countOf(target, table)))
        return failed('internal', `table ${table}`, 'as many rows as in the source: move again');
    const { cells, differences } = await recount({ transaction: target, mend: false, communes: null });
    const [first] = differences;
    if (first !== undefined)
      return failed(
        'internal',
        first.cell,
        'the same figures as a recount: mend the source by a recount, then move again',
      );
    await target.deleteFrom('central_state').where('name', '=', marker).execute();
    return ok({ rows, cells });
  });
}
