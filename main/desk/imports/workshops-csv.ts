import { Temporal } from 'temporal-polyfill';
import {
  date,
  longText,
  type NamedWorkstation,
  needed,
  optional,
  shortText,
  time,
  type WantedWorkstations,
  wholeNumber,
  workstationsAmong,
} from './cells.ts';
import { csvTable, type TableRow } from './csv-table.ts';
import { imported, type Imported, type ImportProblem } from './import-problem.ts';
import { cellProblem, readRow, type Readers } from './read-row.ts';

/** One meeting of a workshop. Instants in epoch milliseconds. */
export interface WorkshopRow {
  readonly title: string;
  readonly description: string;
  readonly audience: string;
  readonly seats: number;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Null: the table does not say. */
  readonly workstations: WantedWorkstations | null;
}

export interface WorkshopPlace {
  /** IANA zone of the place: the table's times stand on its wall clock. */
  readonly zone: string;
  readonly workstations: readonly NamedWorkstation[];
}

const columnOf = {
  title: { key: 'title', names: ['atelier', 'titre'], required: true },
  description: { key: 'description', names: ['description'], required: false },
  day: { key: 'day', names: ['date'], required: true },
  start: { key: 'start', names: ['début'], required: true },
  end: { key: 'end', names: ['fin'], required: true },
  seats: { key: 'seats', names: ['places'], required: true },
  workstations: { key: 'workstations', names: ['postes'], required: false },
  audience: { key: 'audience', names: ['public'], required: false },
  // Tables of other programs have it. Whose name stands there is nothing that a workshop keeps: it is read past.
  facilitator: { key: 'facilitator', names: ['animateur', 'animatrice'], required: false },
} as const;

type ColumnName = keyof typeof columnOf;

const columns = Object.values(columnOf);

interface Values extends Record<ColumnName, unknown> {
  readonly title: string;
  readonly description: string;
  readonly day: Temporal.PlainDate;
  readonly start: string;
  readonly end: string;
  readonly seats: number;
  readonly workstations: WantedWorkstations | null;
  readonly audience: string;
  readonly facilitator: null;
}

/** Reads a table of workshops, one meeting a line; `workshopsTemplate` shows its columns. Every fault of every line is told; nothing throws. */
export function readWorkshopsCsv(text: string, { zone, workstations }: WorkshopPlace): Imported<WorkshopRow> {
  const table = csvTable<ColumnName>(text, columns);
  const readers: Readers<ColumnName, Values> = {
    title: needed(shortText(120)),
    description: optional('', longText(2000)),
    day: needed(date),
    start: needed(time),
    end: needed(time),
    seats: needed(wholeNumber(1, 200)),
    workstations: optional(null, workstationsAmong(workstations)),
    audience: optional('', shortText(120)),
    facilitator: () => ({ ok: true, value: null }),
  };
  const read = table.rows.map((row) => {
    const { values, problems } = readRow(row, columns, readers);
    const times = timesOf(row, values, zone);
    return { line: row.line, value: { ...values, ...times.values }, problems: [...problems, ...times.problems] };
  });
  return imported(
    read.flatMap(({ line, value }) => (isWhole(value) ? [{ line, value: workshopOf(value) }] : [])),
    [...table.problems, ...read.flatMap(({ problems }) => problems)],
  );
}

interface Times {
  readonly startsAt: number;
  readonly endsAt: number;
}

type WholeRow = Values & Times;

const isWhole = (value: Partial<WholeRow>): value is WholeRow =>
  [...Object.keys(columnOf), 'startsAt', 'endsAt'].every((key) => key in value);

const workshopOf = (row: WholeRow): WorkshopRow => ({
  title: row.title,
  description: row.description,
  audience: row.audience,
  seats: row.seats,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  workstations: row.workstations,
});

/** Both ends as instants, in their order. */
function timesOf(
  row: TableRow<ColumnName>,
  { day, start, end }: Partial<Values>,
  zone: string,
): { values: Partial<Times>; problems: ImportProblem[] } {
  const [startsAt, endsAt] = [start, end].map((time) => (day && time ? instantOn(day, time, zone) : undefined));
  const jumped = { rule: 'time-jumped' } as const;
  const problems = [
    ...(startsAt === null ? [cellProblem(row, columnOf.start, jumped)] : []),
    ...(endsAt === null ? [cellProblem(row, columnOf.end, jumped)] : []),
    ...orderProblems(row, start, end),
  ];
  return { values: startsAt && endsAt ? { startsAt, endsAt } : {}, problems };
}

const orderProblems = (row: TableRow<ColumnName>, start?: string, end?: string): ImportProblem[] =>
  start && end && end <= start ? [cellProblem(row, columnOf.end, { rule: 'end-after-start', accepted: [start] })] : [];

/** Null: on this day the clock jumps over the time. Of a time that comes twice, the first. */
function instantOn(day: Temporal.PlainDate, time: string, zone: string): number | null {
  const wall = day.toPlainDateTime(Temporal.PlainTime.from(time));
  const moment = wall.toZonedDateTime(zone);
  return moment.toPlainDateTime().equals(wall) ? moment.epochMilliseconds : null;
}

/** To be filled in: two lines show how, with workstations by number so that it fits every place. For spreadsheets, which look for the mark in front. */
export const workshopsTemplate = `\uFEFF${[
  ['atelier', 'description', 'date', 'début', 'fin', 'places', 'postes', 'public'],
  ['Premiers pas sur Internet', 'Ouvrir un site, chercher, revenir', '2026-12-01', '14:00', '16:00', '8', '1', 'Tous'],
  ['Photos : trier et garder', '"Copier, ranger ; sauvegarder"', '02/12/2026', '9 h 30', '11h', '6', '', 'Adultes'],
]
  .map((cells) => cells.join(';'))
  .join('\r\n')}\r\n`;
