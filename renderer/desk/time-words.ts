import type { Language } from '../../contract/language.ts';
import type { DeskWords } from './desk-words.ts';

/** What is left, short: `1 h 10`, `48 min`, `45 s`. Rounded up: nobody reads "0 min" while time is left. */
export function leftText(leftMs: number, words: DeskWords): string {
  const seconds = Math.ceil(leftMs / 1000);
  if (seconds < 60) return words.say('left.seconds', { seconds });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return words.say('left.minutes', { minutes });
  return words.say('left.hours', { hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, '0') });
}

/** 1 January 2024 was a Monday. */
const monday = Date.UTC(2024, 0, 1);

/** The name of a weekday; 0 is Monday. */
export const weekdayName = (day: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(monday + day * 86_400_000);
