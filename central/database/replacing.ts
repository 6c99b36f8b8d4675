import { sql, type RawBuilder } from 'kysely';

/** For `on conflict do update`: every column of `row` but its `key` gets the value that was to be inserted. */
export const replacing = (row: object, key: readonly string[]): Record<string, RawBuilder<never>> =>
  Object.fromEntries(
    Object.keys(row)
      .filter((column) => !key.includes(column))
      .map((column) => [column, sql<never>`${sql.ref(`excluded.${column}`)}`]),
  );

/** In pieces of at most `most`. */
export function* pieces<Value>(values: readonly Value[], most: number): Generator<Value[]> {
  for (let from = 0; from < values.length; from += most) yield values.slice(from, from + most);
}
