import { expect, test } from 'vitest';
import { z } from 'zod';
import { describe as tell, parse, parseJson } from '../../contract/problem.ts';
import { profileSchema } from '../../contract/profile.ts';

const schema = z.strictObject({ tiles: z.array(z.strictObject({ minutes: z.int() })) });

test('the first fault is named by its path and by what was expected', () => {
  const read = parse(schema, { tiles: [{ minutes: 5 }, { minutes: 'ten' }] }, 'profile.json');
  expect(read).toMatchObject({ ok: false, problem: { code: 'malformed', where: 'profile.json: tiles[1].minutes' } });
});

test('a word that the schema does not know is a fault, not a silent loss', () => {
  const read = parse(schema, { tiles: [], tilse: [] }, 'profile.json');
  expect(read.ok ? '' : tell(read.problem)).toContain('"tilse"');
});

test('text that is not JSON is named like any other fault', () => {
  expect(parseJson(schema, '{"tiles": [],}', 'profile.json')).toMatchObject({
    ok: false,
    problem: { code: 'malformed', where: 'profile.json' },
  });
});

test('a site that cannot be read in a profile is told how to be written', () => {
  const profile = {
    id: 'adult',
    version: 1,
    name: { fr: 'Adultes' },
    browsing: { mode: 'only', sites: ['la caf.fr'] },
    searchAddress: 'https://www.qwant.com/?q={words}',
    tiles: [],
  };
  const read = parse(profileSchema, profile, 'adult.json');
  expect(read.ok ? '' : tell(read.problem)).toMatch(
    /^adult\.json: browsing\.sites\[0\]: .*such as "service-public\.fr"/,
  );
});
