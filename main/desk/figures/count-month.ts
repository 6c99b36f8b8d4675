import { countsOf } from '../../../contract/figures/counts.ts';
import { type Dimension, dimensions, unknown } from '../../../contract/figures/dimensions.ts';
import { cell, measures } from '../../../contract/figures/measures.ts';
import { type Protected, protect } from '../../../contract/figures/suppression.ts';
import type { ToldSupport } from '../supports/supports.ts';

/** Everything that a month's figures are counted from. */
export interface MonthRecords {
  readonly supports: readonly ToldSupport[];
  /** People who were seen at a workshop, once for each session of it: of them nothing else is known. */
  readonly attendances: number;
  /** Whom the place knows and saw, and those of them whom it had never seen; null where it keeps nobody. */
  readonly visitors: { readonly seen: number; readonly fresh: number } | null;
  /** Codes of the communes that the place lists. */
  readonly communes: readonly string[];
  /** What counts fewer people than this does not leave the place. */
  readonly threshold: number;
  /** A number for a name, the same each time, that nobody else can work out. */
  readonly lotOf: (name: string) => string;
}

export interface MonthFigures {
  readonly counts: Record<string, number>;
  readonly hidden: string[];
  readonly threshold: number;
}

/** Counts a month, by the definitions in contract/figures; "unknown" is said for whoever was not asked, and small cells stay here. */
export function countMonth(records: MonthRecords): MonthFigures {
  const { supports, attendances, visitors, threshold } = records;
  const all = supports.length + attendances;
  const counts = new Map<string, number>(all === 0 ? [] : [['supports', all]]);
  const hidden: string[] = [];
  for (const dimension of all === 0 ? [] : measures.supports.by) {
    const table = dimension === 'kind' ? kinds(records) : protectedTable(records, dimension);
    for (const [value, count] of Object.entries(table.told)) counts.set(cell('supports', dimension, value), count);
    hidden.push(...table.hidden.map((value) => cell('supports', dimension, value)));
  }
  if (visitors !== null) counts.set('visitors', visitors.seen).set('new-visitors', visitors.fresh);
  return { counts: countsOf(counts), hidden: hidden.sort(), threshold };
}

/** Days tell as much: it says nothing of anybody. */
const kinds = ({ supports, attendances }: MonthRecords): Protected => ({
  told: { individual: supports.length, workshop: attendances },
  hidden: [],
});

/**
 * Of those alone whom a facilitator helped: how many attended workshops is told, so that nobody can be hidden among them. They are added to the
 * unknown where it is told.
 */
function protectedTable(records: MonthRecords, dimension: Dimension): Protected {
  const { supports, attendances, threshold } = records;
  const counts = saidOf(supports, dimension);
  const several = measures.supports.several?.includes(dimension) ?? false;
  const listed = listedValues(records, dimension).filter(
    (value) => value !== unknown || canBeUnknown(records, dimension),
  );
  const values = [...new Set([...listed, ...Object.keys(counts)])];
  const { told, hidden } = protect(
    { values, counts, people: supports.length, several },
    { threshold, draw: drawFor(records, dimension) },
  );
  if (attendances === 0 || hidden.includes(unknown)) return { told, hidden };
  return { told: { ...told, [unknown]: (told[unknown] ?? 0) + attendances }, hidden };
}

function saidOf(supports: readonly ToldSupport[], dimension: Dimension): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const support of supports)
    for (const value of saysOf(support, dimension)) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/**
 * Whoever nothing at all is said of is no support. Where the other tables tell that nobody answers them, all have answered this one: that none are
 * unknown is then no secret, and none to count on.
 */
function canBeUnknown({ supports, threshold }: MonthRecords, dimension: Dimension): boolean {
  const others = measures.supports.by.filter((other) => other !== dimension);
  return (
    supports.length <= threshold ||
    supports.some((support) => others.some((other) => !saysOf(support, other).includes(unknown)))
  );
}

/** Whoever has the greatest number has drawn it; the others may come and go. */
const drawFor =
  ({ lotOf }: MonthRecords, dimension: Dimension) =>
  (values: readonly string[]): string | undefined =>
    values
      .map((value) => ({ value, lot: lotOf(`${dimension}/${value}`) }))
      .toSorted((one, other) => (one.lot < other.lot ? 1 : -1))[0]?.value;

function listedValues({ communes }: MonthRecords, dimension: Dimension): readonly string[] {
  const values: readonly string[] | RegExp = dimensions[dimension];
  return values instanceof RegExp ? [...communes, 'elsewhere', unknown] : values;
}

const orUnknown = (values: readonly string[]): readonly string[] => (values.length === 0 ? [unknown] : values);

const sayings: Partial<Record<Dimension, (support: ToldSupport) => readonly string[]>> = {
  topic: ({ topics }) => orUnknown(topics),
  equipment: ({ equipment }) => orUnknown(equipment),
  autonomy: ({ autonomy }) => [autonomy ?? unknown],
  gender: ({ gender }) => [gender ?? unknown],
  age: ({ age }) => [age ?? unknown],
  status: ({ status }) => [status ?? unknown],
  commune: ({ commune }) => [commune ?? unknown],
  referral: ({ referral }) => [referral ?? unknown],
};

const saysOf = (support: ToldSupport, dimension: Dimension): readonly string[] =>
  sayings[dimension]?.(support) ?? [unknown];
