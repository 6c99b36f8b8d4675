import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Dialect, Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type pg from 'pg';
import { failed, ok, type Result } from '../../contract/problem.ts';
import { migrations } from './migrations.ts';
import { openPostgres } from './postgres.ts';
import type { Schema } from './schema.ts';
import { openSqlite } from './sqlite.ts';

export type Database = Kysely<Schema>;

/** Where central keeps everything: a file in its own folder, or a server that several of its programs share. */
export type StoreAddress =
  { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

export interface OpenedStore {
  readonly database: Database;
  /** Of PostgreSQL; null on SQLite. */
  readonly pool: pg.Pool | null;
}

/** As the settings and the environment say: a database server where one is named, else the data folder. */
export const storeAddress = (folder: string, databaseUrl: string | undefined): StoreAddress =>
  databaseUrl === undefined || databaseUrl === ''
    ? { kind: 'sqlite', file: join(folder, 'central.sqlite') }
    : { kind: 'postgres', url: databaseUrl };

/** Makes the data folder if it is missing. */
export function makeFolder(folder: string): Result<null> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return ok(null);
  } catch (error) {
    return failed(
      'internal',
      folder,
      `this data folder cannot be made (${reasonOf(error)}): name one that can be written`,
    );
  }
}

/** Opens central's database, made if it is missing, and brings it to the newest form. `lost`: told when a server's connection broke. */
export async function openStore(address: StoreAddress, lost: (error: Error) => void): Promise<Result<OpenedStore>> {
  const opened = dialectOf(address, lost);
  if (!opened.ok) return opened;
  const { dialect, pool } = opened.value;
  const database = new Kysely<Schema>({ dialect });
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return ok({ database, pool });
  await database.destroy();
  return failed(
    'internal',
    address.kind === 'sqlite' ? address.file : nameOf(address.url),
    `the database stayed as it was (${reasonOf(error)}): start the version that wrote it last, or a newer one`,
  );
}

function dialectOf(
  address: StoreAddress,
  lost: (error: Error) => void,
): Result<{ readonly dialect: Dialect; readonly pool: pg.Pool | null }> {
  if (address.kind === 'postgres') {
    if (!URL.canParse(address.url))
      return failed('malformed', 'DATABASE_URL', 'an address such as postgres://host/name');
    return ok(openPostgres(address.url, lost));
  }
  const dialect = openSqlite(address.file);
  return dialect.ok ? ok({ dialect: dialect.value, pool: null }) : dialect;
}

/** The address without its password. */
function nameOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
