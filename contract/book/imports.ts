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

/** What a table keeps to. */
export const importRules = [
  ...([
    'size',
    'lines',
    'encoding',
    'quote',
    'column-unknown',
    'column-twice',
    'column-missing',
    'cell-beyond',
  ] as const),
  ...(['no-rows', 'required', 'too-long', 'unprintable', 'date', 'time', 'time-jumped', 'end-after-start'] as const),
  ...(['whole', 'workstations', 'weekday', 'yes-no', 'weekday-or-date', 'closed-day', 'closed-hours'] as const),
  ...(['hours-apart', 'hours-count', 'week-first'] as const),
] as const;

export type ImportRule = (typeof importRules)[number];

export const importedSchema = z.strictObject({
  /** Lines that were understood. */
  lines: z.int().nonnegative(),
  problems: z.array(
    z.strictObject({
      /** Counted from 1, as a text editor does; of a record of several lines, its first. 0: the whole table. */
      line: z.int().nonnegative(),
      /** The column as the template spells it; empty where the line or the whole table is meant. */
      field: z.string(),
      /** What stands there, cut after 80 characters. */
      found: z.string(),
      rule: z.enum(importRules),
      /** What the rule speaks of: the columns, names, bounds or lines that its sentence mentions. */
      accepted: z.array(z.string()),
    }),
  ),
  /** Lines whose workstations were taken: the rest is there. Always empty in a dry run. */
  notPlaced: z.array(z.int().positive()),
  /** A table that can be filled in. */
  template: z.string(),
});

export type ImportedTable = z.infer<typeof importedSchema>;
