import type { Timeline } from '../../../contract/book/book-routes.ts';
import { cellAt, cellFrom, type CellSpan, overlap } from '../../../contract/book/cells.ts';
import type { Entry } from '../../../contract/book/entries.ts';
import { type DayGrid, spanOfEntry } from './day-grid.ts';

/** An entry on one workstation. */
export interface Block {
  readonly entry: Entry;
  readonly span: CellSpan;
  /** Nobody came, and something else has been put in its place: drawn below that. */
  readonly under: boolean;
}

/** One workstation on one day. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly room: string;
  readonly features: readonly string[];
  /** In the order of their beginning. */
  readonly blocks: readonly Block[];
  /** Here nothing can be promised, since the kiosk is away and may give the time itself; null = anything can. */
  readonly offline: CellSpan | null;
}

/** The rows of a day, in the order of the place's list. `room`: only those; null = all. */
export function dayRows(timeline: Timeline, grid: DayGrid, room: string | null): Row[] {
  const now = cellAt(Date.parse(timeline.now));
  return timeline.workstations
    .filter((workstation) => room === null || workstation.room === room)
    .map(({ id, name, room: own, features, promisableFrom }) => ({
      id,
      name,
      room: own,
      features,
      blocks: blocksOf(timeline.entries, id, grid.span),
      offline: promisableFrom === null ? null : offlineIn(grid, now, cellFrom(Date.parse(promisableFrom))),
    }));
}

export const roomsOf = ({ workstations }: Timeline): string[] => [...new Set(workstations.map(({ room }) => room))];

/** What some workstation here has beyond the others. */
export const featuresOf = ({ workstations }: Timeline): string[] =>
  [...new Set(workstations.flatMap(({ features }) => features))].sort();

/** What somebody has a claim to: neither cancelled nor left standing empty. */
export const isStanding = ({ standing }: Entry): boolean => standing !== 'cancelled' && standing !== 'no-show';

function blocksOf(entries: readonly Entry[], workstation: string, columns: CellSpan): Block[] {
  const drawn = entries
    .filter(({ standing, workstations }) => standing !== 'cancelled' && workstations.includes(workstation))
    .map((entry) => ({ entry, span: spanOfEntry(entry) }))
    .filter(({ span }) => overlap(span, columns));
  return drawn
    .map(({ entry, span }) => ({
      entry,
      span,
      under: !isStanding(entry) && drawn.some((other) => isStanding(other.entry) && overlap(other.span, span)),
    }))
    .toSorted((one, other) => one.span.from - other.span.from || one.span.to - other.span.to);
}

function offlineIn({ span }: DayGrid, now: number, promisableFrom: number): CellSpan | null {
  const within = { from: Math.max(span.from, now), to: Math.min(span.to, promisableFrom) };
  return within.from < within.to ? within : null;
}

/** What lies on a cell: the entry that has a claim to it, else one that nobody came for. */
export function blockAt({ blocks }: Row, cell: number): Block | null {
  const there = blocks.filter(({ span }) => span.from <= cell && cell < span.to);
  return there.find(({ entry }) => isStanding(entry)) ?? there[0] ?? null;
}

/** The free stretch around a cell: to the next entries, or to the edges of what is drawn; null where somebody has a claim. */
export function freeAround({ blocks }: Row, cell: number, columns: CellSpan): CellSpan | null {
  const taken = blocks.filter(({ entry }) => isStanding(entry)).map(({ span }) => span);
  if (taken.some(({ from, to }) => from <= cell && cell < to)) return null;
  const before = taken.filter(({ to }) => to <= cell).map(({ to }) => to);
  const after = taken.filter(({ from }) => from > cell).map(({ from }) => from);
  return { from: Math.max(columns.from, ...before), to: Math.min(columns.to, ...after) };
}
