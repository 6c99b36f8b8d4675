import Sqlite from 'better-sqlite3';
import { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../central/database/migrations.ts';
import { openStore } from '../../central/database/open.ts';
import { openSqlite } from '../../central/database/sqlite.ts';

describe("central's database", () => {
  let folder: string;
  const query = (sql: string): unknown[] => {
    const file = new Sqlite(join(folder, 'central.sqlite'));
    try {
      return file.prepare(sql).all();
    } finally {
      file.close();
    }
  };
  const openFile = (): ReturnType<typeof openStore> =>
    openStore({ kind: 'sqlite', file: join(folder, 'central.sqlite') }, () => undefined);
  const open = async (): Promise<void> => {
    const opened = await openFile();
    if (!opened.ok) throw new Error(opened.problem.expected);
    await opened.value.database.destroy();
  };
  const migrate = async (extra: Record<string, Migration>): Promise<unknown> => {
    const dialect = openSqlite(join(folder, 'central.sqlite'));
    if (!dialect.ok) throw new Error(dialect.problem.expected);
    const db = new Kysely<unknown>({ dialect: dialect.value });
    const provider = { getMigrations: () => Promise.resolve({ ...migrations, ...extra }) };
    const { error } = await new Migrator({ db, provider }).migrateToLatest();
    await db.destroy();
    return error;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'escale-central-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made from nothing, in strict tables, and opened again as it stands', async () => {
    await open();
    const tables = query("select name, sql from sqlite_master where type = 'table' order by name");
    await open();
    expect(query("select name, sql from sqlite_master where type = 'table' order by name")).toEqual(tables);
    const loose = query("select name from pragma_table_list where schema = 'main' and type = 'table' and not strict");
    expect(loose).toEqual([{ name: 'sqlite_schema' }, { name: 'kysely_migration' }, { name: 'kysely_migration_lock' }]);
    expect(query('select name from kysely_migration')).toEqual(Object.keys(migrations).map((name) => ({ name })));
  });

  it('stays as it was when a migration fails halfway', async () => {
    await open();
    const halfway: Migration = {
      up: async (db) => {
        await db.schema.createTable('half').addColumn('id', 'integer').execute();
        throw new Error('the power went');
      },
    };
    expect(await migrate({ '9999-halfway': halfway })).toMatchObject({ message: 'the power went' });
    expect(query("select name from sqlite_master where name = 'half'")).toEqual([]);
  });

  it('that a newer central wrote is left alone, in plain words', async () => {
    await open();
    expect(await migrate({ '9999-to-come': { up: () => Promise.resolve() } })).toBeUndefined();
    expect(await openFile()).toMatchObject({ ok: false, problem: { where: join(folder, 'central.sqlite') } });
  });
});
