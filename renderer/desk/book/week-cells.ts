import type { Timeline } from '../../../contract/book/book-routes.ts';
import { cellAt, type CellSpan, overlap } from '../../../contract/book/cells.ts';
import { dayGrid, type DayGrid } from './day-grid.ts';
import { dayRows, isStanding, type Row } from './day-rows.ts';
import { instantAt } from './place-clock.ts';

/** A workstation in one half of a day. */
export interface HalfDay {
  /** Share of the open time that is taken, in whole per cent; null = the place is closed. */
  readonly percent: number | null;
  /** Entries that take some of it. */
  readonly count: number;
}

export interface WeekDay {
  readonly day: string;
  readonly grid: DayGrid;
  /** By workstation: morning and afternoon. */
  readonly halves: ReadonlyMap<string, readonly [HalfDay, HalfDay]>;
}

/** Where the morning ends on the wall clock: after it most places open again. */
const noon = '13:00';

/** The days that the timeline tells of. `room`: only its workstations; null = all. */
export function weekDays(timeline: Timeline, room: string | null): WeekDay[] {
  return timeline.days.flatMap(({ day }) => {
    const grid = dayGrid(timeline, day);
    if (grid === null) return [];
    const middle = cellAt(instantAt(day, noon, timeline.zone) ?? 0);
    const morning = { from: grid.bounds.from, to: middle };
    const afternoon = { from: middle, to: grid.bounds.to };
    const halves = dayRows(timeline, grid, room).map(
      (row) => [row.id, [halfOf(row, grid, morning), halfOf(row, grid, afternoon)]] as const,
    );
    return [{ day, grid, halves: new Map(halves) }];
  });
}

function halfOf({ blocks }: Row, { open }: DayGrid, half: CellSpan): HalfDay {
  const standing = blocks.filter(({ entry }) => isStanding(entry));
  const hours = open.map((span) => within(span, half));
  const all = hours.reduce((sum, { from, to }) => sum + to - from, 0);
  const taken = hours
    .flatMap((span) => standing.map((block) => within(block.span, span)))
    .reduce((sum, { from, to }) => sum + to - from, 0);
  const count = standing.filter(({ span }) => overlap(span, half)).length;
  return { percent: all === 0 ? null : Math.round((taken / all) * 100), count };
}

function within(span: CellSpan, other: CellSpan): CellSpan {
  const from = Math.max(span.from, other.from);
  return { from, to: Math.max(from, Math.min(span.to, other.to)) };
}
