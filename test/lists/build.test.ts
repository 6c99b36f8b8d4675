import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Judge } from '../../contract/filter-list/judge.ts';
import { build } from './built-list.ts';
import { folderOf } from './lists-folder.ts';

const categories = ['games', 'shopping', 'white'] as const;

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const name = fc.tuple(label, label, fc.constantFrom('fr', 'org', 'com')).map((labels) => labels.join('.'));

const listsOf = (names: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries(
    categories.map((category) => [
      `${category}/domains`,
      names.flatMap(([host, own]) => (own === category ? [`${host}\n`] : [])).join(''),
    ]),
  );

describe('a filter list', () => {
  it('knows every name that it was made of, with all that is below, and no other', async () => {
    const rows = fc.uniqueArray(fc.tuple(name, fc.constantFrom(...categories)), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(rows, fc.array(name, { maxLength: 60 }), async (names, others) => {
        const { list } = await build({ sources: [folderOf(listsOf(names))], universe: others });
        const judge = new Judge(list, { refused: ['games', 'shopping'], allowed: ['white'] });
        const naive = (host: string): string => {
          const own = names.flatMap(([listed, category]) => (host === listed ? [category] : []));
          if (own.includes('white')) return 'allowed';
          return own.length === 0 ? 'unlisted' : 'refused';
        };
        for (const host of [...names.map(([listed]) => listed), ...others]) {
          expect(judge.site(host).kind).toBe(naive(host));
          expect(judge.site(`www.a.${host}`).kind).toBe(naive(host));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is the same to the last byte, from a folder, from its archive and at another time', async () => {
    const files = listsOf([
      ['jeux.example.fr', 'games'],
      ['achats.example.org', 'shopping'],
    ]);
    const folder = folderOf(files);
    execFileSync('tar', ['--mtime=2026-08-17', '-czf', join(folder, 'lists.tar.gz'), '-C', folder, ...categories]);
    execFileSync('touch', ['-d', '2026-08-17T00:00:00', ...categories.map((one) => join(folder, one, 'domains'))]);
    const built = [
      await build({ sources: [folder] }),
      await build({ sources: [join(folder, 'lists.tar.gz')] }),
      await build({ sources: [folder] }),
    ];
    expect(new Set(built.map(({ file }) => Buffer.from(file).toString('base64'))).size).toBe(1);
  });

  it('reads names however they are written', async () => {
    const lines =
      '# a comment\r\n.Café.FR\r\nXN--CAF-DMA.com.\r\nport.example.org:8080\r\n192.0.2.7\r\n\r\nunder_score.example.org\r\n';
    const { list, collected } = await build({ sources: [folderOf({ 'games/domains': lines })] });
    const judge = new Judge(list, { refused: ['games'], allowed: [] });
    const listed = ['xn--caf-dma.fr', 'xn--caf-dma.com', 'port.example.org', '192.0.2.7', 'under_score.example.org'];
    expect(listed.filter((host) => judge.site(host).kind !== 'refused')).toEqual([]);
    expect(collected.wrongLines).toBe(0);
  });

  it('counts wrong lines, and says where the first ones are', async () => {
    const folder = folderOf({ 'games/domains': 'good.example.org\nno site\n-\n999.1.1.1\n' });
    const { collected } = await build({ sources: [folder] });
    expect(collected.wrongLines).toBe(3);
    expect(collected.wrong[0]).toBe(`${folder}/games/domains:2: "no site"`);
  });

  it('never refuses what whole countries or registries share', async () => {
    const { list, collected } = await build({
      sources: [folderOf({ 'games/domains': 'fr\nasso.fr\nco.uk\njeux.co.uk\n' })],
    });
    const judge = new Judge(list, { refused: ['games'], allowed: [] });
    expect(judge.site('mairie.asso.fr').kind).toBe('unlisted');
    expect(judge.site('jeux.co.uk').kind).toBe('refused');
    expect(collected).toMatchObject({ suffixes: 2, wrongLines: 1 });
  });

  it('holds no name that is never blocked, nor one above or below it', async () => {
    const lines = 'francetravail.fr\ncandidat.francetravail.fr\nimpots.gouv.fr\ngouv.fr\nindeed.com\n';
    const { list, collected } = await build({
      sources: [folderOf({ 'jobsearch/domains': lines })],
      never: ['francetravail.fr', 'cfspart.impots.gouv.fr'],
    });
    expect(list.header.hosts.entries).toBe(1);
    expect(collected.neverBlocked + collected.suffixes).toBe(4);
    expect(new Judge(list, { refused: ['jobsearch'], allowed: [] }).site('fr.indeed.com').kind).toBe('refused');
  });

  it('knows pages of a site by the beginning of their address', async () => {
    const lines = 'www.example.org/jeux\nexample.com/watch?v=abc\nhttps://whole.example.net/\n';
    const { list } = await build({ sources: [folderOf({ 'games/domains': 'other.org\n', 'games/urls': lines })] });
    const judge = new Judge(list, { refused: ['games'], allowed: [] });
    const verdicts = [
      ['example.org', '/jeux'],
      ['www.example.org', '/jeux/dames?page=2'],
      ['example.org', '/jeuxvideo'],
      ['sub.example.org', '/jeux'],
      ['example.com', '/watch?v=abc&t=1'],
      ['example.com', '/watch?v=abd'],
      ['whole.example.net', '/anything'],
    ].map(([host = '', path = '']) => judge.address(host, path).kind);
    expect(verdicts).toEqual(['refused', 'refused', 'unlisted', 'unlisted', 'refused', 'unlisted', 'refused']);
  });

  it('is made again with another salt when it would refuse, by chance, a name that it must not', async () => {
    // With all combinations of twelve categories only 20 bits of a hash are left to tell names apart: chance hits soon.
    const combinations = Array.from({ length: 2 ** 12 - 1 }, (_, at) => at + 1);
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, bit) => [
        `c${bit}/domains`,
        combinations.flatMap((one) => ((one & (1 << bit)) === 0 ? [] : [`n${one}.example${one}.org\n`])).join(''),
      ]),
    );
    const folder = folderOf(files);
    const first = await build({ sources: [folder] });
    const every = { refused: first.list.header.categories.map(({ id }) => id), allowed: [] };
    const judge = new Judge(first.list, every);
    const byChance = Array.from({ length: 2_000_000 }, (_, at) => `mairie-${at}.fr`).find(
      (host) => judge.site(host).kind === 'refused',
    );
    expect(byChance).toBeDefined();
    const again = await build({ sources: [folder], universe: [byChance ?? ''] });
    expect(again.tries).toBeGreaterThan(first.tries);
    expect(new Judge(again.list, every).site(byChance ?? '').kind).toBe('unlisted');
  });
});
