import en from './definitions.en.json' with { type: 'json' };
import fr from './definitions.fr.json' with { type: 'json' };
import { type Counts, tableOf } from './counts.ts';
import type { MeasureName } from './measures.ts';

/**
 * What reports say, worked out from counts, each with the definition that travels with it on every page and in every export; French is the text of
 * reference. `value`: null = it cannot be said from these counts, and nothing is said; shares are between 0 and 1.
 */

interface Indicator {
  readonly unit: 'count' | 'hours' | 'minutes' | 'share' | 'pages';
  readonly value: (counts: Counts) => number | null;
}

const sum =
  (...names: readonly MeasureName[]) =>
  (counts: Counts): number =>
    names.reduce((total, name) => total + (counts[name] ?? 0), 0);

const hours =
  (name: MeasureName) =>
  (counts: Counts): number | null =>
    counts[name] === undefined ? null : counts[name] / 60;

const share =
  (part: string, whole: MeasureName) =>
  (counts: Counts): number | null => {
    const all = counts[whole] ?? 0;
    return all === 0 ? null : (counts[part] ?? 0) / all;
  };

/** The value in the middle of a table of numbers; of an even number of them the lower one, so that it is one that was. */
export function medianOf(table: readonly { readonly value: string; readonly count: number }[]): number | null {
  const all = table.reduce((total, { count }) => total + count, 0);
  let left = Math.ceil(all / 2);
  const ordered = table.toSorted((one, other) => Number(one.value) - Number(other.value));
  const middle = ordered.find(({ count }) => (left -= count) <= 0);
  return all === 0 || middle === undefined ? null : Number(middle.value);
}

const table = {
  sessions: {
    unit: 'count',
    value: sum('sessions'),
  },
  'hours-of-use': {
    unit: 'hours',
    value: hours('occupied'),
  },
  occupancy: {
    unit: 'share',
    value: share('occupied', 'offered'),
  },
  'hours-offered': {
    unit: 'hours',
    value: hours('offered'),
  },
  'share-supervised': {
    unit: 'share',
    value: share('supervised', 'offered'),
  },
  'mean-wait': {
    unit: 'minutes',
    value: share('wait-minutes', 'waits'),
  },
  'median-wait': {
    unit: 'minutes',
    value: (counts) => medianOf(tableOf(counts, 'waits', 'minutes')),
  },
  'unmet-demand': {
    unit: 'count',
    value: sum('queue-left', 'refusals'),
  },
  'no-show-rate': {
    unit: 'share',
    value: share('no-shows', 'bookings'),
  },
  'workshop-attendance': {
    unit: 'share',
    value: share('workshop-present', 'workshop-seats'),
  },
  supports: {
    unit: 'count',
    value: sum('supports'),
  },
  availability: {
    unit: 'share',
    value: (counts) => {
      const out = counts['outage'] ?? 0;
      const all = (counts['offered'] ?? 0) + out;
      return all === 0 ? null : 1 - out / all;
    },
  },
  'proofs-of-wiping': {
    unit: 'share',
    value: share('wipes/proof/complete', 'wipes'),
  },
  pages: {
    unit: 'pages',
    value: (counts) => counts['pages'] ?? null,
  },
} as const satisfies Readonly<Record<string, Indicator>>;

export type IndicatorName = keyof typeof table;

export const indicators: Readonly<Record<IndicatorName, Indicator>> = table;

/** In words. */
export interface Definition {
  readonly name: string;
  readonly formula: string;
  readonly counts: string;
  readonly countsNot: string;
  /** Which records it is counted from. */
  readonly source: string;
}

export const definitions: Readonly<Record<'fr' | 'en', Readonly<Record<IndicatorName, Definition>>>> = { fr, en };
