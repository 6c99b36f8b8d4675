import { sql } from 'kysely';
import { isPostgres, type Write } from './transactions.ts';

/** On PostgreSQL each month's day sheets are a table of their own, made when the first of them comes. */
export class Partitions {
  readonly #known = new Set<string>();

  /** `days`: all that are about to be written. What is made becomes known by `settle`, after the commit: a rollback takes it back. */
  async prepare(transaction: Write, days: Iterable<string>): Promise<Set<string>> {
    const months = new Set([...days].map((day) => day.slice(0, 7)).filter((month) => !this.#known.has(month)));
    if (isPostgres(transaction)) for (const month of months) await makePartition(transaction, month);
    return months;
  }

  settle(months: ReadonlySet<string>): void {
    for (const month of months) this.#known.add(month);
  }
}

/** `month` is of the calendar: days are parsed before they come here. */
async function makePartition(transaction: Write, month: string): Promise<void> {
  const name = `day_sheets_${month.replace('-', '_')}`;
  const [from, to] = [sql.lit(month), sql.lit(`${month}-99`)];
  await sql`create table if not exists ${sql.table(name)} partition of day_sheets for values from (${from}) to (${to})`.execute(
    transaction,
  );
}
