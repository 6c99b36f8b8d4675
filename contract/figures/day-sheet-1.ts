import { z } from 'zod';
import { addInto, type Counts, countsOf } from './counts.ts';
import { cell, type MeasureName } from './measures.ts';
import type { Dimension } from './dimensions.ts';
import { refusalReasons } from '../reasons.ts';
import { accessWays, daySchema, endReasons, extenders, instantSchema } from '../session.ts';

/** Day sheets as the first version wrote them. Nobody makes them any more; every central reads them. */

const count = z.int().nonnegative();

/** Minutes are whole and rounded down per session, so that occupied can never exceed offered by rounding. */
const countersSchema = z.strictObject({
  /** Sessions that started on this day (a session belongs to the day of its start, in the place's zone). */
  sessions: count,
  occupiedMinutes: count,
});

export const daySheet1Schema = z.strictObject({
  version: z.literal(1),
  place: z.uuid(),
  day: daySchema,
  /** Rises by one each time the bytes change; the latest wins. */
  revision: z.int().positive(),
  computedAt: instantSchema,
  total: countersSchema,
  /** By starting hour, 0–23, in the place's zone; hours without a session are left out. */
  byHour: z.array(z.strictObject({ hour: z.int().min(0).max(23), ...countersSchema.shape })),
  /** By workstation id; those without a session are listed with zeros. */
  byWorkstation: z.array(z.strictObject({ workstation: z.uuid(), ...countersSchema.shape })),
  byAccess: z.partialRecord(z.enum(accessWays), count),
  byEnd: z.partialRecord(z.enum(endReasons), count),
  wipes: z.strictObject({ complete: count, incomplete: count }),
  refusalsByCategory: z.record(z.string(), count),
  ticketsGiven: count,
  /** This and the next: empty in sheets from before these were counted, which stay readable. */
  extensions: z.partialRecord(z.enum(extenders), count).default({}),
  /** People with a good code, or at an open kiosk, who were not let in or got no extension, by reason. */
  refusedByReason: z.partialRecord(z.enum(refusalReasons), count).default({}),
});

type DaySheet1 = z.infer<typeof daySheet1Schema>;

/**
 * The same figures as counts. Minutes by hour are left out: the first version put all of a session's minutes into the hour of its start. What it did not
 * count, offered minutes among it, is absent and not 0.
 */
export function countsOfVersion1(sheet: DaySheet1): Counts {
  const sums = new Map<string, number>();
  const table = (measure: MeasureName, dimension: Dimension, counts: Readonly<Record<string, number>>): void =>
    addInto(sums, keyed(measure, dimension, counts));
  const { total, byHour, byWorkstation, byAccess, byEnd, wipes, ticketsGiven } = sheet;
  const named = { ...wipes };
  addInto(sums, {
    sessions: total.sessions,
    occupied: total.occupiedMinutes,
    tickets: ticketsGiven,
    wipes: sumIn(named),
    blocks: sumIn(sheet.refusalsByCategory),
    extensions: sumIn(sheet.extensions),
    refusals: sumIn(sheet.refusedByReason),
  });
  table('sessions', 'hour', Object.fromEntries(byHour.map((one) => [String(one.hour).padStart(2, '0'), one.sessions])));
  table('sessions', 'workstation', Object.fromEntries(byWorkstation.map((one) => [one.workstation, one.sessions])));
  table(
    'occupied',
    'workstation',
    Object.fromEntries(byWorkstation.map((one) => [one.workstation, one.occupiedMinutes])),
  );
  table('sessions', 'access', byAccess);
  table('sessions', 'end', byEnd);
  table('wipes', 'proof', named);
  table('blocks', 'category', sheet.refusalsByCategory);
  table('extensions', 'extender', sheet.extensions);
  table('refusals', 'reason', sheet.refusedByReason);
  return countsOf(sums);
}

const sumIn = (counts: Readonly<Partial<Record<string, number>>>): number =>
  Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);

const keyed = (
  measure: MeasureName,
  dimension: Dimension,
  counts: Readonly<Partial<Record<string, number>>>,
): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([value, count]) => [cell(measure, dimension, value), count ?? 0]));
