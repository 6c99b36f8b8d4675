import { type ControlledTransaction, type Kysely, PostgresAdapter, sql, type Transaction } from 'kysely';
import type { Database } from './open.ts';
import type { Schema } from './schema.ts';

export type Write = Transaction<Schema>;
/** What can be asked: a database, or one transaction on it. */
export type Asked = Kysely<Schema> | ControlledTransaction<Schema>;

/** Any number, the same for all of central's programs. */
const writersLock = 4_400_001;

export const isPostgres = (database: Kysely<never> | Asked): boolean =>
  database.getExecutor().adapter instanceof PostgresAdapter;

/** One writer at a time, whatever the database and however many programs: what is read within is still so when it is written. */
export function writing<Value>(database: Database, act: (transaction: Write) => Promise<Value>): Promise<Value> {
  return database.transaction().execute(async (transaction) => {
    if (isPostgres(transaction)) await sql`select pg_advisory_xact_lock(${writersLock})`.execute(transaction);
    return act(transaction);
  });
}

/** All that is read within is of one moment; nobody waits for it. */
export const reading = <Value>(database: Database, act: (transaction: Write) => Promise<Value>): Promise<Value> =>
  database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(act);
