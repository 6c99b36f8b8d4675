import { cellAt, spanOf } from '../../../contract/book/cells.ts';
import type { Import, ImportedTable } from '../../../contract/book/imports.ts';
import type { PlaceSettings } from '../../../contract/desk-routes.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import type { Book } from '../book/book.ts';
import type { Clock } from '../clock.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import type { Workshops } from '../workshops/workshops.ts';
import { type Imported, problemAt } from './import-problem.ts';
import { openingTemplate, readOpeningCsv } from './opening-csv.ts';
import type { OpeningRow } from './opening-row.ts';
import { readWorkshopsCsv, type WorkshopRow, workshopsTemplate } from './workshops-csv.ts';

export interface ImportTablesParts {
  readonly settings: DeskSettings;
  readonly rules: RuleBook;
  readonly book: Book;
  readonly workshops: Workshops;
  readonly clock: Clock;
}

type Line = Imported<WorkshopRow>['rows'][number];

/** Takes in what a place has in tables. With a wrong line nothing is taken in. */
export class ImportTables {
  readonly #parts: ImportTablesParts;

  constructor(parts: ImportTablesParts) {
    this.#parts = parts;
  }

  async take({ kind, text, dryRun }: Import, by: string): Promise<ImportedTable> {
    return kind === 'opening' ? this.#opening(text, dryRun) : this.#workshops(text, { dryRun, by });
  }

  async #opening(text: string, dryRun: boolean): Promise<ImportedTable> {
    const { rules, book } = this.#parts;
    const table = fitting(readOpeningCsv(text), rules.read());
    if (!dryRun && table.problems.length === 0) {
      await rules.write(withRows(rules.read(), table.rows));
      book.hours.forget();
    }
    return told(table, [], openingTemplate);
  }

  async #workshops(text: string, { dryRun, by }: { dryRun: boolean; by: string }): Promise<ImportedTable> {
    const { settings } = this.#parts;
    const { zone } = settings.place;
    const workstations = settings.workstations.map(({ id, name }) => ({ id, name }));
    const table = readWorkshopsCsv(text, { zone, workstations });
    const notPlaced: number[] = [];
    if (!dryRun && table.problems.length === 0) {
      const series = new Map<string, string>();
      for (const line of table.rows) if (!(await this.#place(line, series, by))) notPlaced.push(line.line);
    }
    return told(table, notPlaced, workshopsTemplate);
  }

  /** Lines of one title are one series. False: its workstations are taken. */
  async #place({ value }: Line, series: Map<string, string>, by: string): Promise<boolean> {
    const { workshops } = this.#parts;
    const { title, description, audience, seats } = value;
    const workshop = series.get(title) ?? this.#begin({ title, description, audience, seats });
    if (workshop === null) return false;
    series.set(title, workshop);
    const span = spanOf(value.startsAt, value.endsAt);
    const workstations = this.#chosen(value);
    if (workstations.length === 0) return false;
    const added = await workshops.addSession({ workshop, ...span, workstations, by });
    return added.ok && added.value.made;
  }

  #begin(texts: Pick<WorkshopRow, 'title' | 'description' | 'audience' | 'seats'>): string | null {
    const written = this.#parts.workshops.write({ ...texts, seen: null });
    return written.ok ? written.value.id : null;
  }

  /** Those that are named; else as many as are wanted, or as there are seats. Empty: there are not so many free. */
  #chosen({ workstations, seats, startsAt, endsAt }: WorkshopRow): readonly string[] {
    if (workstations?.kind === 'named') return workstations.ids;
    const { book, settings } = this.#parts;
    const together = workstations?.count ?? Math.min(seats, settings.workstations.length);
    const needs = { workstation: null, features: [], together, passedOver: new Set<string>() };
    const span = spanOf(startsAt, endsAt);
    const chosen = span.from < cellAt(this.#parts.clock()) ? null : book.choice.choose(span, needs, true);
    return chosen?.found === true ? chosen.workstations : [];
  }
}

const told = ({ rows, problems }: Imported<unknown>, notPlaced: number[], template: string): ImportedTable => ({
  lines: rows.length,
  problems: [...problems],
  notPlaced,
  template,
});

/** In a place that keeps no hours a day apart means nothing, and a week that nobody wrote would close it for good. */
function fitting(table: Imported<OpeningRow>, { week }: PlaceSettings): Imported<OpeningRow> {
  const [first] = table.rows;
  if (week !== null || first === undefined || hasWeek(table.rows)) return table;
  const problem = problemAt({ line: first.line, field: 'jour', found: '' }, { rule: 'week-first' });
  return { ...table, problems: [...table.problems, problem] };
}

const hasWeek = (rows: Imported<OpeningRow>['rows']): boolean => rows.some(({ value: { kind } }) => kind === 'week');

/** Days of the week in the table take the place of the week that was; exceptions come to those that were, a day's in the place of its own. */
function withRows(settings: PlaceSettings, lines: Imported<OpeningRow>['rows']): PlaceSettings {
  const rows = lines.map(({ value }) => value);
  const week = Array.from({ length: 7 }, (_, at) =>
    rows.flatMap((row) => (row.kind === 'week' && row.weekday === at + 1 ? [{ from: row.from, to: row.to }] : [])),
  );
  const days = new Map(settings.exceptions.map((exception) => [exception.day, exception]));
  const own = new Set<string>();
  for (const row of rows) {
    if (row.kind === 'week') continue;
    const before = own.has(row.day) ? (days.get(row.day)?.hours ?? []) : [];
    own.add(row.day);
    const hours = 'closed' in row ? before : inOrder([...before, { from: row.from, to: row.to }]);
    days.set(row.day, { day: row.day, hours, reason: row.reason });
  }
  const exceptions = [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1));
  return {
    ...settings,
    week: hasWeek(lines) ? week.map(inOrder) : settings.week,
    exceptions,
    newMaintenanceCode: null,
  };
}

const inOrder = <Hours extends { readonly from: string }>(hours: readonly Hours[]): Hours[] =>
  hours.toSorted((one, other) => (one.from < other.from ? -1 : 1));
