import fr from '../words/desk.fr.json' with { type: 'json' };
import type { DeskWord, DeskWords } from './desk-words.ts';

const isWord = (word: string): word is DeskWord => word in fr;

/** Why a site is refused, for a facilitator: the name of its category; one that we have no words for, by the list's own name. */
export function categoryText(category: string | null, words: DeskWords): string {
  if (category === null) return words.say('category.none');
  const word = `category.${category}`;
  return isWord(word) ? words.say(word) : category;
}
