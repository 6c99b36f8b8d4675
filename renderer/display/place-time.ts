import { Temporal } from 'temporal-polyfill';
import { clockText, dayText } from '../words/clock-text.ts';
import { localeOf } from '../words/words.svelte.ts';
import type { DisplayWords } from './display-words.ts';

/** Time as the place has it, in the words of the screen. Instants as ISO text. */
export class PlaceTime {
  readonly #zone: string;
  readonly #words: DisplayWords;

  constructor(zone: string, words: DisplayWords) {
    this.#zone = zone;
    this.#words = words;
  }

  /** The time of day; `at` also in milliseconds since 1970. */
  timeOf(at: string | number): string {
    return clockText(new Date(at), this.#zone, this.#words.language);
  }

  dayOf(at: string): string {
    return dayText(new Date(at), this.#zone, this.#words.language);
  }

  /** A day to come, as short as people say it: today, by the weekday within a week, else by the date. */
  whenText(at: string, now: string): string {
    const time = this.timeOf(at);
    const days = this.#dateOf(now).until(this.#dateOf(at)).days;
    if (days === 0) return this.#words.say('workshops.today', { time });
    return this.#words.say('workshops.when', { day: days < 7 ? this.#weekdayOf(at) : this.dayOf(at), time });
  }

  #weekdayOf(at: string): string {
    const locale = localeOf(this.#words.language);
    return new Intl.DateTimeFormat(locale, { timeZone: this.#zone, weekday: 'long' }).format(new Date(at));
  }

  #dateOf(at: string): Temporal.PlainDate {
    return Temporal.Instant.from(at).toZonedDateTimeISO(this.#zone).toPlainDate();
  }
}
