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
  // One more at each cell where a run of starts begins, one less where it ends; summed up below.
  const steps = new Int32Array(size + 1);
  for (const lane of lanes) {
    let next = 0;
    for (const hours of open) {
      let from = Math.max(hours.from, lane.promisableFrom);
      next = firstEndingAfter(lane.taken, from, next);
      for (; (lane.taken[next] ?? Infinity) < hours.to; next += 2) {
        addRun(steps, { from, to: (lane.taken[next] ?? 0) - length + 1 }, within);
        from = Math.max(from, lane.taken[next + 1] ?? 0);
      }
      addRun(steps, { from, to: hours.to - length + 1 }, within);
      // What reaches over the end of these hours stands in the way of the next ones too.
      next = Math.max(0, next - 2);
    }
  }
  const counts = new Uint16Array(size);
  let free = 0;
  for (let at = 0; at < size; at += 1) {
    free += steps[at] ?? 0;
    counts[at] = free;
  }
  return counts;
}

function addRun(steps: Int32Array, starts: CellSpan, within: CellSpan): void {
  const first = Math.max(starts.from, within.from) - within.from;
  const end = Math.min(starts.to, within.to) - within.from;
  if (first >= end) return;
  steps[first] = (steps[first] ?? 0) + 1;
  steps[end] = (steps[end] ?? 0) - 1;
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

/** Place in `taken`, from `since` on, of the first span that ends after the cell. */
function firstEndingAfter(taken: readonly number[], cell: number, since = 0): number {
  let low = since / 2;
  let high = taken.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((taken[middle * 2 + 1] ?? 0) <= cell) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}
