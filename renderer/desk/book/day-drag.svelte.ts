import { type CellSpan, overlap } from '../../../contract/book/cells.ts';
import type { Entry } from '../../../contract/book/entries.ts';
import { spanOfEntry } from './day-grid.ts';
import { freeAround, isStanding, type Row } from './day-rows.ts';
import type { Board } from './grid-cursor.svelte.ts';

/** A point of the timeline; `cell` may lie within one. */
export interface Spot {
  readonly row: string;
  readonly cell: number;
}

export type Grip = Spot & ({ readonly what: 'book' } | { readonly what: 'move' | 'lengthen'; readonly entry: Entry });

/** What a drag comes to: the same as the form that is filled in with it. */
export type Dropped =
  | { readonly what: 'book'; readonly workstation: string; readonly span: CellSpan }
  | { readonly what: 'move'; readonly entry: Entry; readonly workstation: string | null; readonly span: CellSpan };

/** Where it would come to lie. */
export interface Ghost {
  readonly row: string;
  readonly span: CellSpan;
  /** Somebody is there already. */
  readonly meets: boolean;
}

const quarter = 3;

/** A drag over the timeline, from the grip to the drop. Pointers go by the quarter of an hour, or to what already stands there. */
export class DayDrag {
  readonly #board: () => Board | null;
  #grip = $state.raw<Grip | null>(null);
  #over = $state.raw<Spot | null>(null);

  constructor(board: () => Board | null) {
    this.#board = board;
  }

  get grip(): Grip | null {
    return this.#grip;
  }

  /** Null until it has moved. */
  readonly ghost: Ghost | null = $derived.by(() => {
    const board = this.#board();
    if (board === null || this.#grip === null || this.#over === null) return null;
    const drawn = ghostOf(board, this.#grip, this.#over);
    const row = board.rows.find(({ id }) => id === drawn?.row);
    return drawn === null || row === undefined ? null : { ...drawn, meets: meets(row, drawn.span, this.#grip) };
  });

  take(grip: Grip): void {
    this.#grip = grip;
    this.#over = null;
  }

  follow(spot: Spot): void {
    if (this.#grip !== null) this.#over = spot;
  }

  cancel(): void {
    this.#grip = null;
    this.#over = null;
  }

  /** Null: it came to nothing, or to where it was. */
  drop(): Dropped | null {
    const { ghost } = this;
    const grip = this.#grip;
    this.cancel();
    if (ghost === null || grip === null) return null;
    const { row, span } = ghost;
    if (grip.what === 'book') return { what: 'book', workstation: row, span };
    const { entry } = grip;
    const before = spanOfEntry(entry);
    // Of several workstations nobody can say to which of them the row belongs: the desk finds as many again.
    const workstation = entry.workstations.length > 1 ? null : row;
    const same = span.from === before.from && span.to === before.to && entry.workstations.includes(row);
    return same ? null : { what: 'move', entry, workstation, span };
  }
}

function ghostOf(board: Board, grip: Grip, over: Spot): Omit<Ghost, 'meets'> | null {
  if (grip.what === 'book') {
    const span = stretch(board, grip, over);
    return span === null ? null : { row: grip.row, span };
  }
  const before = spanOfEntry(grip.entry);
  if (grip.what === 'lengthen') {
    const to = snapped(over.cell, edgesOf(board, grip.row, grip.entry));
    return { row: grip.row, span: { from: before.from, to: Math.max(before.from + 1, to) } };
  }
  const row = grip.entry.workstations.length > 1 ? grip.row : over.row;
  const from = snapped(over.cell - (grip.cell - before.from), edgesOf(board, row, grip.entry));
  return { row, span: { from, to: from + before.to - before.from } };
}

/** From where a free stretch was taken to where the pointer is, within what is free there. */
function stretch(board: Board, grip: Grip, over: Spot): CellSpan | null {
  const row = board.rows.find(({ id }) => id === grip.row);
  const free = row === undefined ? null : freeAround(row, Math.floor(grip.cell), board.grid.span);
  if (free === null) return null;
  const [first, last] = [Math.min(grip.cell, over.cell), Math.max(grip.cell, over.cell)];
  const from = Math.max(free.from, Math.floor(first / quarter) * quarter);
  const to = Math.min(free.to, Math.ceil(last / quarter) * quarter);
  return from < to ? { from, to } : null;
}

/** To the quarter of an hour, or to an edge that is nearer. */
function snapped(cell: number, edges: readonly number[]): number {
  const stops = [Math.round(cell / quarter) * quarter, ...edges];
  return stops.reduce((best, stop) => (Math.abs(stop - cell) < Math.abs(best - cell) ? stop : best));
}

function edgesOf({ rows, grid }: Board, row: string, { id }: Entry): number[] {
  const blocks = rows.find((one) => one.id === row)?.blocks.filter(({ entry }) => entry.id !== id) ?? [];
  return [...grid.open, ...blocks.map(({ span }) => span)].flatMap(({ from, to }) => [from, to]);
}

function meets({ blocks }: Row, span: CellSpan, grip: Grip): boolean {
  const own = grip.what === 'book' ? null : grip.entry.id;
  return blocks.some((block) => block.entry.id !== own && isStanding(block.entry) && overlap(block.span, span));
}
