import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { strict } from './column-types.ts';
import { addUpFigures } from './figures-migration.ts';

async function createFigures(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('places')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('commune', 'text', (column) => column.notNull())
    .addColumn('listed', 'integer', (column) => column.notNull().check(sql`listed in (0, 1)`))
    .addColumn('last_heard_at', 'text')
    .modifyEnd(strict(database))
    .execute();
  await schema
    .createTable('day_sheets')
    .addColumn('place', 'text', (column) => column.notNull().references('places.id'))
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull().check(sql`revision > 0`))
    .addColumn('computed_at', 'text', (column) => column.notNull())
    .addColumn('sessions', 'integer', (column) => column.notNull())
    .addColumn('occupied_minutes', 'integer', (column) => column.notNull())
    .addColumn('sheet', 'text', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('day_sheets_key', ['place', 'day'])
    .modifyEnd(strict(database))
    .execute();
  await schema.createIndex('day_sheets_by_day').on('day_sheets').columns(['day', 'place']).execute();
  await schema
    .createTable('quarantined_sheets')
    .addColumn('place', 'text', (column) => column.notNull().references('places.id'))
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('problem_code', 'text', (column) => column.notNull())
    .addColumn('problem_where', 'text', (column) => column.notNull())
    .addColumn('problem_expected', 'text', (column) => column.notNull())
    .addColumn('sheet', 'text', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('quarantined_sheets_key', ['place', 'digest'])
    .modifyEnd(strict(database))
    .execute();
}

async function createAccounts(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('accounts')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .modifyEnd(strict(database))
    .execute();
  await schema
    .createTable('account_sessions')
    .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account', 'text', (column) => column.notNull().references('accounts.name').onDelete('cascade'))
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .modifyEnd(strict(database))
    .execute();
}

/** In the order of their names. One that was released is never changed: the next one mends it. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-figures': { up: createFigures },
  '0002-accounts': { up: createAccounts },
  '0003-rollups': { up: addUpFigures },
};
