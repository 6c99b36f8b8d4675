import { cellAt, type CellSpan } from '../../../contract/book/cells.ts';
import type { Entry } from '../../../contract/book/entries.ts';
import type { DeskView } from '../desk-view.svelte.ts';
import { timeOfSpan } from './booking-draft.svelte.ts';
import { DayDrag, type Grip, type Spot } from './day-drag.svelte.ts';
import { isMovable } from './entry-face.ts';
import { type Board, GridCursor, type Press } from './grid-cursor.svelte.ts';
import { type Planner, quarterOf } from './planner.svelte.ts';

/** Where a row lies on the screen. */
export interface LaneBox {
  readonly row: string;
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

/** What mouse, finger and keys do on the timeline of a day; each of them comes to the same questions and requests as the forms. */
export class TimelineView {
  readonly #view: DeskView;
  readonly #planner: Planner;
  readonly #board: () => Board;
  /** As drawn at the moment. */
  readonly #lanes: () => readonly LaneBox[];
  readonly cursor: GridCursor;
  readonly drag: DayDrag;

  constructor(parts: { view: DeskView; planner: Planner; board: () => Board; lanes: () => readonly LaneBox[] }) {
    this.#view = parts.view;
    this.#planner = parts.planner;
    this.#board = parts.board;
    this.#lanes = parts.lanes;
    this.cursor = new GridCursor(parts.board);
    this.drag = new DayDrag(parts.board);
  }

  /** The id of the element that the keyboard is on. */
  get active(): string | undefined {
    const { row, block, cell, chooses } = this.cursor;
    if (row === null) return undefined;
    return block === null || chooses ? `cell-${row.id}-${cell}` : `entry-${block.entry.id}-${row.id}`;
  }

  /** The keyboard begins where the day is: now, else when the place opens. */
  begin(): void {
    const { span, open } = this.#board().grid;
    const now = cellAt(this.#view.now);
    this.cursor.place(0, isIn(span, now) ? now : (open[0]?.from ?? span.from));
  }

  /** The row that is nearest to a point of the screen, and the cell. */
  spotAt(x: number, y: number): Spot | null {
    const away = ({ top, bottom }: LaneBox): number => Math.max(0, top - y, y - bottom);
    const lane = this.#lanes().toSorted((one, other) => away(one) - away(other))[0];
    if (lane === undefined) return null;
    const { from, to } = this.#board().grid.span;
    return { row: lane.row, cell: from + ((x - lane.left) / lane.width) * (to - from) };
  }

  gripAt(target: Element, x: number, y: number): Grip | null {
    const spot = isOnLane(target) ? this.spotAt(x, y) : null;
    if (!this.#planner.writes || spot === null) return null;
    const entry = this.#entryIn(target);
    if (entry === null) return { what: 'book', ...spot };
    if (!isMovable(entry)) return null;
    return { what: target.closest('[data-edge]') === null ? 'move' : 'lengthen', entry, ...spot };
  }

  drop(): void {
    const dropped = this.drag.drop();
    // A question that opened while the pointer is still being let go would be closed by that.
    if (dropped !== null) setTimeout(() => void this.#planner.drop(dropped));
  }

  click(target: Element, x: number, y: number): void {
    const spot = isOnLane(target) ? this.spotAt(x, y) : null;
    const entry = this.#entryIn(target);
    const row = this.#board().rows.find(({ id }) => id === spot?.row);
    if (entry !== null) this.#planner.ask({ what: 'entry', entry });
    else if (row !== undefined && spot !== null && this.#planner.writes)
      this.#planner.bookAt(row, quarterOf(spot.cell));
  }

  /** True when the key was the timeline’s. */
  press(press: Press): boolean {
    if (press.key === 'Enter' || press.key === ' ') this.#open();
    else if (press.key === 'Escape') this.cursor.forgetChoice();
    else return this.cursor.press(press);
    return true;
  }

  #open(): void {
    const { row, block, cell, span, chooses } = this.cursor;
    if (row === null) return;
    if (block !== null && !chooses) this.#planner.ask({ what: 'entry', entry: block.entry });
    else if (!this.#planner.writes) return;
    else if (chooses) this.#planner.book(timeOfSpan(span, row.id));
    else this.#planner.bookAt(row, cell);
    this.cursor.forgetChoice();
  }

  #entryIn(target: Element): Entry | null {
    const id = target.closest<HTMLElement>('[data-entry]')?.dataset['entry'];
    return this.#planner.timeline?.entries.find((entry) => entry.id === id) ?? null;
  }
}

const isOnLane = (target: Element): boolean => target.closest('[data-lane]') !== null;

export const isIn = ({ from, to }: CellSpan, cell: number): boolean => from <= cell && cell < to;
