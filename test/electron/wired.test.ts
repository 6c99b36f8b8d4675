import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../escapes/catalogue.ts';
import { type Wired, wired } from './wired.ts';

const text = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

const module = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

describe('the Electron host’s answers', () => {
  it('are one for every row of the catalogue', () => {
    expect(Object.keys(wired).map(Number)).toEqual(catalogue.map(({ row }) => row));
  });

  const all = Object.entries(wired).flatMap(([row, answer]) =>
    'notTheHosts' in answer ? [] : answer.map((one): readonly [string, string, Wired] => [row, one.promise, one]),
  );

  it.each(all)('to row %s stand, with a test that says: %s', (_row, promise, { module: path, test }) => {
    const titles = [...text(test).matchAll(/\b(?:it|test)(?:\.\w+(?:<[^>]*>)?\([^]*?\))*\(\s*['`]([^]*?)['`],/g)];
    expect(titles.map(([title]) => title).join('\n')).toContain(promise);
    // By the test itself, or by a module that it tries.
    const tried = [test, ...[...text(test).matchAll(/main\/[\w/-]+\.ts/g)].map(([found]) => found)];
    expect(path.endsWith('.ts') && tried.some((one) => one === path || text(one).includes(`/${module(path)}`))).toBe(
      true,
    );
  });
});
