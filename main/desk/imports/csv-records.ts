import type { CsvError, InfoRecord, Options } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { type ImportProblem, problemAt } from './import-problem.ts';

/** CSV as spreadsheets write it, cut into cells. */

export interface CsvRecord {
  /** Where it begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

interface Told {
  readonly record: string[];
  readonly info: InfoRecord;
  readonly raw: string;
}

const mostBytes = 1_000_000;
const mostLines = 5_000;
const separators = [';', ',', '\t'] as const;

/**
 * Separator, byte order mark and ends of lines are found by themselves; empty lines are passed over. `rate` says how well the cells of a first line
 * please (any number, more is better): the separator that pleases most is taken.
 */
export function csvRecords(
  text: string,
  rate: (cells: readonly string[]) => number,
): { records: CsvRecord[]; problems: ImportProblem[] } {
  const even = text.replaceAll(/\r\n?/g, '\n');
  const tooMuch = beyondLimits(even);
  if (tooMuch !== null) return { records: [], problems: [tooMuch] };
  const pleases = (separator: string): number => rate(cut(firstLine(even), separator).records[0]?.cells ?? []);
  const [best] = separators.toSorted((one, other) => pleases(other) - pleases(one));
  const { records, problems } = cut(even, best ?? ';');
  return { records, problems: [...problems, ...records.flatMap(unreadable)] };
}

function beyondLimits(text: string): ImportProblem | null {
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) return problemAt({ line: 1, field: '', found: `${bytes} bytes` }, { rule: 'size' });
  const lines = text.replace(/\n+$/, '').split('\n').length;
  return lines > mostLines
    ? problemAt({ line: mostLines + 1, field: '', found: `${lines} lines` }, { rule: 'lines' })
    : null;
}

const firstLine = (text: string): string => /^\s*([^\n]*)/.exec(text)?.[1] ?? '';

function cut(text: string, separator: string): { records: CsvRecord[]; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const options = {
    bom: true,
    delimiter: separator,
    record_delimiter: '\n',
    relax_column_count: true,
    // A quote within a cell, as in 14" screens, stands for itself.
    relax_quotes: true,
    info: true,
    raw: true,
    skip_records_with_error: true,
    on_skip: (error, raw) => {
      problems.push(quoteProblem(error, raw ?? ''));
      return undefined;
    },
  } as const satisfies Options;
  // With `info` and `raw` a record is this; the package's types know only the record itself.
  const told = parse(text, options) as unknown as Told[];
  const records = told.map(({ record, info, raw }) => ({
    line: beginning(info.lines, raw),
    cells: record.map((cell) => cell.trim()),
  }));
  return { records: records.filter(({ cells }) => cells.some(Boolean)), problems };
}

/** The package tells the line on which a record ends. */
const beginning = (end: number, raw: string): number => end - (raw.replace(/\n$/, '').split('\n').length - 1);

const quoteProblem = (error: CsvError | undefined, raw: string): ImportProblem => {
  const end = Number(error?.['lines'] ?? 1);
  return problemAt({ line: beginning(end, raw), field: '', found: firstLine(raw) }, { rule: 'quote' });
};

const unreadable = ({ line, cells }: CsvRecord): ImportProblem[] =>
  cells
    .filter((cell) => cell.includes('\uFFFD'))
    .map((found) => problemAt({ line, field: '', found }, { rule: 'encoding' }));
