import { z } from 'zod';
import { problemSchema } from './problem.ts';
import { daySchema, instantSchema } from './session.ts';

/** Desk ⇄ central and reports ⇄ central: every route, its input and its answer. Problems answer with `{ problem }` and the status beside the code. */

/**
 * A sheet travels as the exact bytes that the desk signed, so that the signature can be checked again at any time.
 * `signature`: Ed25519 by the place's key over those bytes, base64.
 */
export const signedSheetSchema = z.strictObject({ sheet: z.string().max(1_000_000), signature: z.base64() });

export type SignedSheet = z.infer<typeof signedSheetSchema>;

/** What became of each sheet, in the order sent. `stored`, `known` and `quarantined` are durable: do not send again. */
export const sheetReceiptSchema = z.strictObject({
  outcome: z.enum(['stored', 'known', 'older', 'quarantined']),
  problem: problemSchema.optional(),
});

export const centralRoutes = {
  'sheets.send': {
    method: 'POST',
    path: '/v1/sheets',
    input: z.strictObject({ place: z.uuid(), sheets: z.array(signedSheetSchema).min(1).max(100) }),
    output: z.strictObject({ receipts: z.array(sheetReceiptSchema) }),
  },
  'session.sign-in': {
    method: 'POST',
    path: '/v1/session',
    input: z.strictObject({ name: z.string().min(1).max(100), password: z.string().min(1).max(200) }),
    output: z.strictObject({ name: z.string() }),
  },
  'session.sign-out': { method: 'DELETE', path: '/v1/session', input: z.strictObject({}), output: z.strictObject({}) },
  /** Sessions and minutes per place and day, newest day first. */
  'figures.days': {
    method: 'GET',
    path: '/v1/figures/days',
    input: z.strictObject({ from: daySchema, to: daySchema }),
    output: z.strictObject({
      places: z.array(
        z.strictObject({ id: z.uuid(), name: z.string(), commune: z.string(), lastHeardAt: z.nullable(instantSchema) }),
      ),
      days: z.array(
        z.strictObject({
          place: z.uuid(),
          day: daySchema,
          sessions: z.int(),
          occupiedMinutes: z.int(),
          revision: z.int(),
          computedAt: instantSchema,
        }),
      ),
    }),
  },
} as const;
