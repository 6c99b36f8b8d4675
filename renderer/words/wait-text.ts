import type { Wait } from '../../contract/book/queue.ts';
import type { Values } from './words.svelte.ts';

/** The words that a screen must have to say how long people wait. */
interface WaitWords {
  say(
    word:
      | `wait.${'unknown' | 'now' | 'below' | 'about' | 'between' | 'between-long'}`
      | `left.${'minutes' | 'hours'}`
      | 'length.hours',
    values?: Values,
  ): string;
}

/** Whole minutes as people read them: `25 min`, `1 h 30`. */
export function minutesText(minutes: number, words: WaitWords): string {
  if (minutes < 60) return words.say('left.minutes', { minutes });
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0
    ? words.say('length.hours', { hours })
    : words.say('left.hours', { hours, minutes: String(minutes % 60).padStart(2, '0') });
}

/** An honest wait, to stand within a sentence: `entre 10 et 25 min`; that nobody can say is said, too. */
export function waitText(wait: Wait, words: WaitWords): string {
  if (wait === null) return words.say('wait.unknown');
  const { atLeastMinutes: least, atMostMinutes: most } = wait;
  if (most === 0) return words.say('wait.now');
  if (least === 0) return words.say('wait.below', { time: minutesText(most, words) });
  if (least === most) return words.say('wait.about', { time: minutesText(most, words) });
  return most < 60
    ? words.say('wait.between', { least, most })
    : words.say('wait.between-long', { least: minutesText(least, words), most: minutesText(most, words) });
}
