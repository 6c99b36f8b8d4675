import { type CsvRecord, csvRecords } from './csv-records.ts';
import { type Fault, type ImportProblem, problemAt } from './import-problem.ts';
import { plain } from './plain-words.ts';

/** A column by its names; the first is how the template spells it. Capitals, accents and order do not matter. */
export interface Column<Name extends string> {
  readonly key: Name;
  readonly names: readonly [string, ...string[]];
  readonly required: boolean;
}

export interface TableRow<Name extends string> {
  readonly line: number;
  /** Empty where the line has nothing, or the table no such column. */
  readonly cells: Readonly<Record<Name, string>>;
}

export interface Table<Name extends string> {
  readonly rows: readonly TableRow<Name>[];
  readonly problems: readonly ImportProblem[];
}

/** Reads a table whose first line names its columns. No row is judged while a column is missing: each would lack the same. */
export function csvTable<Name extends string>(text: string, columns: readonly Column<Name>[]): Table<Name> {
  const known = new Map(columns.flatMap(({ key, names }) => names.map((name) => [plain(name), key])));
  const { records, problems } = csvRecords(text, (cells) => cells.filter((cell) => known.has(plain(cell))).length);
  const [head, ...body] = records;
  if (head === undefined || body.length === 0)
    return { rows: [], problems: problems.length > 0 ? problems : [emptyTable] };
  const keys = head.cells.map((cell) => known.get(plain(cell)) ?? null);
  const missing = missingColumns(head, keys, columns);
  return {
    rows: missing.length > 0 ? [] : body.map((record) => rowOf(record, keys, columns)),
    problems: [
      ...problems,
      ...oddColumns(head, keys, columns),
      ...missing,
      ...body.flatMap((record) => cellsBeyond(record, head)),
    ],
  };
}

const emptyTable = problemAt({ line: 1, field: '', found: '' }, { rule: 'no-rows' });

function missingColumns<Name extends string>(
  { line, cells }: CsvRecord,
  keys: readonly (Name | null)[],
  columns: readonly Column<Name>[],
): ImportProblem[] {
  const accepted = cells.filter(Boolean);
  return columns
    .filter(({ key, required }) => required && !keys.includes(key))
    .map(({ names: [field] }) => problemAt({ line, field, found: '' }, { rule: 'column-missing', accepted }));
}

/** Columns that nobody knows, and columns that are there twice. Spreadsheets leave empty ones at the end: those are nothing. */
function oddColumns<Name extends string>(
  { line, cells }: CsvRecord,
  keys: readonly (Name | null)[],
  columns: readonly Column<Name>[],
): ImportProblem[] {
  const accepted = columns.flatMap(({ names }) => names);
  return cells.flatMap((found, index) => {
    if (found === '') return [];
    const key = keys[index] ?? null;
    const fault: Fault | null = key === null ? { rule: 'column-unknown', accepted } : null;
    const isTwice = key !== null && keys.indexOf(key) < index;
    if (fault === null && !isTwice) return [];
    return [problemAt({ line, field: found, found }, fault ?? { rule: 'column-twice' })];
  });
}

/** An unquoted separator within a text moves all that follows: what stands under no name says so. */
function cellsBeyond({ line, cells }: CsvRecord, head: CsvRecord): ImportProblem[] {
  const last = head.cells.findLast(Boolean) ?? '';
  return cells.flatMap((found, index) =>
    found !== '' && (head.cells[index] ?? '') === ''
      ? [problemAt({ line, field: '', found }, { rule: 'cell-beyond', accepted: [last] })]
      : [],
  );
}

function rowOf<Name extends string>(
  { line, cells }: CsvRecord,
  keys: readonly (Name | null)[],
  columns: readonly Column<Name>[],
): TableRow<Name> {
  const named = columns.map(({ key }) => [key, cells[keys.indexOf(key)] ?? '']);
  return { line, cells: Object.fromEntries(named) as Record<Name, string> };
}
