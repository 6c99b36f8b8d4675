import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { languages } from '../../contract/language.ts';
import { parseJson } from '../../contract/problem.ts';
import { profileSchema, type Profile } from '../../contract/profile.ts';
import { browsingPolicy, decide } from '../../main/kiosk/browsing/decide.ts';

const folder = new URL('../../kiosk-profiles/', import.meta.url);
const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));

async function read(name: string): Promise<Profile> {
  const profile = parseJson(profileSchema, await readFile(new URL(name, folder), 'utf8'), name);
  if (!profile.ok) throw new Error(`${profile.problem.where}: ${profile.problem.expected}`);
  return profile.value;
}

it('ships a profile for adults and one for public services', () => {
  expect(names).toEqual(expect.arrayContaining(['adult.json', 'e-services.json']));
});

describe.each(names)('the profile %s', (name) => {
  it('is of the agreed form and named as its file', async () => {
    expect(`${(await read(name)).id}.json`).toBe(name);
  });

  it('opens every one of its own tiles, and its search', async () => {
    const profile = await read(name);
    const addresses = [...profile.tiles.map(({ address }) => address), profile.searchAddress];
    for (const address of addresses) {
      expect([address, decide(browsingPolicy(profile), { kind: 'navigation', address })]).toEqual([
        address,
        { allowed: true },
      ]);
    }
  });

  it('names its tiles in every language of the screens', async () => {
    const profile = await read(name);
    for (const { label, hint } of profile.tiles) {
      expect(Object.keys(label).toSorted()).toEqual(languages.toSorted());
      expect(Object.keys(hint ?? label).toSorted()).toEqual(languages.toSorted());
    }
  });
});

it('e-services opens public services and nothing else', async () => {
  const policy = browsingPolicy(await read('e-services.json'));
  const opens = (address: string): boolean => decide(policy, { kind: 'navigation', address }).allowed;
  expect(opens('https://cfspart.impots.gouv.fr/monprofil')).toBe(true);
  expect(opens('https://www.impots.gouv.fr.example.com/')).toBe(false);
  expect(opens('https://faux-impots.gouv.fr/')).toBe(false);
  expect(opens('https://www.qwant.com/')).toBe(false);
});

it.each([
  [{ tiles: [{ label: { fr: 'Ville' }, icon: 'town', address: 'ville.fr' }] }, 'tiles[0].address', /http/],
  [{ browsing: { mode: 'only', sites: ['https://caf.fr'] } }, 'browsing.sites[0]', /host name/],
  [{ searchAddress: 'https://example.org/' }, 'searchAddress', /\{words\}/],
  [{ graceSeconds: 3600 }, 'graceSeconds', /300/],
  [{ minutes: 5 }, 'wrong.json', /minutes/],
])('a profile with %j is refused at %s', async (fault, field, expected) => {
  const profile: unknown = JSON.parse(await readFile(new URL('adult.json', folder), 'utf8'));
  const text = JSON.stringify({ ...(profile as object), ...fault });
  const read = parseJson(profileSchema, text, 'wrong.json');
  expect(read).toMatchObject({ ok: false, problem: { code: 'malformed' } });
  if (read.ok) throw new Error('it was taken');
  expect(read.problem.where).toContain(field);
  expect(read.problem.expected).toMatch(expected);
});
