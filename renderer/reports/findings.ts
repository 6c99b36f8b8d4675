import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { centralRoutes, Grain, KeyFigures } from '../../contract/central-routes.ts';
import { type Counts, tableOf } from '../../contract/figures/counts.ts';
import { type Dimension, unknown } from '../../contract/figures/dimensions.ts';
import { type MeasureName, measures } from '../../contract/figures/measures.ts';
import type { Period } from './period.ts';

/** What the report says, worked out from central's numbers. Pure: the same numbers always make the same report. */

export type ReportAnswer = z.output<(typeof centralRoutes)['figures.report']['output']>;
export type SeriesAnswer = z.output<(typeof centralRoutes)['figures.series']['output']>;
export type PartsAnswer = z.output<(typeof centralRoutes)['figures.parts']['output']>;
export type Part = PartsAnswer['rows'][number];

export interface Bar {
  /** First day of what the bar stands for. */
  readonly start: Temporal.PlainDate;
  readonly figures: Partial<KeyFigures>;
  /** The same a year before; null = nothing is known. */
  readonly before: Partial<KeyFigures> | null;
}

export interface Series {
  readonly grain: Grain;
  readonly bars: readonly Bar[];
}

interface SeriesParts {
  readonly grain: Grain;
  readonly period: Period;
  readonly rows: SeriesAnswer['rows'];
  readonly before: SeriesAnswer['rows'];
}

/** One bar for each step of the period, those without anything too. */
export function seriesOf({ grain, period, rows, before }: SeriesParts): Series {
  const known = new Map(rows.map((row) => [row.period, row.figures]));
  const earlier = new Map(before.map((row) => [row.period, row.figures]));
  const step = { day: { days: 1 }, month: { months: 1 }, year: { years: 1 } }[grain];
  const bars: Bar[] = [];
  for (let at = firstOf(period.from, grain); Temporal.PlainDate.compare(at, period.to) <= 0; at = at.add(step)) {
    const yearAgo = at.subtract({ years: 1 });
    bars.push({
      start: at,
      figures: known.get(nameOf(at, grain)) ?? {},
      before: earlier.get(nameOf(yearAgo, grain)) ?? null,
    });
  }
  return { grain, bars };
}

const firstOf = (day: Temporal.PlainDate, grain: Grain): Temporal.PlainDate =>
  grain === 'day' ? day : grain === 'month' ? day.with({ day: 1 }) : day.with({ month: 1, day: 1 });

const nameOf = (day: Temporal.PlainDate, grain: Grain): string =>
  day.toString().slice(0, { day: 10, month: 7, year: 4 }[grain]);

/** The bar with most sessions, the first of equals; null when there is no session at all. */
export const busiest = ({ bars }: Series): Bar | null =>
  bars.reduce<Bar | null>((best, bar) => (sessionsOf(bar) > (best === null ? 0 : sessionsOf(best)) ? bar : best), null);

export const sessionsOf = ({ figures }: Bar): number => figures.sessions ?? 0;

/** Shares that everybody can picture; a share is told as the nearest of them. */
const pictured = {
  tenth: 0.1,
  fifth: 0.2,
  quarter: 0.25,
  third: 1 / 3,
  half: 0.5,
  'two-thirds': 2 / 3,
  'three-quarters': 0.75,
  'nine-tenths': 0.9,
  all: 1,
};

export type PicturedShare = keyof typeof pictured | 'hardly';

export function picture(share: number): PicturedShare {
  if (share < 0.06) return 'hardly';
  const names = Object.keys(pictured) as (keyof typeof pictured)[];
  return names.reduce((best, name) =>
    Math.abs(pictured[name] - share) < Math.abs(pictured[best] - share) ? name : best,
  );
}

/** How a figure has changed within a year: counts in shares of what they were, shares in points, minutes as they are. Null: cannot be said. */
export function changeOf(now: number | null, before: number | null, unit: string): number | null {
  if (now === null || before === null) return null;
  if (unit === 'share' || unit === 'minutes') return now - before;
  return before === 0 ? null : now / before - 1;
}

export interface Hour {
  readonly weekday: number;
  readonly hour: number;
  /** Null: never open then. */
  readonly share: number | null;
}

/** Occupancy by weekday and hour, from the first hour to the last in which anything was offered. */
export interface Week {
  readonly hours: readonly number[];
  readonly days: readonly { readonly weekday: number; readonly cells: readonly Hour[] }[];
}

export function weekOf(counts: Counts): Week {
  const offered = slots(counts, 'offered');
  const occupied = slots(counts, 'occupied');
  const seen = [...offered.keys()].map((slot) => slot.split('-').map(Number) as [number, number]);
  const hourNumbers = seen.map(([, hour]) => hour);
  const [first, last] = [Math.min(...hourNumbers), Math.max(...hourNumbers)];
  const hours = seen.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, ahead) => first + ahead);
  const days = [1, 2, 3, 4, 5, 6, 7]
    .filter((weekday) => seen.some(([day]) => day === weekday))
    .map((weekday) => ({ weekday, cells: hours.map((hour) => hourOf(weekday, hour)) }));
  return { hours, days };

  function hourOf(weekday: number, hour: number): Hour {
    const slot = `${weekday}-${String(hour).padStart(2, '0')}`;
    const all = offered.get(slot) ?? 0;
    return { weekday, hour, share: all === 0 ? null : Math.min(1, (occupied.get(slot) ?? 0) / all) };
  }
}

const slots = (counts: Counts, measure: MeasureName): Map<string, number> =>
  new Map(tableOf(counts, measure, 'slot').map(({ value, count }) => [value, count]));

/** From here on somebody who comes in by chance finds nothing free. */
const fullShare = 0.85;

/** When workstations are lacking: weekdays with a full hour, in the half day that has most of them. */
export interface Lack {
  readonly weekdays: readonly number[];
  readonly half: 'morning' | 'afternoon';
}

export function lackIn({ days }: Week): Lack | null {
  const full = days.flatMap(({ cells }) => cells.filter(({ share }) => (share ?? 0) >= fullShare));
  if (full.length === 0) return null;
  const afternoons = full.filter(({ hour }) => hour >= 12);
  const half = afternoons.length * 2 >= full.length ? 'afternoon' : 'morning';
  const those = full.filter(({ hour }) => hour >= 12 === (half === 'afternoon'));
  return { half, weekdays: [...new Set(those.map(({ weekday }) => weekday))] };
}

export const fullestOf = ({ days }: Week): Hour | null =>
  days
    .flatMap(({ cells }) => cells)
    .reduce<Hour | null>((best, hour) => ((hour.share ?? -1) > (best?.share ?? -1) ? hour : best), null);

/** One bar of a breakdown. `share`: of what is known; `hidden`: this many places do not tell theirs, so that it is at least this. */
export interface Slice {
  readonly value: string;
  readonly count: number;
  readonly share: number;
  readonly hidden: number;
}

export interface Breakdown {
  readonly slices: readonly Slice[];
  /** How many of the measure nobody said anything of. */
  readonly unknown: number;
  readonly known: number;
}

/** A one-way table, the largest first; `order` keeps the order of its values instead, as ages have one. */
export function breakdownOf(
  counts: Counts,
  { measure, dimension, order }: { measure: MeasureName; dimension: Dimension; order?: readonly string[] },
): Breakdown {
  const numbers = new Map(tableOf(counts, measure, dimension).map(({ value, count }) => [value, count]));
  const hidden = new Map(tableOf(counts, `${measure}-hidden`, dimension).map(({ value, count }) => [value, count]));
  const values = [...new Set([...numbers.keys(), ...hidden.keys()])].filter((value) => value !== unknown);
  const told = values.reduce((sum, value) => sum + (numbers.get(value) ?? 0), 0);
  // Where one thing counted has several values, the shares come to more than one.
  const isSeveral = measures[measure].several?.includes(dimension) ?? false;
  const known = isSeveral ? Math.max(told === 0 ? 0 : 1, (counts[measure] ?? 0) - (numbers.get(unknown) ?? 0)) : told;
  const slices = values.map((value) => {
    const count = numbers.get(value) ?? 0;
    return { value, count, share: known === 0 ? 0 : count / known, hidden: hidden.get(value) ?? 0 };
  });
  const sorted =
    order === undefined
      ? slices.toSorted((one, other) => other.count - one.count)
      : slices.toSorted((one, other) => order.indexOf(one.value) - order.indexOf(other.value));
  return { slices: sorted, unknown: numbers.get(unknown) ?? 0, known };
}

export const largestOf = ({ slices }: Breakdown): Slice | null =>
  slices.reduce<Slice | null>((best, slice) => (slice.count > (best?.count ?? 0) ? slice : best), null);
