/**
 * Which cells of a one-way table about people may be told. A small number tells of somebody; one that is left out could be worked out from the total
 * and the others. So, as soon as one cell is small:
 *
 * - every cell under the threshold is hidden, those that are 0 too: who is hidden could be nobody;
 * - and one cell more, drawn by lot from those that are not small. Any of the hidden cells may be that one.
 *
 * What this guarantees, to whoever knows the total, the threshold and this very rule but not the lot: each hidden cell may still be small and may still
 * be large (where none of the table is large: it may have two values at least), and together the hidden ones stand for more people than the threshold
 * or for all there are. `test/contract/suppression.test.ts` tries every small table. The lot has to be the same for every revision of a table, or
 * two of them would tell more than one.
 */

export interface OneWayTable {
  /** Every value that the dimension can have here; without a number it is 0. */
  readonly values: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** One thing counted may have several values: the table does not come to the total, and no cell can be worked out from the others. */
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
  { values, counts, several }: OneWayTable,
  { threshold, draw }: { threshold: number; draw: (values: readonly string[]) => string | undefined },
): Protected {
  const countOf = (value: string): number => counts[value] ?? 0;
  const small = values.filter((value) => countOf(value) < threshold);
  const isHarmless = small.every((value) => countOf(value) === 0);
  const hidden = new Set(isHarmless ? [] : small);
  if (!isHarmless && !several) {
    const lot = draw(values.filter((value) => !hidden.has(value)));
    if (lot !== undefined) hidden.add(lot);
  }
  const told = values.filter((value) => !hidden.has(value) && countOf(value) > 0);
  return {
    told: Object.fromEntries(told.map((value) => [value, countOf(value)])),
    hidden: values.filter((value) => hidden.has(value)),
  };
}
