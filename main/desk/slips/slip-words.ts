import en from './words.en.json' with { type: 'json' };
import fr from './words.fr.json' with { type: 'json' };
import type { SlipLanguage } from './slip.ts';

type Words = typeof fr;

const words: Readonly<Record<SlipLanguage, Words>> = { fr, en };

export type SlipSentence = Exclude<keyof Words, 'alphabet'>;

/** A sentence with its blanks filled: `{name}` stands for the value of that name. */
export const say = (
  language: SlipLanguage,
  sentence: SlipSentence,
  values: Readonly<Record<string, string>> = {},
): string => words[language][sentence].replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** The word that stands for a letter over the telephone; null: a digit speaks for itself. */
export const wordFor = (language: SlipLanguage, letter: string): string | null => {
  const alphabet: Readonly<Record<string, string | undefined>> = words[language].alphabet;
  return alphabet[letter] ?? null;
};
