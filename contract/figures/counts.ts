import { z } from 'zod';

/**
 * The one shape of all figures: whole numbers under names, which are added and nothing else. A name is a measure, `sessions`, or one cell of a
 * one-way table of it, `sessions/access/ticket`. A day, a month, a place and a whole network are the same shape, so that what a sheet changes is
 * a difference, what a commune has is a sum, and a measure that a newer desk counts is kept and added by a central that does not know it.
 */

const word = '[a-z][a-z-]{0,39}';

/** Nothing that a person could have typed fits: no space, no colon, no second path. */
const keyPattern = new RegExp(`^${word}(/${word}/[A-Za-z0-9][A-Za-z0-9_-]{0,63})?$`);

export const countKeySchema = z.string().regex(keyPattern, 'expected a measure, or measure/dimension/value');

/** Above the most that a sheet can mean, a number is a fault. */
const mostPerSheet = 1_000_000_000;

const mostKeys = 3_000;

export const countsSchema = z
  .record(countKeySchema, z.int().nonnegative().max(mostPerSheet))
  .refine((counts) => Object.keys(counts).length <= mostKeys, `expected at most ${mostKeys} numbers`);

/** What many sheets come to: of the same form, without their limits. */
export const sumsSchema = z.record(countKeySchema, z.int().nonnegative());

/** Names without a number are 0. */
export type Counts = Readonly<Record<string, number>>;

export interface CountKey {
  readonly measure: string;
  /** Null: the measure itself. */
  readonly cell: { readonly dimension: string; readonly value: string } | null;
}

export function readKey(key: string): CountKey {
  const first = key.indexOf('/');
  const second = key.indexOf('/', first + 1);
  if (second === -1) return { measure: first === -1 ? key : key.slice(0, first), cell: null };
  return {
    measure: key.slice(0, first),
    cell: { dimension: key.slice(first + 1, second), value: key.slice(second + 1) },
  };
}

/** One name grows by `value`. */
export function addOne(to: Map<string, number>, key: string, value: number): void {
  const sum = (to.get(key) ?? 0) + value;
  if (sum === 0) to.delete(key);
  else to.set(key, sum);
}

/** `to` grows by `counts`, `times` over (-1 takes them away again); names that come to 0 are dropped. */
export function addInto(to: Map<string, number>, counts: Counts, times = 1): void {
  for (const key in counts) addOne(to, key, (counts[key] ?? 0) * times);
}

/** Names in their order: the same figures are the same bytes. Zeros are left out. */
export const countsOf = (sums: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...sums].filter(([, value]) => value !== 0).sort(([one], [other]) => (one < other ? -1 : 1)));

export function sumOf(all: Iterable<Counts>): Record<string, number> {
  const sums = new Map<string, number>();
  for (const counts of all) addInto(sums, counts);
  return countsOf(sums);
}

/** One one-way table: each value with its number, in the order of the names. */
export function tableOf(counts: Counts, measure: string, dimension: string): { value: string; count: number }[] {
  const start = `${measure}/${dimension}/`;
  return Object.entries(counts)
    .filter(([key]) => key.startsWith(start))
    .map(([key, count]) => ({ value: key.slice(start.length), count }));
}
