import { z } from 'zod';

/** Tables that a place has already: workshops, opening hours. Tried first, and every wrong line is named; taken in only when none is wrong. */

/** Fits into what the desk takes in one call; some hundred lines. */
export const mostImportChars = 50_000;

export const importKinds = ['opening', 'workshops'] as const;

export const importSchema = z.strictObject({
  kind: z.enum(importKinds),
  /** CSV as text. */
  text: z.string().max(mostImportChars),
  /** True: nothing is changed. */
  dryRun: z.boolean(),
});

export type Import = z.infer<typeof importSchema>;

export const importedSchema = z.strictObject({
  /** Lines that were understood. */
  lines: z.int().nonnegative(),
  problems: z.array(
    z.strictObject({
      line: z.int().nonnegative(),
      /** The column as the template spells it; empty where the line or the whole table is meant. */
      field: z.string(),
      found: z.string(),
      /** What would be right, in English. */
      expected: z.string(),
    }),
  ),
  /** Lines whose workstations were taken: the rest is there. Always empty in a dry run. */
  notPlaced: z.array(z.int().positive()),
  /** A table that can be filled in. */
  template: z.string(),
});

export type ImportedTable = z.infer<typeof importedSchema>;
