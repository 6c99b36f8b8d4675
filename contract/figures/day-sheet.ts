import { z } from 'zod';
import { daySchema, instantSchema } from '../session.ts';
import { countKeySchema, countsSchema } from './counts.ts';

/**
 * What leaves a place about one day: counters, recomputed from the place's own records and sent again whenever they change.
 * Never in a sheet: a name, a ticket, a session, an address, a search, free text. Version 1 (`day-sheet-1.ts`) is still read.
 */

export const daySheetVersion = 2;

const sheetHead = {
  version: z.literal(daySheetVersion),
  place: z.uuid(),
  /** Rises by one each time the bytes change; the latest wins. */
  revision: z.int().positive(),
  computedAt: instantSchema,
};

export const daySheetSchema = z.strictObject({
  kind: z.literal('day'),
  ...sheetHead,
  day: daySchema,
  counts: countsSchema,
});

export type DaySheet = z.infer<typeof daySheetSchema>;

/** `2026-10`. */
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected a month such as "2026-10"');

/**
 * What leaves a place about one month: one-way tables of whom it helped and with what, made when the month is over. Cells under `threshold` are
 * not in `counts` but named in `hidden`, together with as many others as it takes that nobody can work them out (`suppression.ts`).
 */
export const monthSheetSchema = z.strictObject({
  kind: z.literal('month'),
  ...sheetHead,
  month: monthSchema,
  threshold: z.int().min(2).max(100),
  counts: countsSchema,
  hidden: z.array(countKeySchema.includes('/', 'expected measure/dimension/value')).max(3_000),
});

export type MonthSheet = z.infer<typeof monthSheetSchema>;

export const sheetSchema = z.discriminatedUnion('kind', [daySheetSchema, monthSheetSchema]);

export type Sheet = z.infer<typeof sheetSchema>;
