import { sql, SqliteAdapter, type Kysely, type RawBuilder } from 'kysely';

export const isSqlite = (database: Kysely<unknown>): boolean => database.getExecutor().adapter instanceof SqliteAdapter;

/** SQLite checks column types in STRICT tables only; other databases always do. */
export const strict = (database: Kysely<unknown>): RawBuilder<unknown> => (isSqlite(database) ? sql`strict` : sql``);

/** Rows stand in the order of the primary key: what is read together lies together. */
export const ordered = (database: Kysely<unknown>): RawBuilder<unknown> =>
  isSqlite(database) ? sql`strict, without rowid` : sql``;

export const bytes = (database: Kysely<unknown>): RawBuilder<unknown> => (isSqlite(database) ? sql`blob` : sql`bytea`);

/** Sums of a country's minutes do not fit into 31 bits; SQLite's integers are always wide. */
export const wide = (database: Kysely<unknown>): RawBuilder<unknown> =>
  isSqlite(database) ? sql`integer` : sql`bigint`;

/** Text that is compared byte by byte, as SQLite does it: days in their order, whatever language the server speaks. */
export const plain = (database: Kysely<unknown>): RawBuilder<unknown> =>
  isSqlite(database) ? sql`text` : sql`text collate "C"`;
