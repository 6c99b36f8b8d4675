import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isThere, lastLines, run } from '../setup/ground.mjs';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';

/** A site that the demonstration's list holds as one that steals passwords; `.example` belongs to nobody. */
export const listedSite = 'fausse-banque.example';

/** The demonstration's own list, by category: the names of the real one, with made-up sites. */
const sites: Readonly<Record<string, readonly string[]>> = {
  adult: ['site-pour-adultes.example'],
  mixed_adult: ['forum-mixte.example'],
  agressif: ['haine.example'],
  malware: ['logiciel-piege.example'],
  phishing: [listedSite],
  cryptojacking: ['mineur-cache.example'],
  stalkerware: ['espion.example'],
  ddos: ['attaque.example'],
  hacking: ['intrusion.example'],
  dangerous_material: ['explosifs.example'],
  drogue: ['drogue.example'],
  warez: ['copies.example'],
  redirector: ['contournement.example'],
  vpn: ['tunnel.example'],
  'residential-proxies': ['relais.example'],
  doh: ['resolveur.example'],
  dating: ['rencontres.example'],
  gambling: ['casino.example'],
  ai: ['assistant.example'],
  chat: ['bavardage.example'],
  forums: ['discussions.example'],
  liste_bu: ['bibliotheque.example'],
  sexual_education: ['sante-des-jeunes.example'],
  examen_pix: ['examen.example'],
};

/** Where a list and the key that it was signed with lie. */
export interface SignedList {
  readonly list: string;
  readonly key: string;
}

/** Made at the first start by the command that makes real lists, and kept: the demonstration refuses by category as an installed place does. */
export async function demonstrationList(root: string, data: string): Promise<Outcome<SignedList>> {
  const at = (name: string): string => path.join(data, 'lists', name);
  const signed = { list: at('filter.flt'), key: at('key.pub') };
  if (await isThere(signed.list)) return done(signed);
  for (const [category, names] of Object.entries(sites)) {
    await mkdir(at(`sources/${category}`), { recursive: true });
    await writeFile(at(`sources/${category}/domains`), names.join('\n'));
  }
  const keys = (await isThere(signed.key)) ? done(null) : await lists(root, ['keys', at('key')]);
  if (!keys.ok) return keys;
  const words = [at('sources'), '--out', signed.list, '--key', at('key'), '--licence', 'EUPL-1.2'];
  const built = await lists(root, ['build', ...words]);
  return built.ok ? done(signed) : built;
}

async function lists(root: string, words: readonly string[]): Promise<Outcome<null>> {
  const { code, output } = await run(process.execPath, [path.join(root, 'main/lists/main.ts'), ...words]);
  return code === 0 ? done(null) : stopped(`the demonstration's filter list could not be made: ${lastLines(output)}`);
}
