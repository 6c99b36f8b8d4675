import { createSecretKey, type KeyObject } from 'node:crypto';
import type { DeskSettings } from '../../../contract/settings.ts';
import { prepared } from '../store/prepared.ts';
import type { Store } from '../store/open-store.ts';
import { codeHash } from './draw-code.ts';

/** The key of a workstation, and which of the hashes of a code is made with it. */
export interface CodeKey {
  readonly workstation: string;
  readonly key: KeyObject;
  readonly place: number;
}

/** Length of a hash in hexadecimal digits. */
export const hashLength = 64;

/** Tells a key from the one before it, and nothing of either: no code is that long. */
const marked = 'this key of a workstation';

/**
 * The keys of the place's workstations. Each has a place of its own in the hashes of a code, which no other key is ever given: a workstation may
 * come, go, or be given another key while codes are out.
 */
export function openCodeKeys(store: Store, workstations: DeskSettings['workstations']): CodeKey[] {
  return store
    .transaction(() => {
      const keys = workstations.map(({ id, key: text }): CodeKey => {
        const key = createSecretKey(text, 'utf8');
        return { workstation: id, key, place: placeOf(store, id, codeHash(marked, key)) };
      });
      keepFindable(store, keys);
      return keys;
    })
    .immediate();
}

interface PlaceRow {
  readonly place: number;
}

function placeOf(store: Store, workstation: string, mark: string): number {
  const known = prepared<[string, string], PlaceRow>(
    store,
    'SELECT place FROM code_keys WHERE workstation = ? AND mark = ?',
  ).get(workstation, mark);
  // Before keys had marks, hashes were taken for those of the key that the workstation has.
  const unmarked = prepared<[string, string], PlaceRow>(
    store,
    'UPDATE code_keys SET mark = ? WHERE workstation = ? AND mark IS NULL RETURNING place',
  );
  const added = prepared<[string, string], PlaceRow>(
    store,
    `INSERT INTO code_keys (place, workstation, mark)
     VALUES ((SELECT coalesce(max(place) + 1, 0) FROM code_keys), ?, ?) RETURNING place`,
  );
  const row = known ?? unmarked.get(mark, workstation) ?? added.get(workstation, mark);
  if (row === undefined) throw new Error('a key has no place that was just given one');
  return row.place;
}

/** Codes that are found by the hash of a key that is gone are found by another one from now on. */
function keepFindable(store: Store, keys: readonly CodeKey[]): void {
  const here = JSON.stringify(keys.map(({ place }) => place));
  const find = prepared<[{ place: number; at: number; here: string }]>(
    store,
    `UPDATE ticket_hashes SET finder = :place, hash = substr(hashes, :at, ${hashLength})
     WHERE finder NOT IN (SELECT value FROM json_each(:here)) AND substr(hashes, :at, 1) > ' '`,
  );
  for (const { place } of keys) find.run({ place, at: startOf(place), here });
}

/** Where a hash begins among the hashes of a code, counted from 1 as SQL does. */
export const startOf = (place: number): number => place * hashLength + 1;
