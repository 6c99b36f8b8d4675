import { describe, expect, it } from 'vitest';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { Profile } from '../../../contract/profile.ts';
import { readProfile } from '../../../contract/profile-file.ts';
import { faultsOf } from '../../../main/kiosk/profiles/check.ts';

const everywhere = (word: string) => ({ fr: word, en: word, ar: word, uk: word, es: word });

const base = {
  id: 'base',
  version: 3,
  name: everywhere('Base'),
  browsing: { mode: 'open' },
  notes: { browsing: 'as it was' },
  filter: { refused: ['adult'], allowed: ['liste_bu'] },
  searchAddress: 'https://example.org/?q={words}',
  tiles: [{ label: everywhere('Ville'), icon: 'town', address: 'https://ville.fr/' }],
};
const own = { extends: 'base', id: 'own', version: 1, name: everywhere('Own') };

/** Reads `own.json` of a folder that holds these files. */
function read(files: Readonly<Record<string, unknown>>): Promise<Result<Profile>> {
  const texts = new Map(Object.entries(files).map(([name, content]) => [`a/folder/${name}`, JSON.stringify(content)]));
  return readProfile('a/folder/own.json', (path) => {
    const text = texts.get(path);
    return Promise.resolve(text === undefined ? failed('not-found', path, 'a file') : ok(text));
  });
}

async function readWell(files: Readonly<Record<string, unknown>>): Promise<Profile> {
  const profile = await read(files);
  if (!profile.ok) throw new Error(profile.problem.expected);
  return profile.value;
}

describe('a profile that extends another', () => {
  it('takes over what it does not say, and each field that it says in whole', async () => {
    const profile = await readWell({
      'base.json': base,
      'own.json': { ...own, filter: { refused: ['warez'] }, notes: { filter: 'mine' } },
    });
    expect(profile).toMatchObject({ id: 'own', version: 1, searchAddress: base.searchAddress, tiles: base.tiles });
    expect(profile.filter).toEqual({ refused: ['warez'], allowed: [] });
    expect(profile.notes).toEqual({ browsing: 'as it was', filter: 'mine' });
  });

  it('may say for editors where its schema is', async () => {
    expect(await readWell({ 'own.json': { ...base, id: 'own', $schema: './x.json' } })).not.toHaveProperty('$schema');
  });

  it.each([
    ['is its own', { 'own.json': { ...own, extends: 'own' } }, /another profile than this one/],
    ['is not there', { 'own.json': own }, /there is no base\.json/],
    [
      'extends another',
      { 'own.json': own, 'base.json': { ...base, extends: 'third' } },
      /stands by itself: "base" extends "third"/,
    ],
    ['leads out of the folder', { 'own.json': { ...own, extends: '../base' } }, /id of a profile in the same folder/],
  ])('is refused when its base %s', async (_, files, expected) => {
    const profile = await read(files);
    expect(profile).toMatchObject({ ok: false, problem: { code: 'malformed', where: 'a/folder/own.json: extends' } });
    expect(!profile.ok && profile.problem.expected).toMatch(expected);
  });

  it('is refused for its base\u2019s fault in the base\u2019s name', async () => {
    const profile = await read({ 'own.json': own, 'base.json': { ...base, graceSeconds: 3600 } });
    expect(!profile.ok && profile.problem.where).toBe('a/folder/base.json: graceSeconds');
  });
});

it.each([
  [{ tiles: [{ label: { fr: 'Ville' }, icon: 'town', address: 'ville.fr' }] }, 'tiles[0].address', /http/],
  [{ browsing: { mode: 'only', sites: ['caf fr'] } }, 'browsing.sites[0]', /a site such as/],
  [{ searchAddress: 'https://example.org/' }, 'searchAddress', /\{words\}/],
  [{ graceSeconds: 3600 }, 'graceSeconds', /300/],
  [{ minutes: 5 }, 'own.json', /minutes/],
  [{ name: undefined }, 'name', /object/],
])('a profile with %j is refused at %s', async (fault, field, expected) => {
  const profile = await read({ 'own.json': { ...base, ...fault } });
  expect(profile).toMatchObject({ ok: false, problem: { code: 'malformed' } });
  if (profile.ok) throw new Error('it was taken');
  expect(profile.problem.where).toContain(field);
  expect(profile.problem.expected).toMatch(expected);
});

it.each([
  [{}, 'id', /renamed own\.json/],
  [
    { tiles: [{ label: { fr: 'Ville' }, icon: 'town', address: 'https://ville.fr/' }] },
    'tiles[0].label',
    /en, ar, uk, es/,
  ],
  [{ browsing: { mode: 'only', sites: ['caf.fr'] } }, 'tiles[0].address', /browsing\.sites/],
  [{ refusedSites: ['ville.fr'] }, 'tiles[0].address', /refusedSites/],
  [{ refusedSites: ['example.org'] }, 'searchAddress', /refusedSites/],
  [{ notes: { 'filter.refused.adult': 'why' } }, 'notes["filter.allowed.liste_bu"]', /reason/],
  [{ notes: { minutes: 'why' } }, 'notes["minutes"]', /field or category/],
])('the check finds in a profile with %j a fault at %s', async (change, field, expected) => {
  const profile = await readWell({ 'own.json': { ...base, id: 'own', ...change } });
  const found = faultsOf(profile, field === 'id' ? 'other.json' : 'own.json').find((fault) => fault.field === field);
  expect(found?.expected).toMatch(expected);
});
