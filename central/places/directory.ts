import { createPublicKey, type KeyObject } from 'node:crypto';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { CentralSettings } from '../../contract/settings.ts';
import type { Database } from '../database/open.ts';
import { pieces } from '../database/replacing.ts';
import { type Write, writing } from '../database/transactions.ts';
import { recount } from '../figures/recount.ts';

/** The places that central listens to, each with the key that its sheets are checked with. */
export type Directory = ReadonlyMap<string, KeyObject>;

type ListedPlace = CentralSettings['places'][number];

/** The keys of the settings' places. A key of another kind, or a place listed twice, is told by its position in the settings. */
export function readDirectory(places: readonly ListedPlace[]): Result<Directory> {
  const keys = new Map<string, KeyObject>();
  for (const [position, place] of places.entries()) {
    if (keys.has(place.id))
      return failed('malformed', `settings: places[${position}].id`, 'an id that no other place has');
    const key = readKey(place.publicKey);
    if (key === null)
      return failed('malformed', `settings: places[${position}].publicKey`, 'an Ed25519 public key in PEM form');
    keys.set(place.id, key);
  }
  return ok(keys);
}

function readKey(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    // Every way of being unreadable has the same remedy, which the caller tells.
    return null;
  }
}

/**
 * Writes the settings' places into the database. A place that left the settings keeps its figures and is marked as no longer listed; those of one that
 * is of another commune now are added up there. Sums that were never made, since an older version wrote the sheets, are made here.
 */
export function recordPlaces(database: Database, places: readonly ListedPlace[]): Promise<void> {
  return writing(database, async (transaction) => {
    const known = await transaction.selectFrom('places').select(['id', 'commune_code']).execute();
    const before = new Map(known.map(({ id, commune_code }) => [id, commune_code]));
    await transaction.updateTable('places').set({ listed: 0 }).execute();
    for (const some of pieces(places, placesAtOnce)) await putPlaces(transaction, some);
    if (!(await hasSums(transaction))) {
      await recount({ transaction, mend: true, communes: null });
      return;
    }
    const moved = places.filter(({ id, communeCode }) => before.has(id) && before.get(id) !== communeCode);
    const communes = new Set(moved.flatMap(({ id, communeCode }) => [before.get(id) ?? communeCode, communeCode]));
    if (communes.size > 0) await recount({ transaction, mend: true, communes });
  });
}

const placesAtOnce = 500;

const hasSums = async (transaction: Write): Promise<boolean> =>
  (await transaction.selectFrom('rollups').select('scope').limit(1).executeTakeFirst()) !== undefined;

const putPlaces = (transaction: Write, places: readonly ListedPlace[]): Promise<unknown> =>
  transaction
    .insertInto('places')
    .values(
      places.map(({ id, name, commune, communeCode }) => ({
        ...{ id, name, commune, commune_code: communeCode, listed: 1 },
        ...{ last_heard_at: null, first_day: null, last_day: null },
      })),
    )
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        name: row.ref('excluded.name'),
        commune: row.ref('excluded.commune'),
        commune_code: row.ref('excluded.commune_code'),
        listed: 1,
      })),
    )
    .execute();
