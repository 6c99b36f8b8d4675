import Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  type SqliteDatabase,
  type SqliteDialectConfig,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';
import { failed, ok, type Result } from '../../contract/problem.ts';

/** Takes the write lock at the start, unless nothing will be written: a transaction that read first could otherwise be refused at its first write. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }
}

/** Kysely is careful where SQLite need not be: tables can be made in a transaction, so a migration is whole or absent. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class CentralSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#config);
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }
}

/** The same question is prepared once: intake asks a few long ones over and over. */
class PreparedOnce implements SqliteDatabase {
  readonly #database: Sqlite.Database;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: Sqlite.Database) {
    this.#database = database;
  }

  prepare(question: string): SqliteStatement {
    const known = this.#statements.get(question);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(question) as unknown as SqliteStatement;
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined && this.#statements.size >= mostPrepared) this.#statements.delete(oldest);
    this.#statements.set(question, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

/** Long ones take some tens of KB each. */
const mostPrepared = 300;

/** A dialect on one SQLite file, made if it is missing. What was committed survives a power cut. */
export function openSqlite(file: string): Result<SqliteDialect> {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('busy_timeout = 5000');
    const health: unknown = database.pragma('quick_check(1)', { simple: true });
    if (health === 'ok') return ok(new CentralSqliteDialect({ database: new PreparedOnce(database) }));
    return damaged(database, file, String(health));
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    return damaged(database, file, error.message);
  }
}

function damaged(database: Sqlite.Database | undefined, file: string, reason: string): ReturnType<typeof failed> {
  database?.close();
  return failed(
    'internal',
    file,
    `SQLite cannot use this file (${reason}): make it writable, or put its last copy back`,
  );
}
