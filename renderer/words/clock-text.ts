import type { Language } from '../../contract/language.ts';
import { localeOf } from './words.svelte.ts';

/** The time of day as people of the language write it; French: `14 h 05`. */
export function clockText(at: Date, zone: string, language: Language): string {
  const text = new Intl.DateTimeFormat(localeOf(language), {
    timeZone: zone,
    hour: language === 'fr' ? 'numeric' : '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return language === 'fr' ? text.replace(':', '\u00a0h\u00a0') : text;
}

/** The day in full, without the year: `mardi 24 novembre`, `mardi 1er décembre`. */
export function dayText(at: Date, zone: string, language: Language): string {
  const text = new Intl.DateTimeFormat(localeOf(language), {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(at);
  return language === 'fr' ? text.replace(/ 1 /, ' 1er ') : text;
}

/** The last minute before an instant: people read "23 h 59 today" as they mean it, and "0 h 00" as yesterday or tomorrow. */
export const lastMinuteBefore = (instant: string): Date => new Date(Date.parse(instant) - 60_000);
