import type { Temporal } from 'temporal-polyfill';
import type { Problem, ProblemCode } from '../../contract/problem.ts';
import en from '../words/reports.en.json' with { type: 'json' };
import fr from '../words/reports.fr.json' with { type: 'json' };
import { localeOf, Words } from '../words/words.svelte.ts';
import { kindOf, type Period } from './period.ts';

export type ReportsWord = keyof typeof fr;

type Day = Temporal.PlainDate;

/** What a reader can do something about; of all else, only that it happened. */
const sentences: Partial<Record<ProblemCode, ReportsWord>> = {
  'not-accepted': 'problem.not-accepted',
  'not-now': 'problem.out-of-reach',
};

/** The reports' words, with the ways in which days, periods and durations are said. */
export class ReportsWords extends Words<ReportsWord> {
  constructor() {
    super({ fr, en });
  }

  /** `1er novembre`, with its year when that is not this one. */
  day(day: Day, today: Day): string {
    return this.#date(day, { day: 'numeric', month: 'long', ...(day.year === today.year ? {} : { year: 'numeric' }) });
  }

  /** `mardi 3 novembre 2026`. */
  fullDay(day: Day): string {
    return this.#date(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  }

  /** `3 nov.` or `nov. 2026`: where there is little room. */
  shortStart(day: Day, unit: 'day' | 'month'): string {
    return this.#date(day, unit === 'day' ? { day: 'numeric', month: 'short' } : { month: 'short', year: 'numeric' });
  }

  month(day: Day): string {
    return this.#date(day, { month: 'long', year: 'numeric' });
  }

  /** `Depuis le 1er novembre`, `En octobre 2026`: the beginning of a sentence. */
  period(period: Period, today: Day): string {
    const from = this.day(period.from, today);
    const to = this.day(period.to, today);
    return this.say(`period.${kindOf(period, today)}`, { from, to, month: this.month(period.from) });
  }

  /** Whole minutes as hours and minutes: `7 h 30`. */
  duration(minutes: number): string {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (hours === 0) return this.say('duration.minutes', { minutes: rest });
    if (rest === 0) return this.say('duration.hours', { hours });
    return this.say('duration.both', { hours, minutes: String(rest).padStart(2, '0') });
  }

  number(value: number): string {
    return new Intl.NumberFormat(localeOf(this.language)).format(value);
  }

  problem({ code, retryInSeconds }: Problem): string {
    if (code === 'code-delayed') return this.say('problem.delayed', { seconds: retryInSeconds ?? 1 });
    return this.say(sentences[code] ?? 'problem.other');
  }

  #date(day: Day, form: Intl.DateTimeFormatOptions): string {
    const format = new Intl.DateTimeFormat(localeOf(this.language), { ...form, timeZone: 'UTC' });
    const text = format.format(Date.UTC(day.year, day.month - 1, day.day));
    // French says "1er" for the first day only, which the locale data leave out.
    const spoken = this.language === 'fr' ? text.replace(/(^|\s)1(?=\s\p{L})/u, '$11er') : text;
    // A full date may be parted where a column is narrow, but never between the day's number and its month.
    return form.weekday === undefined ? spoken.replaceAll(' ', '\u00a0') : spoken.replace(/(?<=\d(er)?) /u, '\u00a0');
  }
}
