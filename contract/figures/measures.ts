import type { Dimension } from './dimensions.ts';

/**
 * Every measure: which sheet counts it, in what unit, and by what. All are sums: what is not additive (occupancy, a median) is worked out from
 * them where it is read (`indicators.ts`).
 */

interface Measure {
  readonly sheet: 'day' | 'month';
  readonly unit: 'count' | 'minutes' | 'workstation-minutes' | 'pages' | 'days';
  /** Each a one-way table of the measure. */
  readonly by: readonly Dimension[];
  /** Tables in which one thing counted has several values, so that they come to more than the measure. */
  readonly several?: readonly Dimension[];
}

const table = {
  /** 1 for each day on which the place was open at all. */
  'open-days': { sheet: 'day', unit: 'days', by: [] },
  'open-minutes': { sheet: 'day', unit: 'minutes', by: ['hour'] },
  /** Minutes in which a workstation could be used: the place was open, or somebody sat there; and it was neither closed nor broken nor away. */
  offered: { sheet: 'day', unit: 'workstation-minutes', by: ['hour', 'workstation'] },
  /** Offered while a facilitator's screen was open. */
  supervised: { sheet: 'day', unit: 'workstation-minutes', by: ['hour'] },
  /** In use, minutes rounded down per session, in the hours in which they passed. */
  occupied: { sheet: 'day', unit: 'workstation-minutes', by: ['hour', 'workstation'] },
  /** Started that day, terms accepted. */
  sessions: { sheet: 'day', unit: 'count', by: ['access', 'end', 'duration', 'hour', 'workstation'] },
  'terms-refused': { sheet: 'day', unit: 'count', by: [] },
  tickets: { sheet: 'day', unit: 'count', by: [] },
  extensions: { sheet: 'day', unit: 'count', by: ['extender'] },
  /** People with a good code, or at an open kiosk, who were not let in or got no extension. */
  refusals: { sheet: 'day', unit: 'count', by: ['reason'] },
  /** Numbers of the queue that were given a workstation; each whole minute that they waited is a value, for the median. */
  waits: { sheet: 'day', unit: 'count', by: ['minutes'] },
  'wait-minutes': { sheet: 'day', unit: 'minutes', by: [] },
  /** Numbers that left, or were called in vain, before they got one. */
  'queue-left': { sheet: 'day', unit: 'count', by: [] },
  /** That stood when their time came; and those of them for whom nobody came, and nobody was excused. */
  bookings: { sheet: 'day', unit: 'count', by: [] },
  'no-shows': { sheet: 'day', unit: 'count', by: [] },
  /** Held that day: how many registered, waited for a seat and came. */
  'workshop-sessions': { sheet: 'day', unit: 'count', by: [] },
  'workshop-seats': { sheet: 'day', unit: 'count', by: [] },
  'workshop-registered': { sheet: 'day', unit: 'count', by: [] },
  'workshop-present': { sheet: 'day', unit: 'count', by: [] },
  'workshop-waiting': { sheet: 'day', unit: 'count', by: [] },
  /** No desk counts it yet: nothing tells of what is printed. */
  pages: { sheet: 'day', unit: 'pages', by: ['page'] },
  /** Sites that were refused; never which. */
  blocks: { sheet: 'day', unit: 'count', by: ['category'] },
  wipes: { sheet: 'day', unit: 'count', by: ['proof'] },
  /** Minutes of opening in which a workstation could not be used; while the desk is off, those that were out before it are until they are heard again. */
  outage: { sheet: 'day', unit: 'workstation-minutes', by: ['outage'] },
  /** Sessions cut off, wipes that left something, and lines lost while the place was open. */
  incidents: { sheet: 'day', unit: 'count', by: ['incident'] },
  /** One beneficiary × one activity: the national counting unit. */
  supports: {
    sheet: 'month',
    unit: 'count',
    by: ['kind', 'topic', 'autonomy', 'gender', 'age', 'status', 'commune', 'equipment', 'referral'],
    several: ['topic', 'equipment'],
  },
  /** People whom the place knows and saw in the month, and those of them whom it had never seen; absent where it keeps nobody. */
  visitors: { sheet: 'month', unit: 'count', by: [] },
  'new-visitors': { sheet: 'month', unit: 'count', by: [] },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof table;

export const measures: Readonly<Record<MeasureName, Measure>> = table;

/** What a row of a table or a chart shows; central keeps them beside every period so that they need not be searched for. */
export const keyMeasures = [
  'open-days',
  'open-minutes',
  'offered',
  'supervised',
  'occupied',
  'sessions',
  'refusals',
  'waits',
  'wait-minutes',
  'queue-left',
  'bookings',
  'no-shows',
  'workshop-seats',
  'workshop-present',
  'pages',
] as const satisfies readonly MeasureName[];

export type KeyMeasure = (typeof keyMeasures)[number];

/** A cell of a measure; the one way in which names are put together. */
export const cell = (measure: MeasureName, dimension: Dimension, value: string | number): string =>
  `${measure}/${dimension}/${value}`;
