import en from '../words/desk.en.json' with { type: 'json' };
import fr from '../words/desk.fr.json' with { type: 'json' };
import { Words } from '../words/words.svelte.ts';

export type DeskWord = keyof typeof fr;

export type DeskWords = Words<DeskWord>;

export const deskLanguages = ['fr', 'en'] as const;

export const deskWords = (): DeskWords => new Words<DeskWord>({ fr, en });
