import type { Language } from '../../../contract/language.ts';
import { homeAddress } from './decide.ts';
import { plainPage } from './plain-page.ts';
import { ar } from './refusal-words/ar.ts';
import { en } from './refusal-words/en.ts';
import { es } from './refusal-words/es.ts';
import { fr } from './refusal-words/fr.ts';
import { uk } from './refusal-words/uk.ts';
import type { PageReason, RefusalWords } from './refusal-words/words.ts';

export type { PageReason } from './refusal-words/words.ts';

/**
 * The page that stands in the place of one that was refused: by the proxy over http, by the hosts over https. It is shown in the refused
 * site's own origin, and of the address it repeats only what that site knows already: where to ask for it.
 */

export const refusalWords: Readonly<Record<Language, RefusalWords>> = { fr, en, ar, uk, es };

export interface Refusal {
  readonly reason: PageReason;
  /** Of the filter list, with `category-refused`. */
  readonly category?: string;
  readonly language?: Language;
  /** See `askFor`. */
  readonly ask?: string;
}

/** A whole HTML document: why the page is not there, what to do next, whom to ask, and the way home. */
export function refusalPage({ reason, category = '', language = 'fr', ask }: Refusal): string {
  const words = refusalWords[language];
  const { title, why: plainWhy, next } = words.reasons[reason];
  const listed = words.categories[category];
  const why = listed === undefined ? plainWhy : words.listedAs.replace('{category}', listed);
  const asking = ask === undefined ? [] : [{ words: words.ask, address: ask }];
  const links = [...asking, { words: words.home, address: homeAddress }];
  return plainPage({ language, kind: reason, title, lines: [why], next, links, facilitator: words.facilitator });
}
