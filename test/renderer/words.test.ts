import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { languages, type Language } from '../../contract/language.ts';
import { purposes } from '../../contract/book/entries.ts';
import { reasons } from '../../contract/reasons.ts';
import { documentKinds, themes } from '../../contract/screens.ts';
import { endReasons, walls } from '../../contract/session.ts';
import type { Step } from '../../renderer/kiosk/booking/own-booking.svelte.ts';
import { kioskWords, type KioskWord } from '../../renderer/kiosk/kiosk-words.ts';

const renderer = fileURLToPath(new URL('../../renderer', import.meta.url));

const catalogueOf = (name: string, language: Language): Record<string, string> =>
  JSON.parse(readFileSync(join(renderer, `words/${name}.${language}.json`), 'utf8')) as Record<string, string>;

/** The names in braces, and those that choose a plural. */
const namesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)(?:\}|, plural)/g)].map((match) => match[1] ?? ''))].sort();

/** The cases that a message spells out for a plural. */
const casesIn = (text: string): string[] =>
  [...text.matchAll(/(zero|one|two|few|many|other) \{/g)].map((match) => match[1] ?? '');

/** Each catalogue that visitors read, and the folders that say its words. */
const catalogues = [
  { name: 'kiosk', folder: 'kiosk' },
  { name: 'reasons', folder: 'kiosk' },
  { name: 'home', folder: 'home' },
  { name: 'display', folder: 'display' },
];

const everyCatalogue = catalogues.flatMap(({ name }) => languages.map((language) => ({ name, language })));

describe.each(everyCatalogue)('the words of $name in $language', ({ name, language }) => {
  const catalogue = catalogueOf(name, language);
  const french = catalogueOf(name, 'fr');
  const keys = Object.keys(french);

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
      return text.includes(', plural') && ![...needed].every((form) => casesIn(text).includes(form));
    });
    expect(incomplete).toEqual([]);
  });
});

test('every decision has its sentence', () => {
  const decisions = [...reasons, ...endReasons].map((reason) => `reason.${reason}`);
  expect(Object.keys(catalogueOf('reasons', 'fr')).sort()).toEqual(decisions.sort());
});

/** The words of `wait-text.ts`, which the desk and the display say. */
const shared =
  readFileSync(join(renderer, 'words/wait-text.ts'), 'utf8').match(/(?<=')(wait|left|length)\.[a-z-]+(?=')/g) ?? [];

/** Of a visitor alone with the book: each has a title, some a sentence. */
const bookingSteps: readonly Step['at'][] = [
  ...(['purpose', 'length', 'day', 'booked', 'queue', 'queued', 'code'] as const),
  ...(['cancelled', 'refused', 'desk', 'away'] as const),
];

test.each(catalogues)('every word of $name is said somewhere', ({ name, folder }) => {
  const files = readdirSync(join(renderer, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  const source = files.join('\n');
  const families = [
    ...[...reasons, ...endReasons].map((reason) => `reason.${reason}`),
    ...walls.map((wall) => `wall.${wall}`),
    ...themes.map((theme) => `tools.${theme}`),
    ...documentKinds.map((kind) => `document.${kind}`),
    ...purposes.map((purpose) => `purpose.${purpose}`),
    ...bookingSteps.flatMap((step) => [`book.${step}.title`, `book.${step}.detail`]),
    // Said by what all screens share.
    ...(name === 'display' ? shared : []),
  ];
  const said = (key: string): boolean =>
    source.includes(`'${key}'`) ||
    families.includes(key) ||
    (/^(aside|ease)\..*\.detail$/.test(key) && source.includes(`'${key.slice(0, -'.detail'.length)}'`));
  expect(Object.keys(catalogueOf(name, 'fr')).filter((key) => !said(key))).toEqual([]);
});

test.each(catalogues)('the French of $name keeps its spaces from breaking', ({ name }) => {
  const broken = Object.entries(catalogueOf(name, 'fr')).filter(([, text]) =>
    /(?: |[^\s\u00a0\u202f?!])[?!;]|« | »| :|'/.test(text),
  );
  expect(broken).toEqual([]);
});

test.each<{ language: Language; key: KioskWord; minutes: number; sentence: string }>([
  { language: 'fr', key: 'bar.warning', minutes: 1, sentence: 'Il vous reste 1\u00a0minute' },
  { language: 'fr', key: 'bar.warning', minutes: 5, sentence: 'Il vous reste 5\u00a0minutes' },
  { language: 'uk', key: 'bar.warning', minutes: 2, sentence: 'У вас залишилося 2\u00a0хвилини' },
  { language: 'uk', key: 'bar.warning', minutes: 5, sentence: 'У вас залишилося 5\u00a0хвилин' },
  { language: 'ar', key: 'bar.warning', minutes: 2, sentence: 'بقيت لك دقيقتان' },
  { language: 'ar', key: 'bar.warning', minutes: 11, sentence: 'بقيت لك 11\u00a0دقيقة' },
  { language: 'uk', key: 'bar.extended', minutes: 15, sentence: 'У вас ще 15\u00a0хвилин' },
  { language: 'en', key: 'bar.extend.by', minutes: 15, sentence: '15\u00a0more minutes' },
])('$language says $key with $minutes as people do', ({ language, key, minutes, sentence }) => {
  const words = kioskWords();
  words.language = language;
  expect(words.say(key, { minutes })).toBe(sentence);
});
