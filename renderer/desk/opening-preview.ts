import { Temporal } from 'temporal-polyfill';
import { type DayHours, hoursOn, type OpeningRules } from '../../contract/calendar/opening-rules.ts';
import type { DeskWords } from './desk-words.ts';
import { calendarDay, hoursText } from './hours-text.ts';
import { isSpan, type OpeningDraft } from './opening-draft.ts';
import type { StretchDraft, WeekDraft } from './week-draft.ts';

/** One day as it comes out. */
export interface ComingDay {
  readonly day: string;
  /** `lundi 6 juillet : 10 h – 14 h, Été`. */
  readonly text: string;
  readonly because: DayHours['because'];
  readonly closed: boolean;
}

const daysAhead = 14;

/** The days from `today` on (`2026-12-25`), by what the fields say so far: what is half typed does not count yet. */
export function comingDays(draft: OpeningDraft, today: string, words: DeskWords): ComingDay[] {
  const rules = rulesSoFar(draft);
  const first = Temporal.PlainDate.from(today);
  return Array.from({ length: daysAhead }, (_, ahead) => {
    const date = first.add({ days: ahead });
    const day = date.toString();
    const found = hoursOn(rules, { day, weekday: date.dayOfWeek });
    return { day, text: sentence(day, found, words), because: found.because, closed: found.hours.length === 0 };
  });
}

function sentence(date: string, found: DayHours, words: DeskWords): string {
  const why = whyText(found, words);
  const said = { day: calendarDay(date, words.language), hours: hoursText(found.hours, words) };
  return why === null ? words.say('preview.day', said) : words.say('preview.day.why', { ...said, why });
}

function whyText(found: DayHours, words: DeskWords): string | null {
  switch (found.because) {
    case 'week':
      return null;
    case 'holiday':
      return words.say(`holiday.${found.holiday}`);
    case 'season':
      return named(found.name) ?? words.say('preview.season');
    case 'exception':
      return named(found.name) ?? words.say('preview.exception');
  }
}

const named = (name: string): string | null => (name.trim() === '' ? null : name.trim());

const rulesSoFar = (draft: OpeningDraft): OpeningRules => ({
  week: weekSoFar(draft.week),
  seasons: draft.seasons.filter(isSpan).map((season) => ({ ...season, week: weekSoFar(season.week) })),
  exceptions: draft.exceptions.map((one) => ({ ...one, hours: hoursSoFar(one.hours) })),
  closedOnHolidays: draft.closesOnHolidays ? draft.territory : null,
});

const weekSoFar = (week: WeekDraft): WeekDraft => week.map(hoursSoFar);
const hoursSoFar = (hours: StretchDraft[]): StretchDraft[] => hours.filter(({ from, to }) => from !== '' && from < to);
