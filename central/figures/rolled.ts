import type { Counts } from '../../contract/figures/counts.ts';
import type { ReadSheet } from './read-sheet.ts';

/** What one sheet adds to the sums that it belongs to. */
export interface Rolled {
  /** To those of its place: with its workstations. */
  readonly own: Counts;
  /** To those of its commune and of the network. */
  readonly shared: Counts;
}

/** From a day on, hours are told by weekday, so that a year is a week; a hidden cell of a month is counted, so that readers can say "at least". */
export function rolled({
  kind,
  period,
  counts,
  hidden,
}: Pick<ReadSheet, 'kind' | 'period' | 'counts' | 'hidden'>): Rolled {
  if (kind === 'month') return withHidden(counts, hidden);
  const weekday = weekdayOf(period);
  const own: Record<string, number> = {};
  const shared: Record<string, number> = {};
  for (const [key, count] of Object.entries(counts)) {
    if (count === 0) continue;
    const name = key.includes('/hour/') ? key.replace('/hour/', `/slot/${weekday}-`) : key;
    own[name] = count;
    if (!key.includes('/workstation/')) shared[name] = count;
  }
  return { own, shared };
}

/** The word that a measure's name gets for the places that hid a cell of it. */
const hiddenMark = '-hidden/';

function withHidden(counts: Counts, hidden: readonly string[]): Rolled {
  const all: Record<string, number> = { ...counts };
  for (const key of new Set(hidden)) all[key.replace('/', hiddenMark)] = 1;
  return { own: all, shared: all };
}

/** 1 is Monday. */
const weekdayOf = (day: string): number => ((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1;
