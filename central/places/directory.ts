import { createPublicKey, type KeyObject } from 'node:crypto';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { CentralSettings } from '../../contract/settings.ts';
import type { Database } from '../database/open.ts';

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

/** Writes the settings' places into the database. A place that left the settings keeps its figures and is marked as no longer listed. */
export async function recordPlaces(database: Database, places: readonly ListedPlace[]): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction.updateTable('places').set({ listed: 0 }).execute();
    for (const { id, name, commune } of places) {
      await transaction
        .insertInto('places')
        .values({ id, name, commune, listed: 1, last_heard_at: null })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, commune, listed: 1 }))
        .execute();
    }
  });
}
