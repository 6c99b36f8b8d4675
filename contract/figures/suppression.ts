import { unknown } from './dimensions.ts';

/**
 * Which cells of a one-way table about people may be told. A small number tells of somebody; one that is left out could be worked out from the total
 * and the others. So, as soon as one cell is small:
 *
 * - every cell under the threshold is hidden, those that are 0 too: who is hidden could be nobody;
 * - and one cell more, drawn by lot from those that are not small. Any of the hidden cells may be that one.
 *
 * Where one person may have several values, whoever knows how many there are also knows how many do not have one: a value that all of them have but a
 * few is as telling as one that a few have, and hidden like it. And of no more people than the threshold nothing is told at all.
 *
 * What this guarantees, against whoever knows how many people there are, the threshold and this very rule but not the lot: each hidden cell may have
 * two values at least, and together the hidden ones stand for more people than the threshold or for all there are. `test/contract/suppression.test.ts`
 * tries every small table, `test/attacks` what central tells of a whole network. The lot has to be the same for every revision of a table, or two of
 * them would tell more than one. What this does not guarantee: whoever keeps a month as it was before a correction, and knows that the correction was
 * about one person, may find out what it said.
 */

export interface OneWayTable {
  /** Every value that the dimension can have here; without a number it is 0. */
  readonly values: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** How many were counted. */
  readonly people: number;
  /** One thing counted may have several values (all but "unknown", which it has alone): the table comes to more than there are people. */
  readonly several: boolean;
}

export interface Protected {
  /** In the order of `values`; zeros are left out. */
  readonly told: Readonly<Record<string, number>>;
  /** Empty: what is not told is 0. */
  readonly hidden: readonly string[];
}

/** `threshold`: the smallest number that may be told. `draw`: a lot for these values; the same values give the same one. */
export function protect(
  { values, counts, people, several }: OneWayTable,
  { threshold, draw }: { threshold: number; draw: (values: readonly string[]) => string | undefined },
): Protected {
  const countOf = (value: string): number => counts[value] ?? 0;
  const isNearlyAll = (value: string): boolean => several && value !== unknown && people - countOf(value) < threshold;
  const isTelling = (value: string): boolean => countOf(value) < threshold || isNearlyAll(value);
  const isHarmless =
    people === 0 || (people > threshold && values.every((value) => countOf(value) === 0 || !isTelling(value)));
  const hidden = new Set(isHarmless ? [] : values.filter(isTelling));
  if (!isHarmless) {
    const lot = draw(values.filter((value) => !hidden.has(value)));
    if (lot !== undefined) hidden.add(lot);
  }
  const told = values.filter((value) => !hidden.has(value) && countOf(value) > 0);
  return {
    told: Object.fromEntries(told.map((value) => [value, countOf(value)])),
    hidden: values.filter((value) => hidden.has(value)),
  };
}
