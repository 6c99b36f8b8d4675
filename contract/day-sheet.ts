import { z } from 'zod';
import { refusalReasons } from './reasons.ts';
import { accessWays, daySchema, endReasons, extenders, instantSchema } from './session.ts';

/**
 * What leaves a place about one day: counters, recomputed from the place's own records and sent again whenever they change.
 * Never in a sheet: a name, a ticket, a session, an address, a search, free text.
 */

export const daySheetVersion = 1;

const count = z.int().nonnegative();

/** Minutes are whole and rounded down per session, so that occupied can never exceed offered by rounding. */
const countersSchema = z.strictObject({
  /** Sessions that started on this day (a session belongs to the day of its start, in the place's zone). */
  sessions: count,
  occupiedMinutes: count,
});

export type Counters = z.infer<typeof countersSchema>;

export const daySheetSchema = z.strictObject({
  version: z.literal(daySheetVersion),
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

export type DaySheet = z.infer<typeof daySheetSchema>;
