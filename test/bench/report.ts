export interface BenchParts {
  readonly quick: boolean;
  /** Aborted when the person at the terminal wants it to end. */
  readonly signal: AbortSignal;
  /** Progress, one line a time. */
  readonly say: (line: string) => void;
}

export interface Report {
  /** For people; several lines. */
  readonly table: string;
  /** For machines: plain numbers in the unit that the key names. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Rejects with a sentence for people when it cannot run to its end. */
export type Bench = (parts: BenchParts) => Promise<Report>;

export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

/** Nearest rank: a value that was measured, never one between two. Rounded to a tenth. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return tenths(value);
}

export const spread = (values: readonly number[]): Spread => ({
  p50: percentile(values, 50),
  p95: percentile(values, 95),
});

export const tenths = (value: number): number => Math.round(value * 10) / 10;

/** Columns as wide as their widest cell; the first row is the heading. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const [heading = [], ...body] = rows;
  return [line(heading), rule, ...body.map(line)].join('\n');
}
