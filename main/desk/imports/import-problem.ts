import type { ImportedTable, ImportRule } from '../../../contract/book/imports.ts';

/** What a table of a facilitator has wrong. Every fault of every line is told at once, since who mends a table wants to mend it once. */
export type ImportProblem = ImportedTable['problems'][number];

/** What was read of a table, and what was wrong with it. A dry run shows both; an import takes the rows only when nothing was wrong. */
export interface Imported<Value> {
  readonly rows: readonly { readonly line: number; readonly value: Value }[];
  readonly problems: readonly ImportProblem[];
}

/** What is wrong, before it is known where. */
export interface Fault {
  readonly rule: ImportRule;
  readonly accepted?: readonly string[];
  /** When it is only a part of the cell. */
  readonly found?: string;
}

export const problemAt = (
  at: { readonly line: number; readonly field: string; readonly found: string },
  { rule, accepted = [], found = at.found }: Fault,
): ImportProblem => ({
  line: at.line,
  field: at.field,
  found: found.slice(0, 80).toWellFormed(),
  rule,
  accepted: [...accepted],
});

/** Rows of lines without a problem, and all problems in the order of their lines. */
export function imported<Value>(rows: Imported<Value>['rows'], problems: readonly ImportProblem[]): Imported<Value> {
  const wrong = new Set(problems.map(({ line }) => line));
  return {
    rows: rows.filter(({ line }) => !wrong.has(line)),
    problems: problems.toSorted((one, other) => one.line - other.line),
  };
}
