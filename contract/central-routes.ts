import { z } from 'zod';
import { sumsSchema } from './figures/counts.ts';
import { monthSchema } from './figures/day-sheet.ts';
import { keyMeasures } from './figures/measures.ts';
import { doubtSchema } from './figures/plausibility.ts';
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

export type SheetReceipt = z.infer<typeof sheetReceiptSchema>;

/** `network`, `commune:25056` (INSEE code) or `place:UUID`. Whoever may not see it is told `not-found`. */
export const scopeSchema = z
  .string()
  .regex(
    /^(network|commune:[0-9AB]{5}|place:[0-9a-f-]{36})$/,
    'expected "network", "commune:25056" or "place:" and its id',
  );

/** Both days included, at most ten years. */
const periodSchema = z.strictObject({ scope: scopeSchema.default('network'), from: daySchema, to: daySchema });

export const grains = ['day', 'month', 'year'] as const;

export type Grain = (typeof grains)[number];

const scopeNameSchema = z.strictObject({ scope: scopeSchema, name: z.string() });

export type ScopeName = z.infer<typeof scopeNameSchema>;

/** How much of a figure is known. Days are counted per place; a place is expected to speak from the day on which it was first heard. */
export const coverageSchema = z.strictObject({
  places: z.int(),
  /** Places that sent a sheet for at least one day of the period. */
  placesHeard: z.int(),
  daysExpected: z.int(),
  daysHeard: z.int(),
  /** Sheets that do not look right, left out until somebody confirms them. */
  setAside: z.int(),
  /** Places that have sent nothing for three days although they are expected to, the longest silent first. */
  silent: z.array(z.strictObject({ place: z.uuid(), name: z.string(), since: z.nullable(instantSchema) })),
});

export type Coverage = z.infer<typeof coverageSchema>;

export const keyFiguresSchema = z.record(z.enum(keyMeasures), z.int());

export type KeyFigures = z.infer<typeof keyFiguresSchema>;

/** One sheet of a place: of a day or of a month, in the revision that somebody looked at. */
const sheetNameSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('day'), place: z.uuid(), period: daySchema, revision: z.int().positive() }),
  z.strictObject({ kind: z.literal('month'), place: z.uuid(), period: monthSchema, revision: z.int().positive() }),
]);

export type SheetName = z.infer<typeof sheetNameSchema>;

/**
 * Not in the table, since it does not end: server-sent events for whoever is signed in, `event: figures` without data whenever figures that were read
 * before may be others now. A stream that breaks is opened anew, and what was read is read again.
 */
export const figuresChangesPath = '/v1/figures/changes';

export const centralRoutes = {
  'sheets.send': {
    method: 'POST',
    path: '/v1/sheets',
    input: z.strictObject({ place: z.uuid(), sheets: z.array(signedSheetSchema).min(1).max(100) }),
    output: z.strictObject({ receipts: z.array(sheetReceiptSchema) }),
  },
  /** Sheets that do not look right and wait for a person, the oldest first, at most 500 of them. */
  'sheets.set-aside': {
    method: 'GET',
    path: '/v1/sheets/set-aside',
    input: z.strictObject({}),
    output: z.strictObject({
      sheets: z.array(
        z.strictObject({
          sheet: sheetNameSchema,
          /** Of the place. */
          name: z.string(),
          commune: z.string(),
          doubts: z.array(doubtSchema),
          receivedAt: instantSchema,
        }),
      ),
    }),
  },
  /** It is right after all, and counts from now on. Problems: `not-found`; `stale` when another revision has come, or somebody was faster. */
  'sheets.confirm': { method: 'POST', path: '/v1/sheets/confirm', input: sheetNameSchema, output: z.strictObject({}) },
  'session.sign-in': {
    method: 'POST',
    path: '/v1/session',
    input: z.strictObject({ name: z.string().min(1).max(100), password: z.string().min(1).max(200) }),
    output: z.strictObject({ name: z.string() }),
  },
  'session.sign-out': { method: 'DELETE', path: '/v1/session', input: z.strictObject({}), output: z.strictObject({}) },
  /** Everything that one view says: what was counted, the same a year before, and how much of it is known. */
  'figures.report': {
    method: 'GET',
    path: '/v1/figures/report',
    input: periodSchema,
    output: z.strictObject({
      /** From the network down to the scope itself. */
      path: z.array(scopeNameSchema).min(1),
      /** Days that are not of a whole month of the period add nothing to what only months are counted by. */
      counts: sumsSchema,
      /** The same days of the year before; null = nothing is known of them. */
      before: z.nullable(sumsSchema),
      coverage: coverageSchema,
    }),
  },
  /** Key figures, one row for each day, month or year of the period for which anything is known, oldest first. */
  'figures.series': {
    method: 'GET',
    path: '/v1/figures/series',
    input: z.strictObject({ ...periodSchema.shape, grain: z.enum(grains) }),
    output: z.strictObject({ rows: z.array(z.strictObject({ period: z.string(), figures: keyFiguresSchema })) }),
  },
  /** Key figures of each part of a scope, those without any too, in the order of their names. */
  'figures.parts': {
    method: 'GET',
    path: '/v1/figures/parts',
    input: z.strictObject({ ...periodSchema.shape, by: z.enum(['commune', 'place']) }),
    output: z.strictObject({
      rows: z.array(z.strictObject({ ...scopeNameSchema.shape, figures: keyFiguresSchema, coverage: coverageSchema })),
    }),
  },
} as const;
