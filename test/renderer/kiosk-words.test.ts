import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { languages, type Language } from '../../contract/language.ts';
import { endReasons, walls } from '../../contract/session.ts';
import { themes } from '../../renderer/kiosk/preferences.svelte.ts';
import { kioskWords } from '../../renderer/kiosk/kiosk-words.ts';

const renderer = fileURLToPath(new URL('../../renderer', import.meta.url));

const catalogueOf = (language: Language): Record<string, string> =>
  JSON.parse(readFileSync(join(renderer, `words/kiosk.${language}.json`), 'utf8')) as Record<string, string>;

const french = catalogueOf('fr');
const keys = Object.keys(french);

/** The names in braces, and those that choose a plural. */
const namesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)(?:\}|, plural)/g)].map((match) => match[1] ?? ''))].sort();

/** The cases that a message spells out for a plural. */
const casesIn = (text: string): string[] =>
  [...text.matchAll(/(zero|one|two|few|many|other) \{/g)].map((match) => match[1] ?? '');

describe.each(languages)('the words in %s', (language) => {
  const catalogue = catalogueOf(language);

  test('are as many as in French, none empty', () => {
    expect(Object.keys(catalogue)).toEqual(keys);
    expect(Object.values(catalogue).filter((text) => text.trim() === '')).toEqual([]);
  });

  test('take the same values as in French', () => {
    const strays = keys.filter((key) => namesIn(catalogue[key] ?? '').join() !== namesIn(french[key] ?? '').join());
    expect(strays).toEqual([]);
  });

  test('have every plural form that the language needs, and can be read', () => {
    // Whole numbers below a thousand are all that the screen counts: Spanish and French "many" is for millions.
    const rules = new Intl.PluralRules(language);
    const needed = new Set(Array.from({ length: 1000 }, (_, count) => rules.select(count))).add('other');
    const incomplete = keys.filter((key) => {
      const text = catalogue[key] ?? '';
      new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
      return text.includes(', plural') && [...needed].some((form) => !casesIn(text).includes(form));
    });
    expect(incomplete).toEqual([]);
  });
});

test('every word is said somewhere', () => {
  const files = readdirSync(join(renderer, 'kiosk')).map((file) => readFileSync(join(renderer, 'kiosk', file), 'utf8'));
  const source = files.join('\n');
  const families = [
    ...endReasons.map((reason) => `reason.${reason}`),
    ...walls.map((wall) => `wall.${wall}`),
    ...themes.map((theme) => `tools.${theme}`),
  ];
  const said = (key: string): boolean =>
    source.includes(`'${key}'`) ||
    families.includes(key) ||
    (key.startsWith('aside.') && key.endsWith('.detail') && source.includes(`'${key.slice(0, -'.detail'.length)}'`));
  expect(keys.filter((key) => !said(key))).toEqual([]);
});

test('French keeps its spaces from breaking', () => {
  const broken = Object.entries(french).filter(([, text]) => /(?: |[^\s\u00a0\u202f?!])[?!;]|« | »| :|'/.test(text));
  expect(broken).toEqual([]);
});

test.each<[Language, number, string]>([
  ['fr', 1, 'Il vous reste 1\u00a0minute'],
  ['fr', 5, 'Il vous reste 5\u00a0minutes'],
  ['uk', 2, 'У вас залишилося 2\u00a0хвилини'],
  ['uk', 5, 'У вас залишилося 5\u00a0хвилин'],
  ['ar', 2, 'بقيت لك دقيقتان'],
  ['ar', 11, 'بقيت لك 11\u00a0دقيقة'],
])('%s counts %i as people do', (language, minutes, sentence) => {
  const words = kioskWords();
  words.language = language;
  expect(words.say('bar.warning', { minutes })).toBe(sentence);
});
