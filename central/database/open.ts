import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { failed, ok, type Result } from '../../contract/problem.ts';
import { migrations } from './migrations.ts';
import type { Schema } from './schema.ts';
import { openSqlite } from './sqlite.ts';

export type Database = Kysely<Schema>;

/** Opens central's database in the data folder, both made if they are missing, and brings it to the newest form. */
export async function openDatabase(folder: string): Promise<Result<Database>> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    return failed(
      'internal',
      folder,
      `this data folder cannot be made (${reasonOf(error)}): name one that can be written`,
    );
  }
  const dialect = openSqlite(join(folder, 'central.sqlite'));
  if (!dialect.ok) return dialect;
  const database = new Kysely<Schema>({ dialect: dialect.value });
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return ok(database);
  await database.destroy();
  return failed(
    'internal',
    folder,
    `the database stayed as it was (${reasonOf(error)}): start the version that wrote it last, or a newer one`,
  );
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
