import { cellsFor, type CellSpan } from '../../../contract/book/cells.ts';
import type { DayGrid } from './day-grid.ts';
import { type Block, blockAt, freeAround, type Row } from './day-rows.ts';

export interface Board {
  readonly grid: DayGrid;
  readonly rows: readonly Row[];
}

export interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}

const anHour = cellsFor(60);

/** Where the keyboard is on the timeline: a row and a cell, and the free stretch that was chosen from there. */
export class GridCursor {
  readonly #board: () => Board | null;
  #row = $state(0);
  #cell = $state(0);
  /** Where a choice began; null = none. */
  #anchor = $state<number | null>(null);

  constructor(board: () => Board | null) {
    this.#board = board;
  }

  /** Null while there is nothing to stand on. */
  get row(): Row | null {
    return this.#board()?.rows[this.#row] ?? null;
  }

  get cell(): number {
    const columns = this.#board()?.grid.span;
    if (columns === undefined) return this.#cell;
    return Math.min(columns.to - 1, Math.max(columns.from, this.#cell));
  }

  get block(): Block | null {
    const row = this.row;
    return row === null ? null : blockAt(row, this.cell);
  }

  /** The chosen stretch; one cell when nothing is chosen. */
  get span(): CellSpan {
    const anchor = this.#anchor ?? this.cell;
    return { from: Math.min(anchor, this.cell), to: Math.max(anchor, this.cell) + 1 };
  }

  get chooses(): boolean {
    return this.#anchor !== null;
  }

  place(row: number, cell: number): void {
    this.#row = row;
    this.#cell = cell;
    this.#anchor = null;
  }

  /** False: not a key of the timeline. Enter and Escape are left to whoever shows it. */
  press({ key, shiftKey, ctrlKey }: Press): boolean {
    const board = this.#board();
    if (board === null) return false;
    if (key === 'ArrowUp' || key === 'ArrowDown') return this.#change(board, key === 'ArrowUp' ? -1 : 1);
    const to = this.#along(board, key, ctrlKey);
    if (to === null) return false;
    if (shiftKey) this.#choose(board, to);
    else {
      this.#anchor = null;
      this.#cell = to;
    }
    return true;
  }

  forgetChoice(): void {
    this.#anchor = null;
  }

  #change({ rows }: Board, by: number): boolean {
    this.place(Math.min(rows.length - 1, Math.max(0, this.#row + by)), this.cell);
    return true;
  }

  #along({ grid }: Board, key: string, far: boolean): number | null {
    const { cell } = this;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: far ? this.#edge(grid, -1) : cell - 1,
      ArrowRight: far ? this.#edge(grid, 1) : cell + 1,
      PageUp: cell - anHour,
      PageDown: cell + anHour,
      Home: grid.open[0]?.from ?? grid.span.from,
      End: (grid.open.at(-1)?.to ?? grid.span.to) - 1,
    };
    const to = steps[key];
    return to === undefined ? null : Math.min(grid.span.to - 1, Math.max(grid.span.from, to));
  }

  /** The next place in that direction where something begins or ends. */
  #edge({ open, span }: DayGrid, towards: 1 | -1): number {
    const spans = [...open, ...(this.row?.blocks.map((block) => block.span) ?? [])];
    const edges = spans.flatMap(({ from, to }) => [from, to]);
    return towards === 1
      ? Math.min(span.to - 1, ...edges.filter((edge) => edge > this.cell))
      : Math.max(span.from, ...edges.filter((edge) => edge < this.cell));
  }

  /** Only what is free is chosen. */
  #choose({ grid }: Board, to: number): void {
    const anchor = this.#anchor ?? this.cell;
    const free = this.row === null ? null : freeAround(this.row, anchor, grid.span);
    if (free === null) return;
    this.#anchor = anchor;
    this.#cell = Math.min(free.to - 1, Math.max(free.from, to));
  }
}
