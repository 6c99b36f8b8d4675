/**
 * The book's time: cells of five minutes, counted from 1970 in UTC. Zones are whole quarters of an hour away from UTC, so that a cell begins where
 * five minutes of any place's clock begin. A span is half-open: who comes at its end does not meet who was there before.
 */

export const cellMs = 5 * 60_000;

/** `[from, to)`. */
export interface CellSpan {
  readonly from: number;
  readonly to: number;
}

/** The cell in which an instant (epoch milliseconds) lies. */
export const cellAt = (instant: number): number => Math.floor(instant / cellMs);

/** The first cell that begins at an instant or after it. */
export const cellFrom = (instant: number): number => Math.ceil(instant / cellMs);

/** When a cell begins, in epoch milliseconds. */
export const instantOfCell = (cell: number): number => cell * cellMs;

/** Cells that so many minutes need: what is begun is taken whole. */
export const cellsFor = (minutes: number): number => Math.ceil((minutes * 60_000) / cellMs);

/** Every cell that a stretch of time touches. */
export const spanOf = (startsAt: number, endsAt: number): CellSpan => ({
  from: cellAt(startsAt),
  to: cellFrom(endsAt),
});

/** Only the cells that lie in it whole: an open hour ends when the place closes, not after. */
export const spanWithin = (startsAt: number, endsAt: number): CellSpan => ({
  from: cellFrom(startsAt),
  to: cellAt(endsAt),
});

export const overlap = (one: CellSpan, other: CellSpan): boolean => one.from < other.to && other.from < one.to;
