import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { centralRoutes } from '../../contract/central-routes.ts';
import type { Period } from './period.ts';

/** What the report says, worked out from central's rows. Pure: the same rows always make the same report. */

export type Figures = z.output<(typeof centralRoutes)['figures.days']['output']>;
export type PlaceRow = Figures['places'][number];
export type DayRow = Figures['days'][number];

export interface Count {
  readonly sessions: number;
  readonly minutes: number;
}

const add = (count: Count, row: DayRow): Count => ({
  sessions: count.sessions + row.sessions,
  minutes: count.minutes + row.occupiedMinutes,
});

const none: Count = { sessions: 0, minutes: 0 };

const count = (rows: readonly DayRow[]): Count => rows.reduce(add, none);

export interface Totals extends Count {
  /** Places with at least one session. */
  readonly places: number;
  /** Days with at least one session somewhere. */
  readonly days: number;
}

export function totalsOf({ days }: Figures): Totals {
  const used = days.filter((row) => row.sessions > 0);
  return {
    ...count(days),
    places: new Set(used.map((row) => row.place)).size,
    days: new Set(used.map((row) => row.day)).size,
  };
}

export interface PlaceCount extends Count {
  readonly place: PlaceRow;
}

/** Most sessions first; places without any stay in the list. */
export const byPlace = ({ places, days }: Figures): PlaceCount[] =>
  places
    .map((place) => ({ place, ...count(days.filter((row) => row.place === place.id)) }))
    .sort((one, other) => other.sessions - one.sessions);

/** Above this many days a chart by day is a grey hedge: months are counted instead. */
const mostBars = 100;

export interface Bar extends Count {
  /** The day, or the first day of the month. */
  readonly start: Temporal.PlainDate;
}

export interface Series {
  readonly unit: 'day' | 'month';
  readonly bars: readonly Bar[];
}

/** One bar for each day of the period up to today, or for each month of a long one; those without a session too. */
export function seriesOf({ days }: Figures, period: Period, today: Temporal.PlainDate): Series {
  const to = Temporal.PlainDate.compare(period.to, today) > 0 ? today : period.to;
  const unit = period.from.until(to).days < mostBars ? 'day' : 'month';
  const startOf = (day: Temporal.PlainDate): Temporal.PlainDate => (unit === 'day' ? day : day.with({ day: 1 }));
  const counts = new Map<string, Count>();
  const step = unit === 'day' ? { days: 1 } : { months: 1 };
  for (let at = startOf(period.from); Temporal.PlainDate.compare(at, to) <= 0; at = at.add(step)) {
    counts.set(at.toString(), none);
  }
  for (const row of days) {
    const start = startOf(Temporal.PlainDate.from(row.day)).toString();
    counts.set(start, add(counts.get(start) ?? none, row));
  }
  const bars = [...counts].map(([start, counted]) => ({ start: Temporal.PlainDate.from(start), ...counted }));
  return { unit, bars: bars.sort((one, other) => Temporal.PlainDate.compare(one.start, other.start)) };
}

/** The bar with most sessions, the first of equals; null when there is no session at all. */
export const busiest = ({ bars }: Series): Bar | null =>
  bars.reduce<Bar | null>((best, bar) => (bar.sessions > (best?.sessions ?? 0) ? bar : best), null);

/** The top of an axis: even and round, so that its middle is a whole number too. */
export function axisTop(largest: number): number {
  const scale = 10 ** Math.floor(Math.log10(Math.max(largest, 1)));
  const top = [1, 2, 4, 6, 8, 10].map((factor) => factor * scale).find((value) => value >= largest && value % 2 === 0);
  return top ?? 2;
}

/** A weekend and a day: places that are closed then have nothing new to say. */
const silenceHours = 72;

export interface Coverage {
  readonly heard: number;
  readonly silent: readonly PlaceRow[];
}

/** A place counts as heard when it sent figures within three days, or, for a period that is over, after its end. */
export function coverageOf({ places }: Figures, period: Period, now: Date): Coverage {
  const recently = now.getTime() - silenceHours * 3_600_000;
  const end = period.to.add({ days: 1 }).toZonedDateTime(Temporal.Now.timeZoneId()).epochMilliseconds;
  const since = Math.min(recently, end);
  const silent = places.filter(({ lastHeardAt }) => lastHeardAt === null || Date.parse(lastHeardAt) < since);
  return { heard: places.length - silent.length, silent };
}
