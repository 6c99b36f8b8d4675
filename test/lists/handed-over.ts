import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListFile } from '../../contract/filter-list/list-file.ts';
import { build, type BuiltList, keys } from './built-list.ts';

/** Sites by category. */
export type Listed = Readonly<Record<string, readonly string[]>>;

/** A signed list of these sites, for whoever must filter; its sources lie in the folder. */
export async function listOf(folder: string, listed: Listed, previous: ListFile | null = null): Promise<BuiltList> {
  const sources = join(folder, 'categories');
  await rm(sources, { recursive: true, force: true });
  for (const [category, sites] of Object.entries(listed)) {
    await mkdir(join(sources, category), { recursive: true });
    await writeFile(join(sources, category, 'domains'), sites.join('\n'));
  }
  return build({ sources: [sources], previous });
}

/** The public key that lists of tests are checked by, as a file of the folder. */
export async function putKey(folder: string): Promise<string> {
  const path = join(folder, 'key.pub');
  await mkdir(folder, { recursive: true });
  await writeFile(path, keys.publicKey.export({ type: 'spki', format: 'pem' }));
  return path;
}

/** What the settings of a kiosk say when a list is handed to it as a file. */
export async function handOver(folder: string, listed: Listed): Promise<{ list: string; key: string }> {
  const list = join(folder, 'list.flt');
  const key = await putKey(folder);
  await writeFile(list, (await listOf(folder, listed)).file);
  return { list, key };
}
