import type { Temporal } from 'temporal-polyfill';
import type { Problem, ProblemCode } from '../../contract/problem.ts';
import { definitions, type Definition, type IndicatorName, indicators } from '../../contract/figures/indicators.ts';
import dimensionsEn from '../words/dimensions.en.json' with { type: 'json' };
import dimensionsFr from '../words/dimensions.fr.json' with { type: 'json' };
import en from '../words/reports.en.json' with { type: 'json' };
import fr from '../words/reports.fr.json' with { type: 'json' };
import { localeOf, Words } from '../words/words.svelte.ts';
import type { Grain } from '../../contract/central-routes.ts';
import { kindOf, type Period } from './period.ts';

export type ReportsWord = keyof typeof fr | keyof typeof dimensionsFr;

type Day = Temporal.PlainDate;

/** What a reader can do something about; of all else, only that it happened. */
const sentences: Partial<Record<ProblemCode, ReportsWord>> = {
  'not-accepted': 'problem.not-accepted',
  'not-now': 'problem.out-of-reach',
};

const shortForms = { day: { day: 'numeric', month: 'short' }, month: { month: 'short', year: 'numeric' } } as const;

/** The reports' words, with the ways in which days, periods and durations are said. */
export class ReportsWords extends Words<ReportsWord> {
  constructor() {
    super({ fr: { ...fr, ...dimensionsFr }, en: { ...en, ...dimensionsEn } });
  }

  /** `1er novembre`, with its year when that is not this one. */
  day(day: Day, today: Day): string {
    return this.#date(day, { day: 'numeric', month: 'long', ...(day.year === today.year ? {} : { year: 'numeric' }) });
  }

  /** `3 nov.` or `nov. 2026`: where there is little room. */
  shortStart(day: Day, grain: Grain): string {
    return grain === 'year' ? String(day.year) : this.#date(day, shortForms[grain]);
  }

  /** What a bar of a chart stands for. */
  start(day: Day, grain: Grain, today: Day): string {
    if (grain === 'year') return String(day.year);
    return grain === 'day' ? this.day(day, today) : this.month(day);
  }

  month(day: Day): string {
    return this.#date(day, { month: 'long', year: 'numeric' });
  }

  /** `Depuis le 1er novembre`, `En octobre 2026`: the beginning of a sentence. */
  period(period: Period, today: Day): string {
    const from = this.day(period.from, today);
    const to = this.day(period.to, today);
    return this.say(`period.${kindOf(period, today)}`, {
      ...{ from, to },
      month: this.month(period.from),
      year: String(period.from.year),
    });
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

  /** An indicator's value in its unit; null = it is not known, and that is said. */
  value(name: IndicatorName, value: number | null): string {
    if (value === null) return this.say('figure.not-known');
    switch (indicators[name].unit) {
      case 'hours':
        return this.hours(value);
      case 'minutes':
        return this.say('value.minutes', { minutes: Math.round(value) });
      case 'share':
        return this.share(value);
      case 'count':
      case 'pages':
        return this.number(value);
    }
  }

  hours(hours: number): string {
    return this.say('value.hours', { hours: this.number(Math.round(hours)) });
  }

  /** Whole percents, one decimal where a whole one would say all or nothing of what is not. */
  share(share: number): string {
    const percent = share * 100;
    const near = (percent > 99 && percent < 100) || (percent > 0 && percent < 1);
    return this.say('value.share', { share: this.number(Math.round(percent * (near ? 10 : 1)) / (near ? 10 : 1)) });
  }

  definition(name: IndicatorName): Definition {
    return definitions[this.language === 'fr' ? 'fr' : 'en'][name];
  }

  /** A value of a dimension; what has no word of its own, as a code of a commune, is shown as it is. */
  nameOf(dimension: string, value: string): string {
    const key = `${dimension}.${value}`;
    return Object.hasOwn(dimensionsFr, key) ? this.say(key as ReportsWord) : value;
  }

  weekday(weekday: number, form: 'long' | 'short'): string {
    const monday = Date.UTC(2024, 0, 1);
    const format = new Intl.DateTimeFormat(localeOf(this.language), { weekday: form, timeZone: 'UTC' });
    return format.format(monday + (weekday - 1) * 86_400_000);
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
    return spoken.replaceAll(' ', '\u00a0');
  }
}
