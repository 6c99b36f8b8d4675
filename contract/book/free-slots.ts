import type { CellSpan } from './cells.ts';

/** One workstation as the search for a slot sees it. */
export interface Lane {
  readonly workstation: string;
  /** Taken spans, sorted and apart: pairs of cells, `[from, to, from, to, …]`. */
  readonly taken: readonly number[];
  /** The first cell that the place may promise here: those before are the kiosk's own as long as it is not on the line. */
  readonly promisableFrom: number;
}

/** What can be had: for each workstation the stretches in which a slot of the asked length may begin. */
export interface SlotSearch {
  /** When the place is open, sorted and apart. */
  readonly open: readonly CellSpan[];
  readonly lanes: readonly Lane[];
  /** Length of the slot, in cells. */
  readonly length: number;
  /** Slots begin in `[from, to)`. */
  readonly within: CellSpan;
}

/**
 * How many workstations are free for the whole slot, by the cell in which it would begin: `counts[0]` is the first cell of `within`. The same gaps
 * decide here, in the check of a wish and in the choice of a workstation; a cell with 0 is offered nowhere.
 */
export function countFree({ open, lanes, length, within }: SlotSearch): Uint16Array {
  const size = Math.max(0, within.to - within.from);
  const steps = new Int32Array(size + 1);
  for (const lane of lanes) {
    forEachRun(lane, open, (from, to) => {
      const first = Math.max(from, within.from);
      const end = Math.min(to - length + 1, within.to);
      if (first >= end) return;
      addAt(steps, first - within.from, 1);
      addAt(steps, end - within.from, -1);
    });
  }
  const counts = new Uint16Array(size);
  let free = 0;
  for (let at = 0; at < size; at += 1) {
    free += steps[at] ?? 0;
    counts[at] = free;
  }
  return counts;
}

/** The workstations that are free for the whole span, the one with the longest free run first; equals in the order given. */
export function freeLanes(lanes: readonly Lane[], open: readonly CellSpan[], span: CellSpan): Lane[] {
  return lanes
    .map((lane) => ({ lane, run: runAround(lane, open, span) }))
    .filter(({ run }) => run > 0)
    .sort((one, other) => other.run - one.run)
    .map(({ lane }) => lane);
}

/** Length of the free run in which the span lies whole; 0 = it does not. */
export function runAround(lane: Lane, open: readonly CellSpan[], span: CellSpan): number {
  const hours = open.find(({ from, to }) => from <= span.from && span.to <= to);
  if (hours === undefined || span.from < lane.promisableFrom) return 0;
  const next = firstEndingAfter(lane.taken, span.from);
  const nextFrom = lane.taken[next] ?? Infinity;
  if (nextFrom < span.to) return 0;
  const from = Math.max(hours.from, lane.promisableFrom, lane.taken[next - 1] ?? -Infinity);
  return Math.min(hours.to, nextFrom) - from;
}

/** Free runs within the open hours, in order. */
function forEachRun(lane: Lane, open: readonly CellSpan[], told: (from: number, to: number) => void): void {
  const { taken, promisableFrom } = lane;
  let at = 0;
  for (const hours of open) {
    let from = Math.max(hours.from, promisableFrom);
    while (at < taken.length && (taken[at + 1] ?? 0) <= from) at += 2;
    for (let next = at; next < taken.length && (taken[next] ?? 0) < hours.to; next += 2) {
      const start = taken[next] ?? 0;
      if (start > from) told(from, start);
      from = Math.max(from, taken[next + 1] ?? 0);
    }
    if (from < hours.to) told(from, hours.to);
  }
}

/** Place in `taken` of the first span that ends after the cell. */
function firstEndingAfter(taken: readonly number[], cell: number): number {
  let low = 0;
  let high = taken.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((taken[middle * 2 + 1] ?? 0) <= cell) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}

const addAt = (steps: Int32Array, at: number, change: number): void => {
  steps[at] = (steps[at] ?? 0) + change;
};
