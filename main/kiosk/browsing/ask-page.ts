import type { Language } from '../../../contract/language.ts';
import { homeAddress } from './decide.ts';
import { asText, type PageLink, plainPage } from './plain-page.ts';
import { refusalWords } from './refusal-page.ts';
import type { AskState } from './refusal-words/words.ts';

export interface AskPage {
  readonly state: AskState;
  readonly language: Language;
  /** Which is asked for, and the page of it that the visitor wanted. */
  readonly site?: string;
  readonly address?: string;
  /** Of this same page: to look whether there is an answer. */
  readonly again?: string;
}

/** What became of a visitor's wish to have a site opened, and what they can do now. */
export function askPage({ state, language, site = '', address = '', again = '' }: AskPage): string {
  const words = refusalWords[language];
  const { title, why, next } = words.asking[state];
  const home: PageLink = { words: words.home, address: homeAddress };
  const firsts: Partial<Record<AskState, PageLink>> = {
    opened: { words: words.openSite, address },
    asked: { words: words.lookAgain, address: new URL(again, homeAddress).href },
    unheard: { words: words.askAgain, address: new URL(again, homeAddress).href },
  };
  const first = firsts[state];
  const lines = [why.replace('{site}', () => `<b dir="ltr">${asText(site)}</b>`)];
  const links = first === undefined ? [home] : [first, home];
  return plainPage({ language, kind: state, title, lines, next, links, facilitator: words.facilitator });
}
