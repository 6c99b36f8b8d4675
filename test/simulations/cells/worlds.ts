import { unknown } from '../../../contract/figures/dimensions.ts';
import { protect } from '../../../contract/figures/suppression.ts';
import { type Sentence, sentence, type Term } from './program.ts';
import { cellOf, type ReadTable } from './reading.ts';

/** Everything that is certain about the hidden cells of a table, as sentences about whole numbers. */

/** From how many people there are: each has one value, or one at least and none twice. */
export function sumsOf({ name, people, several, told, hidden }: ReadTable): Sentence[] {
  const rest = people - sum(Object.values(told));
  const one = (value: string): Term => [1, cellOf(name, value)];
  if (!several) return [sentence(hidden.map(one), '=', rest)];
  // Whoever said something is everybody less the unknown.
  const silent = hidden.filter((value) => value === unknown).map(one);
  const spoke = people - (told[unknown] ?? 0);
  const said = hidden.filter((value) => value !== unknown).map(one);
  const mostTold = Math.max(0, ...Object.entries(told).map(([value, count]) => (value === unknown ? 0 : count)));
  return [
    ...said.map((term) => sentence([term, ...silent], '<=', spoke)),
    sentence([...said, ...silent], '>=', rest),
    ...(silent.length === 0 ? [] : [sentence(silent, '<=', spoke - mostTold)]),
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * From the rule by which desks hide (`suppression.ts`). A hidden cell is small, or nearly all have it, or it is the one that was drawn: each of the
 * three is a number that is 0 or 1.
 */
export function rulesOf(table: ReadTable): Sentence[] {
  const { name, people, threshold, told, hidden } = table;
  const cells = hidden.map((value) => cellOf(name, value));
  const each = hidden.flatMap((value) => rulesOfCell(table, value));
  const isAnyTold = Object.keys(told).length > 0;
  const drawn = sentence(
    cells.map((cell) => [1, lot(cell)]),
    isAnyTold ? '=' : '<=',
    1,
  );
  // Of no more people than the threshold nothing is told; else there must have been something to hide.
  if (people <= threshold) return [...each, drawn];
  return [
    ...each,
    drawn,
    sentence(
      cells.flatMap((cell): Term[] => [
        [1, few(cell)],
        [1, nearly(cell)],
      ]),
      '>=',
      1,
    ),
  ];
}

const lot = (cell: string): string => `${cell} drawn`;
const nearly = (cell: string): string => `${cell} nearly all`;
/** What it adds where it is small. */
const few = (cell: string): string => `${cell} few`;

function rulesOfCell({ name, people, threshold, several }: ReadTable, value: string): Sentence[] {
  const cell = cellOf(name, value);
  const canBeNearlyAll = several && value !== unknown;
  const mostDrawn = canBeNearlyAll ? Math.max(0, people - threshold) : people;
  const fewestNearlyAll = Math.max(1, people - threshold + 1);
  return [
    sentence(
      [
        [1, lot(cell)],
        [1, nearly(cell)],
      ],
      '<=',
      1,
    ),
    sentence([[1, nearly(cell)]], '<=', canBeNearlyAll ? 1 : 0),
    sentence(
      [
        [1, cell],
        [-people, lot(cell)],
        [-people, nearly(cell)],
      ],
      '<=',
      threshold - 1,
    ),
    sentence(
      [
        [1, cell],
        [-threshold, lot(cell)],
      ],
      '>=',
      0,
    ),
    sentence(
      [
        [1, cell],
        [people - mostDrawn, lot(cell)],
      ],
      '<=',
      people,
    ),
    sentence(
      [
        [1, cell],
        [-fewestNearlyAll, nearly(cell)],
      ],
      '>=',
      0,
    ),
    sentence(
      [
        [1, few(cell)],
        [-1, cell],
      ],
      '<=',
      0,
    ),
    sentence(
      [
        [1, few(cell)],
        [threshold, lot(cell)],
        [threshold, nearly(cell)],
      ],
      '<=',
      threshold,
    ),
  ];
}

/** Would the place have told the very same if this were true? `world`: what each hidden cell is. */
export function isBehind(table: ReadTable, world: ReadonlyMap<string, number>): boolean {
  const { name, people, threshold, several, told, hidden } = table;
  const counts = {
    ...told,
    ...Object.fromEntries(hidden.map((value) => [value, world.get(cellOf(name, value)) ?? 0])),
  };
  const values = Object.keys(counts);
  return values.some((drawn) => {
    const draw = (from: readonly string[]): string | undefined => (from.includes(drawn) ? drawn : from[0]);
    const same = protect({ values, counts, people, several }, { threshold, draw });
    return (
      isSame(same.told, told) && same.hidden.length === hidden.length && hidden.every((v) => same.hidden.includes(v))
    );
  });
}

const isSame = (one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([value, count]) => other[value] === count);
