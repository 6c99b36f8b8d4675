import loadHighs from 'highs';

/** Whole numbers that are not known, and sentences about them that are. */

export type Term = readonly [times: number, name: string];

export interface Sentence {
  readonly terms: readonly Term[];
  readonly is: '<=' | '=' | '>=';
  readonly than: number;
}

export const sentence = (terms: readonly Term[], is: Sentence['is'], than: number): Sentence => ({ terms, is, than });

const highs = await loadHighs();

/** Numbers that fit all sentences and make `most` as large as it can be; null = there are none. Numbers are whole and between 0 and `largest`. */
export function solve({
  sentences,
  most,
  largest,
}: {
  readonly sentences: readonly Sentence[];
  readonly most: readonly Term[];
  readonly largest: number;
}): Map<string, number> | null {
  const names = new Map<string, string>();
  const short = (name: string): string => {
    const known = names.get(name) ?? `x${names.size}`;
    names.set(name, known);
    return known;
  };
  const sum = (terms: readonly Term[]): string =>
    terms.map(([times, name]) => `${times < 0 ? '-' : '+'} ${Math.abs(times)} ${short(name)}`).join(' ');
  const rows = sentences.map(({ terms, is, than }, number) => ` r${number}: ${sum(terms)} ${is} ${than}`);
  const goal = most.length === 0 ? '' : sum(most);
  const all = [...names.values()];
  const text = [
    ...['Maximize', ` goal: ${goal}`, 'Subject To', ...rows],
    ...['Bounds', ...all.map((name) => ` 0 <= ${name} <= ${largest}`), 'General', ` ${all.join(' ')}`, 'End'],
  ].join('\n');
  const { Status: status, Columns: columns } = highs.solve(text, { output_flag: false });
  if (status === 'Infeasible') return null;
  if (status !== 'Optimal') throw new Error(`the solver could not tell: ${status}`);
  return new Map(
    [...names].map(([name, known]) => {
      const column = columns[known];
      return [name, column !== undefined && 'Primal' in column ? Math.round(column.Primal) : 0];
    }),
  );
}
