import type { Temporal } from 'temporal-polyfill';
import { date, endTime, optional, shortText, time, weekday, yesOrNo } from './cells.ts';
import { csvTable, type TableRow } from './csv-table.ts';
import { type Fault, imported, type Imported, type ImportProblem } from './import-problem.ts';
import { hoursThatMeet, type OpeningRow } from './opening-row.ts';
import { cellProblem, readRow, type Readers } from './read-row.ts';

const columnOf = {
  weekday: { key: 'weekday', names: ['jour'], required: false },
  day: { key: 'day', names: ['date'], required: false },
  from: { key: 'from', names: ['de'], required: true },
  to: { key: 'to', names: ['à'], required: true },
  closed: { key: 'closed', names: ['fermé'], required: false },
  reason: { key: 'reason', names: ['motif'], required: false },
} as const;

type ColumnName = keyof typeof columnOf;

const columns = Object.values(columnOf);

interface Values extends Record<ColumnName, unknown> {
  readonly weekday: number | null;
  readonly day: Temporal.PlainDate | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly closed: boolean;
  readonly reason: string;
}

const readers: Readers<ColumnName, Values> = {
  weekday: optional(null, weekday),
  day: optional(null, date),
  from: optional(null, time),
  to: optional(null, endTime),
  closed: optional(false, yesOrNo),
  reason: optional('', shortText(120)),
};

/**
 * Reads a table of opening hours, one stretch or one closed day a line; `openingTemplate` shows its columns. Every fault of every line is told, hours
 * that overlap included; nothing throws.
 */
export function readOpeningCsv(text: string): Imported<OpeningRow> {
  const table = csvTable<ColumnName>(text, columns);
  const read = table.rows.map((row) => {
    const { values, problems } = readRow(row, columns, readers);
    return { row, value: openingOf(values), problems: [...problems, ...faultsTogether(row, values)] };
  });
  const wrong = [...table.problems, ...read.flatMap(({ problems }) => problems)];
  const whole = imported(
    read.flatMap(({ row: { line }, value }) => (value === null ? [] : [{ line, value }])),
    wrong,
  );
  const rowAt = new Map(read.map(({ row }) => [row.line, row]));
  const met = hoursThatMeet(whole.rows).flatMap(({ line, fault }) => {
    const row = rowAt.get(line);
    return row === undefined ? [] : [cellProblem(row, columnOf.from, fault)];
  });
  return imported(whole.rows, [...wrong, ...met]);
}

/** Null: something is missing, which `faultsTogether` names. */
function openingOf({ weekday, day, from, to, closed, reason = '' }: Partial<Values>): OpeningRow | null {
  if (day && closed) return { kind: 'exception', day: day.toString(), closed: true, reason };
  if (!from || !to) return null;
  if (day) return { kind: 'exception', day: day.toString(), from, to, reason };
  return weekday ? { kind: 'week', weekday, from, to } : null;
}

/** What each cell alone does not show. A cell that could not be read is missing from the values: nothing more is said of it. */
function faultsTogether(row: TableRow<ColumnName>, values: Partial<Values>): ImportProblem[] {
  const { weekday, day } = values;
  const at = (column: ColumnName, fault: Fault): ImportProblem => cellProblem(row, columnOf[column], fault);
  const which: ImportProblem[] =
    weekday !== undefined && day !== undefined && (weekday === null) === (day === null)
      ? [at('weekday', { rule: 'weekday-or-date', accepted: ['jour', 'date'] })]
      : [];
  return [...which, ...(values.closed === true ? closedFaults(at, values) : openFaults(at, values))];
}

type At = (column: ColumnName, fault: Fault) => ImportProblem;

function closedFaults(at: At, { weekday, day, from, to }: Partial<Values>): ImportProblem[] {
  return [
    ...(weekday && day === null ? [at('closed', { rule: 'closed-day' })] : []),
    ...(from ? [at('from', { rule: 'closed-hours' })] : []),
    ...(to ? [at('to', { rule: 'closed-hours' })] : []),
  ];
}

function openFaults(at: At, { closed, from, to }: Partial<Values>): ImportProblem[] {
  if (closed === undefined) return [];
  return [
    ...(from === null ? [at('from', { rule: 'required' })] : []),
    ...(to === null ? [at('to', { rule: 'required' })] : []),
    ...(from && to && to <= from ? [at('to', { rule: 'end-after-start', accepted: [from] })] : []),
  ];
}

/** To be filled in: a week with a break at noon, a day that closes early and one that is closed. For spreadsheets, which look for the mark in front. */
export const openingTemplate = `\uFEFF${[
  ['jour', 'date', 'de', 'à', 'fermé', 'motif'],
  ['mardi', '', '09:00', '12:00', '', ''],
  ['mardi', '', '14 h', '17 h 30', '', ''],
  ['mercredi', '', '10:00', '18:00', '', ''],
  ['', '2026-12-24', '09:00', '12:00', '', 'Veille de Noël'],
  ['', '25/12/2026', '', '', 'oui', 'Noël'],
]
  .map((cells) => cells.join(';'))
  .join('\r\n')}\r\n`;
