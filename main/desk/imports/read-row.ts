import type { Cell } from './cells.ts';
import type { Column, TableRow } from './csv-table.ts';
import { type Fault, type ImportProblem, problemAt } from './import-problem.ts';

/** How each column of a table is read. */
export type Readers<Name extends string, Values extends Record<Name, unknown>> = {
  readonly [Key in Name]: (text: string) => Cell<Values[Key]>;
};

/** A row with what could be read of it, to which further checks add what they find. */
export interface RowRead<Values> {
  readonly values: Partial<Values>;
  readonly problems: ImportProblem[];
}

/** Reads every cell of a row, also after a wrong one. */
export function readRow<Name extends string, Values extends Record<Name, unknown>>(
  { line, cells }: TableRow<Name>,
  columns: readonly Column<Name>[],
  readers: Readers<Name, Values>,
): RowRead<Values> {
  const values: Partial<Values> = {};
  const problems: ImportProblem[] = [];
  for (const { key, names } of columns) {
    const found = cells[key];
    const cell = readers[key](found);
    if (cell.ok) values[key] = cell.value;
    else problems.push(problemAt({ line, field: names[0], found }, cell.fault));
  }
  return { values, problems };
}

/** A fault that shows only when cells are read together, told of one of them. */
export function cellProblem<Name extends string>(
  { line, cells }: TableRow<Name>,
  { key, names }: Column<Name>,
  fault: Fault,
): ImportProblem {
  return problemAt({ line, field: names[0], found: cells[key] }, fault);
}
