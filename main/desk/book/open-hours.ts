import { type CellSpan, cellFrom, instantOfCell, spanWithin } from '../../../contract/book/cells.ts';
import type { OpenStretch } from '../../../contract/allowance.ts';

const dayCells = cellFrom(24 * 60 * 60_000);
/** Worked out at once: what the screens ask for, from a look back to the farthest booking of most places. */
const aheadCells = 45 * dayCells;

/** When the place is open, in whole cells. Worked out once for weeks: hours change rarely, and everybody asks. */
export class OpenHours {
  readonly #stretches: (from: number, to: number) => readonly OpenStretch[] | null;
  #known: (CellSpan & { readonly spans: readonly CellSpan[] | null }) | null = null;

  /** `stretches`: the hours between two instants; null = the place keeps none and is always open. */
  constructor(stretches: (from: number, to: number) => readonly OpenStretch[] | null) {
    this.#stretches = stretches;
  }

  /** Sorted and apart; those that begin before the span or end after it are whole. */
  spans(span: CellSpan): readonly CellSpan[] {
    const known = this.#covering(span);
    if (known === null) return [span];
    return known.filter(({ from, to }) => from < span.to && span.from < to);
  }

  /** The hours were set anew. */
  forget(): void {
    this.#known = null;
  }

  #covering(span: CellSpan): readonly CellSpan[] | null {
    if (this.#known === null || span.from < this.#known.from || span.to > this.#known.to) {
      const from = span.from - dayCells;
      const to = Math.max(span.to + dayCells, from + aheadCells);
      const spans = this.#stretches(instantOfCell(from), instantOfCell(to))?.map(({ opensAt, closesAt }) =>
        spanWithin(opensAt, closesAt),
      );
      this.#known = { from, to, spans: spans?.filter((open) => open.from < open.to) ?? null };
    }
    return this.#known.spans;
  }
}
