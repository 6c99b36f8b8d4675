import { z } from 'zod';
import { type Counts, readKey } from './counts.ts';
import { cell, type MeasureName, measures } from './measures.ts';

/**
 * Whether what a sheet says can be. One that looks wrong is kept but stands in no figure until a person confirms it or the place sends a better
 * one: a slip of one desk must not become a town's figure, and a fact that only looks odd must not get lost.
 */

export const doubtRules = [
  /** A day that has not begun anywhere, a month that is not over. */
  'future',
  /** A part that is larger than its whole: more minutes occupied than offered. */
  'part-over-whole',
  /** More minutes than a day has, on as many workstations as the sheet names. */
  'minutes-over-day',
  /** More sessions on one workstation than anybody could begin there. */
  'sessions-over-workstation',
  /** A table that comes to more than what it is a table of. */
  'table-over-measure',
  /** Figures of a month in the sheet of a day, or the other way round: what a place hides of a month must not come out by days. */
  'wrong-sheet',
] as const;

export const doubtSchema = z.strictObject({
  rule: z.enum(doubtRules),
  /** The count, or the period, that looks wrong. */
  where: z.string(),
  /** What it says, and the most that it could; absent where that is no number. */
  says: z.int().optional(),
  most: z.int().optional(),
});

/** Why a sheet looks wrong. */
export type Doubt = z.infer<typeof doubtSchema>;

export interface Doubtable {
  readonly kind: 'day' | 'month';
  /** `2026-11-12` or `2026-11`. */
  readonly period: string;
  readonly counts: Counts;
  /** False: the sheet is of the first version, which did not count what could be used. */
  readonly knowsOffered: boolean;
}

const hourMs = 60 * 60 * 1000;
/** Where the day begins first, clocks are this far ahead of UTC. */
const earliestZoneMs = 14 * hourMs;
/** The day on which clocks go back has an hour more. */
const longestDayMinutes = 25 * 60;
const mostSessions = 400;

/** Empty: it may be counted. */
export function doubtsAbout(sheet: Doubtable, now: Date): Doubt[] {
  return [
    ...aboutPeriod(sheet, now),
    ...aboutSheet(sheet),
    ...aboutParts(sheet),
    ...aboutDay(sheet),
    ...aboutTables(sheet),
  ];
}

function aboutPeriod({ kind, period }: Doubtable, now: Date): Doubt[] {
  const today = new Date(now.getTime() + earliestZoneMs).toISOString().slice(0, 10);
  const isAhead = kind === 'day' ? period > today : period >= today.slice(0, 7);
  return isAhead ? [{ rule: 'future', where: period }] : [];
}

function aboutSheet({ kind, counts }: Doubtable): Doubt[] {
  return Object.keys(counts)
    .filter((key) => (measureOf(readKey(key).measure)?.sheet ?? kind) !== kind)
    .map((where) => ({ rule: 'wrong-sheet', where }));
}

const wholes: readonly (readonly [part: MeasureName, whole: MeasureName])[] = [
  ['occupied', 'offered'],
  ['supervised', 'offered'],
  ['no-shows', 'bookings'],
  ['new-visitors', 'visitors'],
];

function aboutParts({ counts, knowsOffered }: Doubtable): Doubt[] {
  if (!knowsOffered) return [];
  return wholes.flatMap(([part, whole]) =>
    over('part-over-whole', part, { says: counts[part], most: counts[whole] ?? 0 }),
  );
}

/** What the workstations of one day can have come to. */
function aboutDay({ kind, counts, knowsOffered }: Doubtable): Doubt[] {
  if (kind === 'month') return [];
  const workstations = workstationsIn(counts);
  const most = longestDayMinutes * workstations.size;
  const minutes: readonly MeasureName[] = knowsOffered ? ['offered'] : ['occupied'];
  return [
    ...over('minutes-over-day', 'open-minutes', { says: counts['open-minutes'], most: longestDayMinutes }),
    ...minutes.flatMap((measure) => over('minutes-over-day', measure, { says: counts[measure], most })),
    ...[...workstations].flatMap((workstation) => aboutWorkstation(workstation, { counts, knowsOffered })),
  ];
}

function aboutWorkstation(
  workstation: string,
  { counts, knowsOffered }: Pick<Doubtable, 'counts' | 'knowsOffered'>,
): Doubt[] {
  const sessions = cell('sessions', 'workstation', workstation);
  const offered = cell('offered', 'workstation', workstation);
  // The last one may have begun in a minute of which less than half was offered.
  const fitting = knowsOffered ? (counts[offered] ?? 0) + 1 : mostSessions;
  return [
    ...over('sessions-over-workstation', sessions, { says: counts[sessions], most: Math.min(mostSessions, fitting) }),
    ...over('minutes-over-day', offered, { says: counts[offered], most: longestDayMinutes }),
  ];
}

const workstationsIn = (counts: Counts): Set<string> =>
  new Set(
    Object.keys(counts).flatMap((key) => {
      const { cell: found } = readKey(key);
      return found?.dimension === 'workstation' ? [found.value] : [];
    }),
  );

/** Tables of what this version knows: of a newer measure nobody can say here whether one thing counted has several values. */
function aboutTables({ counts }: Doubtable): Doubt[] {
  const tables = new Map<string, number>();
  for (const [key, count] of Object.entries(counts)) {
    const { measure, cell: found } = readKey(key);
    const known = measureOf(measure);
    if (found === null || known === undefined) continue;
    const isSeveral = known.several?.some((dimension) => dimension === found.dimension) ?? false;
    const table = isSeveral ? key : `${measure}/${found.dimension}`;
    tables.set(table, (tables.get(table) ?? 0) + count);
  }
  return [...tables].flatMap(([table, says]) =>
    over('table-over-measure', table, { says, most: counts[readKey(table).measure] ?? 0 }),
  );
}

const table: Readonly<Record<string, (typeof measures)[MeasureName]>> = measures;

const measureOf = (name: string): (typeof measures)[MeasureName] | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const over = (
  rule: Doubt['rule'],
  where: string,
  { says = 0, most }: { readonly says?: number | undefined; readonly most: number },
): Doubt[] => (says > most ? [{ rule, where, says, most }] : []);
