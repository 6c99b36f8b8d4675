import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { overridden, readOverrides } from '../../../contract/profile-file.ts';
import { handOver } from '../../lists/handed-over.ts';
import { folderOf } from '../../lists/lists-folder.ts';
import { profileInTest } from '../workstation-in-test.ts';

const profile = profileInTest({
  filter: { refused: ['adult', 'warez'], allowed: ['liste_bu'] },
  notes: { 'filter.refused.adult': 'why', 'filter.refused.warez': 'why', browsing: 'as it was' },
});

describe('what a place says otherwise than a profile', () => {
  it('stands in place of each field that it says, whole, and of no other', () => {
    const place = {
      adult: { filter: { refused: ['gambling'] }, safeSearch: 'strict', notes: { filter: 'ours' } },
      minor: { maxTabs: 1 },
    };
    const overrides = readOverrides(JSON.stringify({ $schema: 'x', ...place }), 'place.json');
    expect(overrides).toEqual({ ok: true, value: place });
    const merged = overridden(profile, place, 'place.json');
    if (!merged.ok) throw new Error(merged.problem.expected);
    expect(merged.value).toEqual({
      ...profile,
      filter: { refused: ['gambling'], allowed: [] },
      safeSearch: 'strict',
      notes: { ...profile.notes, filter: 'ours' },
    });
  });

  it('changes nothing where the profile is not named', () => {
    expect(overridden(profile, { minor: { maxTabs: 1 } }, 'place.json')).toEqual({ ok: true, value: profile });
  });

  it.each([
    ['{ "adult": { "graceSeconds": 3600 } }', 'place.json: adult: graceSeconds', /300/],
    ['{ "adult": { "minutes": 5 } }', 'place.json: adult', /minutes/],
    ['{ "adult": { "id": "other" } }', 'place.json: adult', /id/],
    ['{ "adult": { "refusedSites": ["caf fr"] } }', 'place.json: adult: refusedSites[0]', /a site such as/],
    ['{ "Adult": {} }', 'place.json: Adult', /key/],
    ['{ "adult": 3 }', 'place.json: adult', /record/],
    ['{ "adult": {},, }', 'place.json', /JSON/],
    [JSON.stringify({ adult: { notes: { browsing: 'x'.repeat(70_000) } } }), 'place.json', /at most 65536/],
  ])('is refused for %.40s by file, profile and field', (text, where, expected) => {
    const overrides = readOverrides(text, 'place.json');
    expect(overrides).toMatchObject({ ok: false, problem: { code: 'malformed', where } });
    expect(!overrides.ok && overrides.problem.expected).toMatch(expected);
  });
});

describe('escale profiles check', () => {
  const program = fileURLToPath(new URL('../../../main/kiosk/profiles/main.ts', import.meta.url));
  const words = { fr: 'Un', en: 'One', ar: 'One', uk: 'One', es: 'Uno' };
  const one = {
    ...{ id: 'one', version: 1, name: words, browsing: { mode: 'open' }, tiles: [] },
    filter: { refused: ['adult'], allowed: [] },
    notes: { 'filter.refused.adult': 'why' },
    searchAddress: 'https://example.org/?q={words}',
  };

  function check(...asked: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      execFile(process.execPath, [program, 'check', ...asked], (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  }

  it('finds no fault in what a place says well', async () => {
    const place = { one: { filter: { refused: ['gambling'] }, notes: { 'filter.refused.gambling': 'a wish' } } };
    const folder = folderOf({ 'one.json': JSON.stringify(one), 'place.json': JSON.stringify(place) });
    const [profile, file] = [join(folder, 'one.json'), join(folder, 'place.json')];
    expect(await check('--place', file, profile)).toEqual({
      ...{ code: 0, err: '' },
      out: `${profile}: no fault\n${file}: no fault\n`,
    });
  });

  it.each([
    [{ two: {} }, 'two: the id of a profile that is checked with it: one'],
    [{ one: { filter: { refused: ['gambling'] } } }, 'one: notes["filter.refused.gambling"]: the reason'],
    [{ one: { refusedSites: ['example.org'] } }, 'one: searchAddress: an address that this profile opens'],
    [{ one: { notes: { minutes: 'why' } } }, 'one: notes["minutes"]: a field or category'],
    [{ one: { maxTabs: 0 } }, 'one: maxTabs: '],
  ])('finds in %j what is wrong, and where', async (place, expected) => {
    const folder = folderOf({ 'one.json': JSON.stringify(one), 'place.json': JSON.stringify(place) });
    const { code, out, err } = await check('--place', join(folder, 'place.json'), join(folder, 'one.json'));
    expect([code, out]).toEqual([1, `${join(folder, 'one.json')}: no fault\n`]);
    expect(err).toMatch(/^escale: .*\n$/);
    expect(err).toContain(`escale: ${join(folder, 'place.json')}: ${expected}`);
  });

  it('says which categories a list does not have', async () => {
    const place = { one: { filter: { refused: ['adult', 'gambling'] }, notes: { 'filter.refused.gambling': 'why' } } };
    const folder = folderOf({ 'one.json': JSON.stringify(one), 'place.json': JSON.stringify(place) });
    const { list } = await handOver(join(folder, 'lists'), { adult: ['a.example'], gambling: [] });
    const words = ['--list', list, '--place', join(folder, 'place.json'), join(folder, 'one.json')];
    const { code, out, err } = await check(...words);
    expect([code, out]).toEqual([1, `${join(folder, 'one.json')}: no fault\n`]);
    expect(err).toContain(`${join(folder, 'place.json')}: one: filter.refused.gambling: a category of the list`);
  });

  it('names a list that is none, and a word that it does not know', async () => {
    const folder = folderOf({ 'one.json': JSON.stringify(one) });
    const file = join(folder, 'one.json');
    expect(readFileSync(file, 'utf8')).not.toBe('');
    expect((await check('--list', file, file)).err).toContain(`escale: ${file}: a filter list, which begins with`);
    expect((await check('--lists', file)).err).toMatch(/^escale: say: escale profiles check/);
  });
});
