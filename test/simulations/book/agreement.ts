import type { Slice } from '../../../contract/desk-link.ts';
import { cellAt } from '../../../contract/book/cells.ts';
import type { Place, Seat } from './place.ts';

/** What desk and kiosks must agree on when everything works again; null = they do. */
export function whatDiffers(place: Place): string | null {
  return (
    overlappingHolds(place) ?? place.seats.map((seat) => unlikeIn(place, seat)).find((one) => one !== null) ?? null
  );
}

/** Live holds, compared pair by pair. */
function overlappingHolds({ store }: Place): string | null {
  const pair = store
    .prepare<[], { one: number; other: number }>(
      `SELECT one.id AS one, other.id AS other FROM holds AS one JOIN holds AS other
         ON one.workstation = other.workstation AND one.id < other.id
         AND one.from_cell < other.to_cell AND other.from_cell < one.to_cell
       WHERE one.released_at IS NULL AND other.released_at IS NULL`,
    )
    .get();
  return pair === undefined ? null : `live holds ${pair.one} and ${pair.other} overlap`;
}

function unlikeIn(place: Place, seat: Seat): string | null {
  return lostFact(place, seat) ?? otherSlice(place, seat) ?? unknownSession(place, seat);
}

/** Everything that the kiosk ever wrote down is in the desk's book, as it was written. */
function lostFact({ store }: Place, { id, name, memory }: Seat): string | null {
  const kept = store
    .prepare<[string], { seq: number; body: string }>('SELECT seq, body FROM facts WHERE workstation = ? ORDER BY seq')
    .all(id);
  const lost = memory.recorded.find(({ seq, fact }) => kept[seq - 1]?.body !== JSON.stringify(fact));
  if (lost !== undefined) return `${name}: fact ${lost.seq} (${lost.fact.kind}) is not in the book`;
  return kept.length > memory.recorded.length ? `${name}: the book has a fact that never was` : null;
}

function otherSlice({ desk, settings }: Place, { id, name, life }: Seat): string | null {
  const workstation = settings.workstations.find((one) => one.id === id);
  if (desk === null || workstation === undefined) return `${name}: nobody to agree with`;
  const given: Slice = desk.slices()(workstation);
  return JSON.stringify(given) === JSON.stringify(life?.slice)
    ? null
    : `${name}: holds another slice than the desk gives: ${JSON.stringify(life?.slice)} not ${JSON.stringify(given)}`;
}

/** Each session has its place on the timeline: a booking that it came for, or cells where it began. */
function unknownSession({ store }: Place, { id, name, memory }: Seat): string | null {
  const standing = store.prepare<[string, string | null, number, number], { entry: string }>(
    `SELECT entry FROM holds WHERE workstation = ? AND ((ticket = ? AND arrived_at IS NOT NULL) OR (from_cell <= ? AND to_cell > ?))`,
  );
  for (const { fact } of memory.recorded) {
    if (fact.kind !== 'session-started' || fact.charterVersion === 0) continue;
    const cell = cellAt(Date.parse(fact.at));
    if (standing.get(id, fact.ticket, cell, cell) === undefined) {
      return `${name}: the session of ${fact.at} stands nowhere in the book`;
    }
  }
  return null;
}
