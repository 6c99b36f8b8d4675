import type { Language } from '../../contract/language.ts';

/** Each language by its own name in its own script: readable for the ones who need it. */
export const ownNames: Readonly<Record<Language, string>> = {
  fr: 'Français',
  en: 'English',
  ar: 'العربية',
  uk: 'Українська',
  es: 'Español',
};
