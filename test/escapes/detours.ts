import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KioskSettings } from '../../contract/settings.ts';
import { build, keys } from '../lists/built-list.ts';

/** Sites that show other sites: a translator, a cache, a proxy that is a page. */
export const detours = ['traducteur.example', 'cache.example', 'mandataire.example'];
export const detourCategory = 'redirector';

/** The list that this kiosk filters by, in a folder of its own. */
export async function handOverList(folder: string): Promise<KioskSettings['filter']> {
  const category = join(folder, 'categories', detourCategory);
  await mkdir(category, { recursive: true });
  await writeFile(join(category, 'domains'), detours.join('\n'));
  const { file } = await build({ sources: [join(folder, 'categories')] });
  const [list, key] = [join(folder, 'list.flt'), join(folder, 'key.pub')];
  await writeFile(list, file);
  await writeFile(key, keys.publicKey.export({ type: 'spki', format: 'pem' }));
  return { list, key };
}
