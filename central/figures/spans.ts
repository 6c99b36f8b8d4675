import type { Grain } from '../../contract/central-routes.ts';

/** Periods cut into the days, months and years that are summed already. Days as `2026-11-12`, both ends included. */

export interface Span {
  readonly grain: Grain;
  readonly period: string;
  /** -1: it is in a larger one, and taken out again. */
  readonly times: 1 | -1;
}

export interface Period {
  readonly from: string;
  readonly to: string;
}

const dayMs = 24 * 60 * 60 * 1000;

const instantOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const dayAfter = (day: string, days = 1): string =>
  new Date(instantOf(day) + days * dayMs).toISOString().slice(0, 10);

/** How many; 0 when it ends before it begins. */
export const daysIn = ({ from, to }: Period): number =>
  Math.max(0, Math.round((instantOf(to) - instantOf(from)) / dayMs) + 1);

export const later = (one: string, other: string): string => (one > other ? one : other);
export const earlier = (one: string, other: string): string => (one < other ? one : other);

export function lastOfMonth(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** The same day a year before; the 29th of February is then the 28th. */
export function yearBefore(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0');
  return earlier(`${year}${day.slice(4)}`, lastOfMonth(`${year}${day.slice(4, 7)}`));
}

const yearOf = (day: string): string => day.slice(0, 4);
const monthOf = (day: string): string => day.slice(0, 7);

const wholeYear = (year: string): Period => ({ from: `${year}-01-01`, to: `${year}-12-31` });
const wholeMonth = (month: string): Period => ({ from: `${month}-01`, to: lastOfMonth(month) });

const isWhole = ({ from, to }: Period, whole: Period): boolean => from === whole.from && to === whole.to;

/** The days, months or years of a period, each with the days of it that are in the period. */
export function* buckets(period: Period, grain: Grain): Generator<{ name: string } & Period> {
  for (let from = period.from; from <= period.to;) {
    const [name, whole] = bucketOf(from, grain);
    const to = earlier(whole.to, period.to);
    yield { name, from, to };
    from = dayAfter(to);
  }
}

function bucketOf(day: string, grain: Grain): [string, Period] {
  if (grain === 'day') return [day, { from: day, to: day }];
  if (grain === 'month') return [monthOf(day), wholeMonth(monthOf(day))];
  return [yearOf(day), wholeYear(yearOf(day))];
}

/** The fewest of which each is wholly within the period: what months count that days do not is then in it for whole months alone. */
export function wholeSpans(period: Period): Span[] {
  return [...buckets(period, 'year')].flatMap((year) => {
    if (isWhole(year, wholeYear(year.name))) return [{ grain: 'year', period: year.name, times: 1 }] satisfies Span[];
    return [...buckets(year, 'month')].flatMap<Span>((month) =>
      isWhole(month, wholeMonth(month.name)) ? [{ grain: 'month', period: month.name, times: 1 }] : days(month, 1),
    );
  });
}

/** The fewest for what days count: a month but its first two days is the month less two. */
export function fewestSpans(period: Period): Span[] {
  return [...buckets(period, 'year')].flatMap((year) => fewer(inMonths(year, 1), fromWhole('year', year)));
}

const days = (period: Period, times: 1 | -1): Span[] =>
  [...buckets(period, 'day')].map(({ name }) => ({ grain: 'day', period: name, times }));

const inMonths = (period: Period, times: 1 | -1): Span[] =>
  [...buckets(period, 'month')].flatMap((month) => {
    const spans = fewer(days(month, 1), fromWhole('month', month));
    return times === 1 ? spans : spans.map((span) => ({ ...span, times: span.times === 1 ? -1 : 1 }));
  });

/** The whole month or year, less what is before and after. */
function fromWhole(grain: 'month' | 'year', { name, from, to }: { name: string } & Period): Span[] {
  const whole = grain === 'month' ? wholeMonth(name) : wholeYear(name);
  const outside: Period[] = [
    { from: whole.from, to: dayAfter(from, -1) },
    { from: dayAfter(to), to: whole.to },
  ];
  const less = outside.filter((part) => part.from <= part.to);
  return [
    { grain, period: name, times: 1 },
    ...less.flatMap((part) => (grain === 'month' ? days(part, -1) : inMonths(part, -1))),
  ];
}

const fewer = (one: Span[], other: Span[]): Span[] => (other.length < one.length ? other : one);
