import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../../central/database/migrations.ts';

/** Brings an empty database to the form that the first version left behind. */
export async function migrateAsFirstVersion(db: Kysely<unknown>): Promise<void> {
  const released = ['0001-figures', '0002-accounts'];
  const known = Object.fromEntries(Object.entries(migrations).filter(([name]) => released.includes(name)));
  const provider = { getMigrations: () => Promise.resolve(known) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw new Error('the first version could not be made', { cause: error });
}
