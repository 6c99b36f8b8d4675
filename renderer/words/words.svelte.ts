import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../../contract/language.ts';

/** A catalogue: ICU messages by key, one flat JSON file per screen and language (`kiosk.fr.json`). French is the measure of completeness. */
export type Catalogue<Key extends string = string> = Readonly<Record<Key, string>>;

/** The locale for numbers, plurals and dates. Arabic takes the digits of the Maghreb, which are also those on the ticket. */
export const localeOf = (language: Language): string => (language === 'ar' ? 'ar-u-nu-latn' : language);

export type Values = Readonly<Record<string, string | number | Date>>;

/**
 * The words of one screen in the chosen language. `say` reads the language as reactive state, so what is drawn follows a change at once.
 * Plain ICU, without tags: words are put into the page as text, never as markup.
 */
export class Words<Key extends string> {
  #language = $state<Language>('fr');
  readonly #catalogues: Partial<Record<Language, Catalogue<Key>>>;
  readonly #formats: Record<string, IntlMessageFormat> = {};

  constructor(catalogues: { fr: Catalogue<Key> } & Partial<Record<Language, Catalogue<Key>>>) {
    this.#catalogues = catalogues;
  }

  get language(): Language {
    return this.#language;
  }

  set language(language: Language) {
    this.#language = language;
  }

  get direction(): 'ltr' | 'rtl' {
    return this.#language === 'ar' ? 'rtl' : 'ltr';
  }

  say(key: Key, values?: Values): string {
    return String(this.#format(key).format(values));
  }

  #format(key: Key): IntlMessageFormat {
    const id = `${this.#language} ${key}`;
    const known = this.#formats[id];
    if (known !== undefined) return known;
    const text = this.#catalogues[this.#language]?.[key] ?? this.#catalogues.fr?.[key] ?? key;
    const format = new IntlMessageFormat(text, localeOf(this.#language), undefined, { ignoreTag: true });
    this.#formats[id] = format;
    return format;
  }
}
