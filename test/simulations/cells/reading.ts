import { type Counts, readKey } from '../../../contract/figures/counts.ts';
import { unknown } from '../../../contract/figures/dimensions.ts';
import { type MeasureName, measures } from '../../../contract/figures/measures.ts';

/** What somebody reads who looks for what a place has hidden: one table of one place's month. */
export interface ReadTable {
  /** Place, month and dimension; cells are named after it. */
  readonly name: string;
  /** Helped by a facilitator. Attendances of workshops stand with the unknown, and are told: they are taken away again. */
  readonly people: number;
  readonly threshold: number;
  readonly several: boolean;
  readonly told: Readonly<Record<string, number>>;
  readonly hidden: readonly string[];
}

/** A support of which nothing at all is said is none: in at least one table everybody is somewhere else than with the unknown. */
export interface Silence {
  /** Those of the unknown that are hidden. */
  readonly cells: readonly string[];
  /** They come to this at most. */
  readonly most: number;
}

/** What is told of one place's month. */
export interface ReadMonth {
  readonly tables: readonly ReadTable[];
  readonly silence: Silence;
}

export const measure = 'supports' satisfies MeasureName;
export const hiddenMeasure = `${measure}-hidden`;

export const cellOf = (table: string, value: string): string => `${table}/${value}`;

/** `counts`: all that is told of one place in one month. Tables without anything hidden are left out. */
export function readMonth(counts: Counts, { name, threshold }: { name: string; threshold: number }): ReadMonth {
  const workshop = counts[`${measure}/kind/workshop`] ?? 0;
  const people = (counts[measure] ?? 0) - workshop;
  const all = dimensions.map((dimension): ReadTable => {
    const told = cellsOf(counts, { of: measure, dimension })
      .map(([value, count]) => [value, value === unknown ? count - workshop : count] as const)
      .filter(([, count]) => count > 0);
    const several = measures[measure].several?.includes(dimension) ?? false;
    return {
      ...{ name: `${name} ${dimension}`, people, threshold, several, told: Object.fromEntries(told) },
      hidden: cellsOf(counts, { of: hiddenMeasure, dimension }).map(([value]) => value),
    };
  });
  const toldSilent = all.reduce((sum, { told }) => sum + (told[unknown] ?? 0), 0);
  return {
    tables: all.filter(({ hidden }) => hidden.length > 0),
    silence: {
      cells: all.flatMap((table) => (table.hidden.includes(unknown) ? [cellOf(table.name, unknown)] : [])),
      most: (all.length - 1) * people - toldSilent,
    },
  };
}

/** The others: `kind` says nothing of anybody and is told. */
const dimensions = measures[measure].by.filter((dimension) => dimension !== 'kind');

const cellsOf = (counts: Counts, { of, dimension }: { of: string; dimension: string }): [string, number][] =>
  Object.entries(counts).flatMap(([key, count]) => {
    const { measure: name, cell } = readKey(key);
    return name === of && cell?.dimension === dimension ? [[cell.value, count]] : [];
  });
