import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ListFile } from '../../contract/filter-list/list-file.ts';
import { buildList, type Built } from '../../main/lists/build.ts';
import { Collected, NeverBlocked } from '../../main/lists/collect.ts';
import { checkList } from '../../main/lists/signing.ts';
import { partsOf } from '../../main/lists/sources.ts';

export const keys = generateKeyPairSync('ed25519');

export interface Wanted {
  readonly sources: readonly string[];
  readonly never?: readonly string[];
  readonly universe?: readonly string[];
  readonly previous?: ListFile | null;
  readonly key?: KeyObject;
}

export interface BuiltList extends Built {
  readonly collected: Collected;
  readonly list: ListFile;
}

/** As the command builds it. */
export async function build({ sources, never = [], universe = [], previous = null, key }: Wanted): Promise<BuiltList> {
  const collected = new Collected(new NeverBlocked(never));
  for (const source of sources) {
    for await (const part of partsOf(source, () => undefined)) await collected.take(part);
  }
  const built = await buildList({
    collected,
    previous,
    sources: [{ name: 'test', licence: 'none' }],
    universe: () =>
      (async function* (): AsyncGenerator<readonly string[]> {
        yield never;
        yield await Promise.resolve(universe);
      })(),
    key: key ?? keys.privateKey,
    say: () => undefined,
  });
  return { ...built, collected, list: read(built.file) };
}

export function read(file: Uint8Array): ListFile {
  const list = checkList(file, keys.publicKey, 'list');
  if (!list.ok) throw new Error(`${list.problem.where}: ${list.problem.expected}`);
  return list.value;
}
