import type { Stretch } from '../../contract/calendar/opening-rules.ts';
import type { Language } from '../../contract/language.ts';
import { dayText } from '../words/clock-text.ts';
import type { DeskWords } from './desk-words.ts';

/** A time on the wall (`14:05`, at most `24:00`) as people write it; French: `14 h 05`, but `10 h` at the full hour. */
function wallText(time: string, words: DeskWords): string {
  if (time === '24:00') return words.say('preview.midnight');
  if (words.language !== 'fr') return time;
  const [hours = '', minutes = ''] = time.split(':');
  return `${Number(hours)}\u00a0h${minutes === '00' ? '' : `\u00a0${minutes}`}`;
}

/** The hours of one day, to stand within a sentence: `9 h – 12 h et 14 h – 18 h 30`, `fermé`. */
export function hoursText(hours: readonly Stretch[], words: DeskWords): string {
  if (hours.length === 0) return words.say('preview.closed');
  const said = hours.map(({ from, to }) =>
    words.say('preview.stretch', { from: wallText(from, words), to: wallText(to, words) }),
  );
  return new Intl.ListFormat(words.language, { type: 'conjunction' }).format(said);
}

/** A calendar day (`2026-12-01`) without its year: `mardi 1er décembre`. */
export const calendarDay = (day: string, language: Language): string =>
  dayText(new Date(`${day}T00:00:00Z`), 'UTC', language);
