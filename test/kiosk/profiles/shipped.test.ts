import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Profile } from '../../../contract/profile.ts';
import { readProfile } from '../../../contract/profile-file.ts';
import { browsingPolicy, decide } from '../../../main/kiosk/browsing/decide.ts';
import { faultsOf } from '../../../main/kiosk/profiles/check.ts';
import { readText } from '../../../main/kiosk/settings.ts';
import { drawSchema, schemaFile } from './profile-schema.ts';

const folder = fileURLToPath(new URL('../../../kiosk-profiles/', import.meta.url));
const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));

async function read(name: string): Promise<Profile> {
  const profile = await readProfile(`${folder}${name}`, readText);
  if (!profile.ok) throw new Error(`${profile.problem.where}: ${profile.problem.expected}`);
  return profile.value;
}

it('are those for adults, minors, schools, public services, workshops and exams', () => {
  const wanted = ['adult', 'minor', 'school', 'e-services', 'workshop', 'exam'].map((id) => `${id}.json`);
  expect(names.toSorted()).toEqual(wanted.toSorted());
});

it.each(names)('%s has no fault', async (name) => {
  expect(faultsOf(await read(name), name)).toEqual([]);
});

it.each(['adult', 'minor', 'workshop', 'exam'])('%s closes nothing that people come for', async (id) => {
  const { filter } = await read(`${id}.json`);
  const wanted = [
    'shopping',
    'jobsearch',
    'bank',
    'webmail',
    'social_networks',
    'filehosting',
    'download',
    'translation',
  ];
  expect(filter.refused.filter((category) => wanted.includes(category))).toEqual([]);
  // A white list of sites that the exam needs, and a black one that its makers advise against.
  expect(filter.allowed).toEqual(['liste_bu', 'sexual_education', ...(id === 'exam' ? ['examen_pix'] : [])]);
  expect(filter.refused).not.toContain('examen_pix');
  expect(filter.refused).not.toContain('tricheur_pix');
});

it('are described to editors as they are read', async () => {
  expect(await readFile(schemaFile, 'utf8'), 'run "npm run schema"').toBe(drawSchema());
});

it('e-services opens public services and nothing else', async () => {
  const policy = browsingPolicy(await read('e-services.json'));
  const opens = (address: string): boolean => decide(policy, { kind: 'navigation', address }).allowed;
  expect(opens('https://cfspart.impots.gouv.fr/monprofil')).toBe(true);
  expect(opens('https://www.impots.gouv.fr.example.com/')).toBe(false);
  expect(opens('https://faux-impots.gouv.fr/')).toBe(false);
  expect(opens('https://www.qwant.com/')).toBe(false);
});
