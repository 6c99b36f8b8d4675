/**
 * What a table of a facilitator has wrong. Every fault of every line is told at once, since who mends a table wants to mend it once.
 * Screens make their own sentence of `rule` and `accepted`; `expected` is the English one for logs and for whoever has no screen.
 */

const sentences = {
  size: () => 'at most 1 MB of text: cut the table into several files',
  lines: () => 'at most 5,000 lines: cut the table into several files',
  encoding: () => 'readable letters: save the table again as "CSV UTF-8"',
  quote: () => 'a second " that closes the quoted text; what stands below was not read',
  'column-unknown': (accepted) => `one of the columns ${accepted.join(', ')}`,
  'column-twice': () => 'each column once',
  'column-missing': (accepted) => `a column of this name; there are ${accepted.join(', ') || 'none'}`,
  'cell-beyond': (accepted) => `nothing beyond the last column (${accepted.join('')})`,
  'no-rows': () => 'a first line that names the columns, and at least one line below it',
  required: () => 'something here',
  'too-long': (accepted) => `at most ${accepted.join('')} characters`,
  unprintable: () => 'text without control characters',
  date: () => 'a day that exists, as 2026-12-01 or 01/12/2026',
  time: () => 'a time, as 14:00, 14h or 14 h 30',
  'time-jumped': () => 'a time that exists: on this day the clock jumps over it to summer time',
  'end-after-start': (accepted) => `a time after ${accepted.join('')}`,
  whole: (accepted) => `a whole number, ${accepted.join(' to ')}`,
  workstations: (accepted) =>
    `names of workstations, separated by |, or how many of them; there are ${accepted.join(', ') || 'none'}`,
  weekday: (accepted) => `a day of the week: ${accepted.join(', ')}`,
  'yes-no': (accepted) => `one of ${accepted.join(', ')}, or nothing`,
  'weekday-or-date': (accepted) => `either ${accepted.join(' or ')}, not both and not neither`,
  'closed-day': () => 'a date: a day of the week without any line is closed every week',
  'closed-hours': () => 'no hours on a day that is closed',
  'hours-apart': (accepted) => `hours that do not overlap those of line ${accepted.join(', ')}`,
  'hours-count': (accepted) => `at most ${accepted.join('')} lines for one day`,
} as const satisfies Record<string, (accepted: readonly string[]) => string>;

export type ImportRule = keyof typeof sentences;

export interface ImportProblem {
  /** Counted from 1, as a text editor does; of a record of several lines, its first. */
  readonly line: number;
  /** The column as the template spells it; empty where the line or the whole table is meant. */
  readonly field: string;
  /** What stands there, cut after 80 characters. */
  readonly found: string;
  readonly rule: ImportRule;
  /** What the rule speaks of: the columns, names, bounds or lines that its sentence mentions. */
  readonly accepted: readonly string[];
  readonly expected: string;
}

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
  accepted,
  expected: sentences[rule](accepted),
});

/** Rows of lines without a problem, and all problems in the order of their lines. */
export function imported<Value>(rows: Imported<Value>['rows'], problems: readonly ImportProblem[]): Imported<Value> {
  const wrong = new Set(problems.map(({ line }) => line));
  return {
    rows: rows.filter(({ line }) => !wrong.has(line)),
    problems: problems.toSorted((one, other) => one.line - other.line),
  };
}
