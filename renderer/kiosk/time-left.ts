import type { KioskWords } from './kiosk-words.ts';

export interface TimeLeft {
  readonly long: string;
  /** For a narrow bar: `42 min`. */
  readonly short: string;
}

/** What is left, in words: hours and minutes, then minutes, and seconds in the last minute. Rounded up: nobody reads "0 minutes". */
export function leftText(leftMs: number, words: KioskWords): TimeLeft {
  const seconds = Math.ceil(leftMs / 1000);
  if (seconds < 60) {
    return {
      long: words.say('bar.left.seconds', { seconds }),
      short: words.say('bar.left.seconds.short', { seconds }),
    };
  }
  const minutes = Math.ceil(leftMs / 60_000);
  if (minutes < 60) {
    return {
      long: words.say('bar.left.minutes', { minutes }),
      short: words.say('bar.left.minutes.short', { minutes }),
    };
  }
  const text = words.say('bar.left.hours', {
    hours: Math.floor(minutes / 60),
    minutes: String(minutes % 60).padStart(2, '0'),
  });
  return { long: text, short: text };
}
