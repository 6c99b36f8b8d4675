import type { Entry } from '../../../contract/book/entries.ts';
import type { Board } from './grid-cursor.svelte.ts';

/** What stands on the rows of a day, each entry once, by its beginning and then by workstation. */
export function listed({ rows }: Board): Entry[] {
  const places = new Map(rows.map(({ id }, place) => [id, place]));
  const first = ({ workstations }: Entry): number => Math.min(...workstations.map((id) => places.get(id) ?? Infinity));
  const entries = new Map(rows.flatMap(({ blocks }) => blocks.map(({ entry }) => [entry.id, entry] as const)));
  return [...entries.values()].toSorted(
    (one, other) => one.startsAt.localeCompare(other.startsAt) || first(one) - first(other),
  );
}
